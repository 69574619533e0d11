/** Arguments of remote goroutines. */
import { beforeAll, describe, expect, it } from "vitest";
import { move } from "../move.js";
import { alloc } from "../shm/heap.js";
import { memory } from "../thread.js";
import { isIdle } from "./arena.js";
import { putArguments, takeArguments } from "./arguments.js";

let cell = 0;
beforeAll(() => {
  memory();
  cell = alloc(64);
});

describe("arguments", () => {
  it("arrive in their order, undefined and none among them", () => {
    const alone = [0, -0.5, NaN, true, false, "", "long enough for a block", "Größe €", null, 2n ** 70n].map(
      (each) => [each],
    );
    for (const args of [[], [undefined], [1, "two", { three: 3 }], [[]], ...alone]) {
      putArguments(cell, args);
      expect(takeArguments(cell)).toEqual(args);
    }
    expect(isIdle()).toBe(true);
  });

  it("an argument that cannot be sent is named, counted from 1", () => {
    expect(() => putArguments(cell, [1, { cb: () => 1 }])).toThrow(
      new TypeError("go: argument 2.cb: a function cannot be sent to another thread"),
    );
    expect(() => putArguments(cell, [Symbol("s")])).toThrow(
      new TypeError("go: argument 1: a symbol cannot be sent to another thread"),
    );
  });

  it("an argument that is moved has left when the call returns", () => {
    const pixels = new ArrayBuffer(16);
    new Uint8Array(pixels)[3] = 7;
    putArguments(cell, [1, move({ pixels }, [pixels])]);
    expect(pixels.byteLength).toBe(0);
    const [, image] = takeArguments(cell) as [number, { pixels: ArrayBuffer }];
    expect(new Uint8Array(image.pixels)[3]).toBe(7);
  });
});
