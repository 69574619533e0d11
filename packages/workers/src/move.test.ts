/** Marks of what is moved. */
import { describe, expect, it } from "vitest";
import { forgetMoves, move, movesOf } from "./move.js";

describe("move", () => {
  it("gives the value back, and nothing happens to it", () => {
    const buffer = new ArrayBuffer(4);
    const value = { buffer };
    expect(movesOf(value)).toBe(null);
    expect(move(value, [buffer])).toBe(value);
    expect(buffer.byteLength).toBe(4);
    expect([...movesOf(value)!]).toEqual([buffer]);
  });

  it("marks elements of a list of arguments as well", () => {
    const [a, b] = [new ArrayBuffer(1), new ArrayBuffer(2)];
    const args = [1, move({ a }, [a]), null, move({ b }, [b])];
    expect([...movesOf(args)!]).toEqual([a, b]);
    forgetMoves(args);
    expect(movesOf(args)).toBe(null);
  });

  it("of what is no object is refused", () => {
    expect(() => move(1 as any, [])).toThrow(new TypeError("move: want an object, got 1 (number)"));
    expect(() => move(null as any, [])).toThrow("move: want an object, got null (object)");
    const list = "move: transfer: want a list of buffers, ports or streams, got x (string)";
    expect(() => move({}, "x" as any)).toThrow(new TypeError(list));
    expect(() => move({}, [1] as any)).toThrow(
      "move: transfer: want buffers, ports or streams, got 1 (number)",
    );
  });
});
