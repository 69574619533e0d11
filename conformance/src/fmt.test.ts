import { expect, it } from "vitest";
import { format } from "./fmt.js";

it("prints values as Go's Println does", () => {
  expect(format(42)).toBe("42");
  expect(format(-1)).toBe("-1");
  expect(format(true)).toBe("true");
  expect(format("a b")).toBe("a b");
});

it("prints an array as a slice", () => {
  expect(format([1, 2, 3])).toBe("[1 2 3]");
  expect(format([])).toBe("[]");
  expect(format([["a"], []])).toBe("[[a] []]");
});

it("prints undefined and null as nil, and an error as its text", () => {
  expect(format(undefined)).toBe("<nil>");
  expect(format(null)).toBe("<nil>");
  expect(format(new RangeError("too far"))).toBe("too far");
});
