import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { count, Tally } from "./tally.js";

beforeEach(() => vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("the counts are put in words, with the rate", () => {
  const tally = new Tally();
  tally.files = 1234;
  tally.bytes = 5_678_900_000;
  vi.advanceTimersByTime(2500);
  expect(`${tally}`).toBe("1,234 files, 5,678.9 MB in 2.50 s, 2,271.6 MB/s");
});

test("no time and no files make no division by zero", () => {
  expect(`${new Tally()}`).toBe("0 files, 0.0 MB in 0.00 s, 0.0 MB/s");
});

test("one is singular", () => {
  expect([0, 1, 2, 43_158].map((n) => count(n, "file"))).toEqual([
    "0 files",
    "1 file",
    "2 files",
    "43,158 files",
  ]);
});
