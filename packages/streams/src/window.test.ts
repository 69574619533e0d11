import fc from "fast-check";
import { expect, test } from "vitest";
import { useFakeHost } from "../../core/test/fake-host.js";
import { batch, collect, concatMap, interval, pipe, type Stream, take, window } from "./index.js";
import { Probe, stageContract, valuesOf } from "./stage.contract.js";

stageContract("window", () => window(3), {
  reader: () => concatMap((w: Stream<number>) => w) as never,
  ahead: 2,
});

const fake = useFakeHost();

test("divides a list among streams", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.integer(), { maxLength: 12 }),
      fc.integer({ min: 1, max: 4 }),
      async (xs, n) => {
        const lists = await valuesOf(
          fake,
          pipe(
            xs,
            window(n),
            concatMap((w) => pipe(w, collect())),
          ),
        );
        expect(lists).toEqual(await valuesOf(fake, pipe(xs, batch(n))));
      },
    ),
    { numRuns: 30 },
  );
});

test("with a time, a window ends that long after its first value", async () => {
  const lists = pipe(
    interval(4),
    take(5),
    window({ time: 9 }),
    concatMap((w) => pipe(w, collect())),
  );
  expect(await valuesOf(fake, lists)).toEqual([
    [0, 1, 2],
    [3, 4],
  ]);
});

test("a window that is left lets its values go, and the next one comes", async () => {
  const firsts = pipe(
    [1, 2, 3, 4, 5],
    window(2),
    concatMap((w) => pipe(w, take(1))),
  );
  expect(await valuesOf(fake, firsts)).toEqual([1, 3, 5]);
});

test("an error upstream reaches whoever reads a window", async () => {
  const probe = new Probe(8, 3);
  const lists = pipe(
    probe.sync(),
    window(2),
    concatMap((w) => pipe(w, collect())),
    collect(),
  );
  const error = await fake.host.finish(Promise.resolve(lists).then(undefined, (e) => e));
  expect(error.stage).toBe("source");
});

test("bad limits are mistakes at once", () => {
  expect(() => window(0)).toThrow("window: count: want an integer from 1 up, got 0 (number)");
});
