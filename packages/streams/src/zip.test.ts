import fc from "fast-check";
import { expect, test } from "vitest";
import { collect, count, pipe, zip } from "./index.js";
import { Probe, stageContract } from "./stage.contract.js";

stageContract("zip", () => zip([1, 2, 3]), { ahead: 2, leaves: true });

test("puts values side by side", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.integer({ min: -5, max: 5 }), { maxLength: 20 }), async (xs) => {
      expect(await pipe(xs, zip(["a", "b", "c"], new Set([1, 2, 3, 4])), collect())).toEqual(
        xs.slice(0, 3).map((x, i) => [x, "abc"[i], i + 1]),
      );
    }),
    { numRuns: 50 },
  );
});

test("the longer one is closed", async () => {
  const probe = new Probe(100);
  expect(await pipe([1, 2], zip(probe.sync()), count())).toBe(2);
  expect(probe.closed).toBe(1);
});

test("what is no source is a mistake at once", () => {
  expect(() => zip(3 as never)).toThrow(/^zip: want a source/);
});
