import { expect, it } from "vitest";
import { integerContract } from "../test/atomic-contract.js";
import { Int64, Uint64 } from "./atomic-int64.js";

integerContract({
  name: "Int64",
  Integer: Int64,
  of: BigInt,
  min: -(2n ** 63n),
  max: 2n ** 63n - 1n,
  wraps: [
    [2n ** 63n, -(2n ** 63n)],
    [2n ** 64n + 5n, 5n],
    [-(2n ** 65n) - 1n, -1n],
  ],
  bytes: 8,
});

integerContract({
  name: "Uint64",
  Integer: Uint64,
  of: BigInt,
  min: 0n,
  max: 2n ** 64n - 1n,
  wraps: [
    [-1n, 2n ** 64n - 1n],
    [2n ** 64n + 5n, 5n],
    [2n ** 63n, 2n ** 63n],
  ],
  bytes: 8,
});

it("AT-03 an unsigned integer is made less by adding the complement of one less, or a negative number", () => {
  const n = new Uint64(10n);
  expect(n.add(~(3n - 1n))).toBe(7n);
  expect(n.add(-3n)).toBe(4n);
});

it("AT-12 takes no numbers, and is left as it was", () => {
  const n = new Int64(1n);
  expect(() => n.add(1 as unknown as bigint)).toThrow(TypeError);
  expect(() => n.store(1 as unknown as bigint)).toThrow(TypeError);
  expect(() => n.compareAndSwap(1 as unknown as bigint, 2n)).toThrow(TypeError);
  expect(() => new Int64(1 as unknown as bigint)).toThrow(TypeError);
  expect(n.load()).toBe(1n);
});
