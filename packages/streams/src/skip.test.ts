import fc from "fast-check";
import { expect, test } from "vitest";
import { collect, pipe, skip } from "./index.js";
import { stageContract } from "./stage.contract.js";

stageContract("skip", () => skip(3), { ahead: 4 });

test("is the end of a list", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.integer({ min: -5, max: 5 }), { maxLength: 20 }),
      fc.integer({ min: 0, max: 6 }),
      async (xs, n) => {
        expect(await pipe(xs, skip(n), collect())).toEqual(xs.slice(n));
      },
    ),
    { numRuns: 50 },
  );
});

test("a count that is none is a mistake at once", () => {
  for (const bad of [undefined, -1, 1.5]) expect(() => skip(bad as never)).toThrow(/^skip: want an integer/);
});
