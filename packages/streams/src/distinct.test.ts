import fc from "fast-check";
import { expect, test } from "vitest";
import { collect, count, distinct, distinctUntilChanged, pipe } from "./index.js";
import { stageContract } from "./stage.contract.js";

stageContract("distinct", () => distinct());
stageContract("distinctUntilChanged", () => distinctUntilChanged());

test("distinct is what a Set keeps", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.integer({ min: -5, max: 5 }), { maxLength: 20 }), async (xs) => {
      expect(await pipe(xs, distinct(), collect())).toEqual([...new Set(xs)]);
    }),
    { numRuns: 50 },
  );
});

test("distinctUntilChanged drops what is the same as before", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.integer({ min: -5, max: 5 }), { maxLength: 20 }), async (xs) => {
      expect(await pipe(xs, distinctUntilChanged(), collect())).toEqual(xs.filter((x, i) => x !== xs[i - 1]));
    }),
    { numRuns: 50 },
  );
});

test("what is compared may be a key", async () => {
  const values = [{ id: 1 }, { id: 1 }, { id: 2 }, { id: 1 }];
  expect(
    await pipe(
      values,
      distinct((v) => v.id),
      collect(),
    ),
  ).toEqual([{ id: 1 }, { id: 2 }]);
  expect(
    await pipe(
      values,
      distinctUntilChanged(undefined, (v) => v.id),
      count(),
    ),
  ).toBe(3);
});

test("what is the same may be told", async () => {
  expect(
    await pipe(
      [1, 1.2, 5, 5.1],
      distinctUntilChanged((a, b) => b - a < 1),
      collect(),
    ),
  ).toEqual([1, 5]);
  const error = await pipe(
    [1, 2],
    distinctUntilChanged((): boolean => {
      throw new Error("boom");
    }),
    collect(),
  ).then(undefined, (e) => e);
  expect(error.message).toBe("distinctUntilChanged (stage 1): boom");
});

test("no function is a mistake at once", () => {
  expect(() => distinct(3 as never)).toThrow("distinct: want a function, got 3 (number)");
  expect(() => distinctUntilChanged(3 as never)).toThrow("distinctUntilChanged: want a function");
  expect(() => distinctUntilChanged(undefined, 3 as never)).toThrow(
    "distinctUntilChanged: key: want a function",
  );
});
