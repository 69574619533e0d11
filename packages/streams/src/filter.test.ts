import fc from "fast-check";
import { expect, test } from "vitest";
import { collect, filter, pipe } from "./index.js";
import { stageContract } from "./stage.contract.js";

stageContract("filter", () => filter((n) => n > 2), { ahead: 4 });
stageContract("filter with promises", () => filter(async (n) => n > 2), { ahead: 4 });

test("is the filter of lists", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.integer({ min: -5, max: 5 }), { maxLength: 20 }), async (xs) => {
      expect(
        await pipe(
          xs,
          filter((n, i) => (n + i) % 2 === 0),
          collect(),
        ),
      ).toEqual(xs.filter((n, i) => (n + i) % 2 === 0));
    }),
    { numRuns: 50 },
  );
});

test("the answer may be waited for", async () => {
  expect(
    await pipe(
      [1, 2, 3],
      filter(async (n) => n !== 2),
      collect(),
    ),
  ).toEqual([1, 3]);
});

test("no function is a mistake at once", () => {
  for (const bad of [undefined, null, 3, "f", {}]) {
    expect(() => filter(bad as never)).toThrow(/^filter: want a function, got /);
  }
});
