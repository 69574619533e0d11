import fc from "fast-check";
import { expect, test } from "vitest";
import { collect, pairwise, pipe } from "./index.js";
import { stageContract } from "./stage.contract.js";

stageContract("pairwise", () => pairwise(), { ahead: 2 });

test("gives each value with the one before", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.integer({ min: -5, max: 5 }), { maxLength: 20 }), async (xs) => {
      expect(await pipe(xs, pairwise(), collect())).toEqual(xs.slice(1).map((x, i) => [xs[i], x]));
    }),
    { numRuns: 50 },
  );
});
