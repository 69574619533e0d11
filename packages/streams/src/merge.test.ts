import { expect, test } from "vitest";
import { collect, merge, pipe } from "./index.js";
import { Probe, stageContract } from "./stage.contract.js";

stageContract("merge", () => merge([1, 2], [3]), { ahead: 2 });

test("gives all values of all sources, each in its order", async () => {
  const values = await pipe([1, 3], merge([20, 40], new Set([100])), collect());
  expect([...values].sort((a, b) => a - b)).toEqual([1, 3, 20, 40, 100]);
  expect(values.filter((n) => n < 10)).toEqual([1, 3]);
  expect(values.filter((n) => n >= 20 && n < 100)).toEqual([20, 40]);
});

test("an error of one closes all others", async () => {
  // Endless: one that hands its values on quickly may give a thousand before another has its turn.
  const [a, b] = [new Probe(Number.POSITIVE_INFINITY), new Probe(Number.POSITIVE_INFINITY)];
  const failing = new Probe(5, 3);
  const error = await pipe(a.async(), merge(b.sync(), failing.sync()), collect()).then(undefined, (e) => e);
  expect(error.stage).toBe("merge (stage 1)");
  // Whichever were opened by then.
  for (const probe of [a, b]) expect(probe.closed).toBe(probe.opened);
});

test("what is no source is a mistake at once", () => {
  expect(() => merge(3 as never)).toThrow(/^merge: want a source/);
});
