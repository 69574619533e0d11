import { expect, it } from "vitest";
import { BUSY, DONE, MISUSED, OVER, SPOILT } from "./verdict.js";

it("only BUSY is 0, and no two are the same", () => {
  expect(BUSY).toBe(0);
  expect(new Set([BUSY, DONE, MISUSED, OVER, SPOILT]).size).toBe(5);
});
