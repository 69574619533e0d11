import { expect, it } from "vitest";
import { integerContract } from "../test/atomic-contract.js";
import { Int32, Uint32 } from "./atomic-int32.js";

integerContract({
  name: "Int32",
  Integer: Int32,
  of: (n) => n,
  min: -(2 ** 31),
  max: 2 ** 31 - 1,
  wraps: [
    [2 ** 31, -(2 ** 31)],
    [2 ** 32 + 5, 5],
    [-(2 ** 33) - 1, -1],
  ],
  bytes: 4,
});

integerContract({
  name: "Uint32",
  Integer: Uint32,
  of: (n) => n,
  min: 0,
  max: 2 ** 32 - 1,
  wraps: [
    [-1, 2 ** 32 - 1],
    [2 ** 32 + 5, 5],
    [2 ** 31, 2 ** 31],
  ],
  bytes: 4,
});

it("AT-03 an unsigned integer is made less by adding the complement of one less, or a negative number", () => {
  const n = new Uint32(10);
  expect(n.add(~(3 - 1))).toBe(7);
  expect(n.add(-3)).toBe(4);
  expect(n.add(-5)).toBe(2 ** 32 - 1);
});

it("fractions are cut off, NaN counts as 0", () => {
  const n = new Int32(1.9);
  expect(n.load()).toBe(1);
  expect(n.add(1.9)).toBe(2);
  expect(n.load()).toBe(2);
  expect(n.add(Number.NaN)).toBe(2);
});
