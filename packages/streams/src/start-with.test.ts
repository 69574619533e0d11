import fc from "fast-check";
import { expect, test } from "vitest";
import { collect, map, pipe, startWith, take, tap } from "./index.js";
import { Probe, stageContract } from "./stage.contract.js";

stageContract("startWith", () => startWith(1));

test("puts values in front", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.integer({ min: -5, max: 5 }), { maxLength: 20 }), async (xs) => {
      expect(await pipe(xs, startWith(7, 8), collect())).toEqual([7, 8, ...xs]);
    }),
    { numRuns: 50 },
  );
});

test("several of them, and the source is opened after all they give", async () => {
  const probe = new Probe(1);
  const values = pipe(
    probe.sync(),
    startWith("b"),
    tap(() => void expect(probe.opened).toBeLessThanOrEqual(1)),
    startWith("a"),
    map(async (v) => v),
    collect(),
  );
  expect(await values).toEqual(["a", "b", 0]);
});

test("who has enough with them never opens the source", async () => {
  const probe = new Probe();
  expect(await pipe(probe.sync(), startWith(5, 6), take(1), collect())).toEqual([5]);
  expect(probe.opened).toBe(0);
});
