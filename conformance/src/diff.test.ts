import { expect, it } from "vitest";
import { diff } from "./diff.js";

it("equal texts have no difference", () => {
  expect(diff("a\nb\n", "a\nb\n")).toBe("");
});

it("shows what is wanted and what is there, with a little of what is common", () => {
  expect(diff("1\n2\n3\nx\n4\n5\n6", "1\n2\n3\ny\nz\n4\n5\n6").split("\n")).toEqual([
    "  2",
    "  3",
    "- x",
    "+ y",
    "+ z",
    "  4",
    "  5",
  ]);
});

it("a missing end is shown", () => {
  expect(diff("a\nb\n", "a\n")).toBe("  a\n- b\n  ");
});

it("a repeated line counts once on each side", () => {
  expect(diff("a\na", "a")).toBe("  a\n- a");
});
