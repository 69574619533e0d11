import fc from "fast-check";
import { expect, test } from "vitest";
import { useFakeHost } from "../../core/test/fake-host.js";
import { batch, interval, pipe, take } from "./index.js";
import { stageContract, valuesOf } from "./stage.contract.js";

stageContract("batch", () => batch(3), { ahead: 3 });
stageContract("batch with time", () => batch({ count: 3, time: 5 }), { ahead: 4 });

const fake = useFakeHost();

test("divides a list", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.integer(), { maxLength: 20 }),
      fc.integer({ min: 1, max: 5 }),
      async (xs, n) => {
        const batches = await valuesOf(fake, pipe(xs, batch(n)));
        expect(batches.flat()).toEqual(xs);
        expect(batches.slice(0, -1).every((b) => b.length === n)).toBe(true);
        expect(batches.every((b) => b.length > 0 && b.length <= n)).toBe(true);
      },
    ),
    { numRuns: 30 },
  );
});

test("with a time, a batch is given that long after its first value, or when it is full", async () => {
  const batches = await valuesOf(fake, pipe(interval(4), take(7), batch({ count: 3, time: 10 })));
  expect(batches).toEqual([[0, 1, 2], [3, 4, 5], [6]]);
  const slow = await valuesOf(fake, pipe(interval(4), take(4), batch({ time: 6 })));
  expect(slow).toEqual([
    [0, 1],
    [2, 3],
  ]);
});

test("bad limits are mistakes at once", () => {
  expect(() => batch(0)).toThrow("batch: count: want an integer from 1 up, got 0 (number)");
  expect(() => batch({ time: Number.NaN })).toThrow("batch: time: want milliseconds, got NaN (number)");
  expect(() => batch(undefined as never)).toThrow(/^batch: count/);
});
