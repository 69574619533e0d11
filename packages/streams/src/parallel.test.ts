import { sleep } from "@gopark/core";
import fc from "fast-check";
import { expect, test } from "vitest";
import { useFakeHost } from "../../core/test/fake-host.js";
import { collect, forEach, interval, parallel, pipe, take } from "./index.js";
import { finish, stageContract, valuesOf } from "./stage.contract.js";

stageContract("parallel of promises", () => parallel(2, async (n) => n), { ahead: 7 });
stageContract("parallel of promises, unordered", () => parallel(2, async (n) => n, { ordered: false }), {
  ahead: 7,
});
stageContract(
  "parallel of bodies",
  () =>
    parallel(2, function* (n) {
      yield* sleep(1);
      return n;
    }),
  { ahead: 7 },
);
stageContract("parallel of plain results", () => parallel(2, (n) => n), { ahead: 9 });

const fake = useFakeHost();

test("ordered, it is map, whatever f gives", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.nat(6), { maxLength: 30 }),
      fc.integer({ min: 1, max: 5 }),
      async (xs, n) => {
        const mixed = parallel(n, (x: number, i) => {
          if (x % 3 === 0) return [x, i];
          if (x % 3 === 1) return Promise.resolve(sleep(x)).then(() => [x, i]);
          return sleep(x).map(() => [x, i]);
        });
        expect(await valuesOf(fake, pipe(xs, mixed))).toEqual(xs.map((x, i) => [x, i]));
      },
    ),
    { numRuns: 40 },
  );
});

test("unordered, results come as they are ready, at most so many at work", async () => {
  let atWork = 0;
  let most = 0;
  const slow = parallel(
    3,
    async (ms: number) => {
      most = Math.max(most, ++atWork);
      await sleep(ms);
      atWork--;
      return ms;
    },
    { ordered: false },
  );
  expect(await valuesOf(fake, pipe([30, 10, 20, 5], slow))).toEqual([10, 5, 20, 30]);
  expect(most).toBe(3);
});

test("an array is a result as any other", async () => {
  expect(
    await valuesOf(
      fake,
      pipe(
        [1, 2],
        parallel(2, (n) => [n]),
      ),
    ),
  ).toEqual([[1], [2]]);
});

test("plain results are not held back while the source keeps silent", async () => {
  const seen: number[] = [];
  const stream = pipe(
    interval(10),
    take(3),
    parallel(4, (n) => n),
    forEach((n) => void seen.push(n)),
  );
  const done = Promise.resolve(stream);
  await fake.host.advance(25);
  expect(seen).toEqual([0, 1]);
  await fake.host.finish(done);
  expect(seen).toEqual([0, 1, 2]);
});

test("explain says what it decided and why", async () => {
  const stream = pipe(
    [1, 2, 3],
    parallel(2, (n) => n),
    collect(),
  );
  expect(stream.explain()).toBe("source (Array)\n-> parallel [up to 2, ordered] > collect");
  await finish(fake, stream);
  expect(stream.explain()).toMatch(/3 inline in batches: computed at once, \d+\.\d\d µs each/);
  const waiting = pipe(
    [1, 2],
    parallel(2, async (n) => n, { ordered: false }),
    collect(),
  );
  await finish(fake, waiting);
  expect(waiting.explain()).toContain("[up to 2, unordered; 2 at the same time: each waits for something]");
});

test("bad arguments are mistakes at once", () => {
  expect(() => parallel(0, (n) => n)).toThrow("parallel: limit: want an integer from 1 up, got 0 (number)");
  expect(() => parallel(1, undefined as never)).toThrow(
    "parallel: want a function, got undefined (undefined)",
  );
});
