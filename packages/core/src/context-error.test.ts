import { expect, test } from "vitest";
import { Canceled, ContextError, DeadlineExceeded } from "./context-error.js";
import { GoPanic, report } from "./errors.js";

test("CX-15 the errors are two values, and say whether it was a deadline", () => {
  expect([Canceled, DeadlineExceeded].map((e) => [e.message, e.name, e.timeout(), e.temporary()])).toEqual([
    ["context canceled", "AbortError", false, false],
    ["context deadline exceeded", "TimeoutError", true, true],
  ]);
  expect(Canceled).toBeInstanceOf(ContextError);
});

test("CX-15 a panic with one prints Go's text, and no frames of where it was made", () => {
  for (const error of [Canceled, DeadlineExceeded]) {
    expect(String(error)).toBe(error.message);
    expect(report(new GoPanic(error, 1, ""))).toBe(`panic: ${error.message}\n\ngoroutine 1 [running]:\n`);
  }
});
