import fc from "fast-check";
import { expect, test } from "vitest";
import { collect, map, pipe, take, takeWhile } from "./index.js";
import { Probe, stageContract } from "./stage.contract.js";

stageContract("take", () => take(3), { leaves: true });
stageContract("takeWhile", () => takeWhile((n) => n < 3), { leaves: true });
stageContract("takeWhile, inclusive", () => takeWhile(async (n) => n < 3, true), { leaves: true });

test("take is the beginning of a list", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.integer({ min: -5, max: 5 }), { maxLength: 20 }),
      fc.integer({ min: 0, max: 6 }),
      async (xs, n) => {
        expect(await pipe(xs, take(n), collect())).toEqual(xs.slice(0, n));
      },
    ),
    { numRuns: 50 },
  );
});

test("takeWhile is the beginning of a list", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.integer({ min: -5, max: 5 }), { maxLength: 20 }), async (xs) => {
      expect(
        await pipe(
          xs,
          takeWhile((x) => x > 0),
          collect(),
        ),
      ).toEqual(xs.slice(0, xs.findIndex((x) => x <= 0) >>> 0));
    }),
    { numRuns: 50 },
  );
});

test("take closes the source with the last value, and does not ask for another", async () => {
  const probe = new Probe();
  await pipe(probe.sync(), take(2), collect());
  expect([probe.asked, probe.closed]).toEqual([2, 1]);
});

test("take(0) does not open the source", async () => {
  const probe = new Probe();
  expect(await pipe(probe.sync(), take(0), collect())).toEqual([]);
  expect(probe.opened).toBe(0);
});

test("the last value may be waited for downstream", async () => {
  const values = await pipe(
    new Probe().sync(),
    take(2),
    map(async (n) => n),
    take(2),
    collect(),
  );
  expect(values).toEqual([0, 1]);
});

test("takeWhile passes the value that ended it only if it is inclusive", async () => {
  expect(
    await pipe(
      [1, 2, 3, 1],
      takeWhile((n) => n < 3),
      collect(),
    ),
  ).toEqual([1, 2]);
  expect(
    await pipe(
      [1, 2, 3, 1],
      takeWhile((n) => n < 3, true),
      collect(),
    ),
  ).toEqual([1, 2, 3]);
});

test("a count that is none is a mistake at once", () => {
  for (const bad of [undefined, -1, 1.5, Number.NaN, "1"]) {
    expect(() => take(bad as never)).toThrow(/^take: want an integer from 0 up, got /);
  }
});

test("no function is a mistake at once", () => {
  for (const bad of [undefined, null, 3, "f", {}]) {
    expect(() => takeWhile(bad as never)).toThrow(/^takeWhile: want a function, got /);
  }
});
