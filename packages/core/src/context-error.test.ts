import { expect, test } from "vitest";
import { Canceled, ContextError, DeadlineExceeded } from "./context-error.js";

test("CX-15 the errors are two values, and say whether it was a deadline", () => {
  expect([Canceled, DeadlineExceeded].map((e) => [e.message, e.name, e.timeout(), e.temporary()])).toEqual([
    ["context canceled", "AbortError", false, false],
    ["context deadline exceeded", "TimeoutError", true, true],
  ]);
  expect(Canceled).toBeInstanceOf(ContextError);
});
