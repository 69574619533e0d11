import fc from "fast-check";
import { expect, test } from "vitest";
import { collect, count, first, last, map, pipe } from "./index.js";
import { Probe } from "./stage.contract.js";

test("collect gives all values", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.integer({ min: -5, max: 5 }), { maxLength: 20 }), async (xs) => {
      expect(
        await pipe(
          xs,
          map((n) => n),
          collect(),
        ),
      ).toEqual(xs);
    }),
    { numRuns: 50 },
  );
});

test("count, first and last are those of a list, undefined or 0 of nothing", async () => {
  expect(await pipe("abc", count())).toBe(3);
  expect(await pipe("abc", first())).toBe("a");
  expect(await pipe("abc", last())).toBe("c");
  expect([await pipe("", count()), await pipe("", first()), await pipe("", last())]).toEqual([
    0,
    undefined,
    undefined,
  ]);
});

test("in the middle of a pipeline they give their result as a value", async () => {
  expect(await pipe("abc", collect(), collect())).toEqual([["a", "b", "c"]]);
  expect(await pipe("abc", count(), collect())).toEqual([3]);
  expect(await pipe("", first(), collect())).toEqual([]);
  expect(await pipe("", last(), collect())).toEqual([]);
});

test("first closes the source", async () => {
  const probe = new Probe();
  expect(await pipe(probe.sync(), first())).toBe(0);
  expect([probe.asked, probe.closed]).toEqual([1, 1]);
});

test("each run has an array of its own", async () => {
  const sink = collect<number>();
  expect(await pipe([1], sink)).toEqual([1]);
  expect(await pipe([2], sink)).toEqual([2]);
});
