import fc from "fast-check";
import { expect, test } from "vitest";
import { collect, pipe, reduce, scan } from "./index.js";
import { stageContract } from "./stage.contract.js";

stageContract("scan", () => scan((sum, n) => sum + n, 0));
stageContract("scan with promises", () => scan(async (sum: number, n: number) => sum + n, 0));
stageContract("reduce", () => reduce((sum, n) => sum + n, 0), { ahead: Number.POSITIVE_INFINITY });

test("scan gives the totals of all beginnings", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.integer({ min: -5, max: 5 }), { maxLength: 20 }), async (xs) => {
      expect(
        await pipe(
          xs,
          scan((sum, n) => sum + n, 0),
          collect(),
        ),
      ).toEqual(xs.map((_, i) => xs.slice(0, i + 1).reduce((sum, n) => sum + n, 0)));
    }),
    { numRuns: 50 },
  );
});

test("reduce is the reduce of lists", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.integer({ min: -5, max: 5 }), { maxLength: 20 }), async (xs) => {
      expect(
        await pipe(
          xs,
          reduce((sum, n) => sum - n, 1),
          collect(),
        ),
      ).toEqual([xs.reduce((sum, n) => sum - n, 1)]);
    }),
    { numRuns: 50 },
  );
});

test("without a beginning the first value is the first total", async () => {
  expect(
    await pipe(
      [1, 2, 3],
      scan((sum, n) => sum + n),
      collect(),
    ),
  ).toEqual([1, 3, 6]);
  expect(
    await pipe(
      [1, 2, 3],
      reduce((sum, n) => sum + n),
    ),
  ).toBe(6);
  expect(
    await pipe(
      [] as number[],
      reduce((sum, n) => sum + n),
    ),
  ).toBe(undefined);
  expect(
    await pipe(
      [] as number[],
      reduce((sum, n) => sum + n),
      collect(),
    ),
  ).toEqual([]);
});

test("a total may be waited for", async () => {
  expect(
    await pipe(
      [1, 2, 3],
      reduce(async (sum: number, n: number) => sum + n, 0),
    ),
  ).toBe(6);
});

test("no function is a mistake at once", () => {
  for (const bad of [undefined, null, 3, "f", {}]) {
    expect(() => scan(bad as never)).toThrow(/^scan: want a function, got /);
  }
});

test("no function for reduce is a mistake at once", () => {
  for (const bad of [undefined, null, 3, "f", {}]) {
    expect(() => reduce(bad as never)).toThrow(/^reduce: want a function, got /);
  }
});
