import { expect, test } from "vitest";
import { Hour, Microsecond, Millisecond, Minute, Nanosecond, Second } from "./duration.js";

test("durations are milliseconds, and have the ratios of Go's", () => {
  expect([Nanosecond * 1e6, Microsecond * 1e3, Millisecond]).toEqual([1, 1, 1]);
  expect([Second, Minute, Hour]).toEqual([1000 * Millisecond, 60 * Second, 60 * Minute]);
});
