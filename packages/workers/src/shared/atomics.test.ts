import { Int32 as LocalInt32 } from "@gopark/sync";
import { beforeEach, describe, expect, it } from "vitest";
import { freshMemory } from "../../test/shm/threads.js";
import { views } from "../shm/atomics.js";
import { Bool, Int32, Int64, Uint32, Uint64 } from "./atomics.js";

describe("shared atomics", () => {
  beforeEach(() => freshMemory());

  it("start with their value, or zero", () => {
    expect([new Int32(-5), new Uint32(7), new Int32()].map((n) => n.load())).toEqual([-5, 7, 0]);
    expect([new Int64(-5n), new Uint64(7n), new Int64()].map((n) => n.load())).toEqual([-5n, 7n, 0n]);
    expect([new Bool(true), new Bool()].map((flag) => flag.load())).toEqual([true, false]);
  });

  it("do what those of sync do, in the memory that all threads share", () => {
    const n = new Int32(1);
    expect(n).toBeInstanceOf(LocalInt32);
    expect([n.add(2), n.swap(9), n.compareAndSwap(9, 4), n.or(1), n.and(1), n.load()]).toEqual([
      3,
      3,
      true,
      4,
      5,
      1,
    ]);
    expect(n.buffer).toBe(views.words.buffer);
    expect(new Uint64(1n).add(-2n)).toBe(2n ** 64n - 1n);
  });

  it("SA1 lie in lines of their own", () => {
    const all = [new Int32(), new Int32(), new Bool(), new Int64()];
    const lines = all.map(({ byteOffset }) => byteOffset >> 6);
    expect(new Set(lines).size).toBe(all.length);
  });
});
