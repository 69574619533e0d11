import { expect, test } from "vitest";
import { bar } from "./plot.js";

test("a line has the number of Ps, the time, how many times as fast, and a bar as long", () => {
  expect(bar(1, 1000, 1000)).toBe(`    1    1000   1.00 ${"#".repeat(20)}`);
  expect(bar(2, 512, 1000)).toBe(`    2     512   1.95 ${"#".repeat(39)}`);
});
