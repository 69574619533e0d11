import fc from "fast-check";
import { expect, test } from "vitest";
import { buffer, collect, pipe } from "./index.js";
import { stageContract } from "./stage.contract.js";

stageContract("buffer", () => buffer(2), { ahead: 4 });
stageContract("buffer without room", () => buffer(0), { ahead: 2 });

test("gives the same values", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.integer({ min: -5, max: 5 }), { maxLength: 20 }),
      fc.integer({ min: 0, max: 6 }),
      async (xs, n) => {
        expect(await pipe(xs, buffer(n), collect())).toEqual(xs);
      },
    ),
    { numRuns: 50 },
  );
});

test("a capacity that is none is a mistake at once", () => {
  for (const bad of [undefined, -1, 1.5])
    expect(() => buffer(bad as never)).toThrow(/^buffer: want an integer/);
});
