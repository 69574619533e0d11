/** Programs under the fake timers of a test runner, which are put in and taken out between them. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { run } from "./go.js";
import { gosched } from "./op.js";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

// The first asks the host for a turn, which the others must not wait for in vain.
test.each([1, 2, 3])("program %d of a file starts, and ends", async (n) => {
  vi.advanceTimersByTime(100 * n);
  const got = await run(function* () {
    yield* gosched();
    return n;
  });
  expect(got).toBe(n);
});
