import fc from "fast-check";
import { expect, test } from "vitest";
import { collect, concat, concatMap, pipe, startWith, take, takeWhile } from "./index.js";
import { Probe, stageContract } from "./stage.contract.js";

stageContract("concat", () => concat([1, 2], Promise.resolve(3)));

test("is the concat of lists", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.integer({ min: -5, max: 5 }), { maxLength: 20 }), async (xs) => {
      expect(await pipe(xs, concat([7], new Set([8])), collect())).toEqual([...xs, 7, 8]);
    }),
    { numRuns: 50 },
  );
});

test("a source is opened when the one before has ended, and closed if it is left", async () => {
  const [one, two, three] = [new Probe(2), new Probe(2), new Probe(2)];
  const values = await pipe(one.sync(), concat(two.sync(), three.sync()), take(3), collect());
  expect(values).toEqual([0, 1, 0]);
  expect([one, two, three].map((p) => [p.opened, p.closed])).toEqual([
    [1, 0],
    [1, 1],
    [0, 0],
  ]);
});

test("a source that is left early is closed before the next is opened", async () => {
  const one = new Probe();
  const closed: number[] = [];
  function* other(): Generator<string> {
    closed.push(one.closed);
    yield "a";
  }
  for (const left of [take<number>(2), takeWhile<number>((n) => n < 2)]) {
    expect(await pipe(one.async(), left, concat(other()), collect())).toEqual([0, 1, "a"]);
  }
  expect(closed).toEqual([1, 2]);
});

test("what is concatenated can be concatenated to, from no values on", async () => {
  const [one, two] = [new Probe(), new Probe()];
  const values = pipe(one.sync(), startWith(-1), take(1), concat(two.async()), take(2), concat([8]), take(3));
  expect(await pipe(values, concat([9]), collect())).toEqual([-1, 0, 8, 9]);
  expect([one.opened, two.closed]).toEqual([0, 1]);
  expect(await pipe([1], take(0), concat([2]), take(0), concat([3], [4]), collect())).toEqual([3, 4]);
  expect(
    await pipe(
      [1],
      concatMap(() => pipe([1, 2], take(1), concat([3]))),
      collect(),
    ),
  ).toEqual([1, 3]);
});

test("an error of another source has the stage's name", async () => {
  const failing = new Probe(2, 1).sync();
  const error = await pipe([1], concat(failing), collect()).then(undefined, (e) => e);
  expect(error.stage).toBe("concat (stage 1)");
});

test("after take, what is concatenated comes as well", async () => {
  expect(await pipe([1, 2, 3], take(1), concat([9]), collect())).toEqual([1, 9]);
});

test("what is no source is a mistake at once", () => {
  expect(() => concat(3 as never)).toThrow(/^concat: want a source .*, got 3 \(number\)/);
});
