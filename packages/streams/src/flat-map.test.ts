import { numGoroutine, sleep } from "@gopark/core";
import { expect, test } from "vitest";
import { useFakeHost } from "../../core/test/fake-host.js";
import { buffer, collect, flatMap, map, pipe, take } from "./index.js";
import { finish, stageContract, valuesOf } from "./stage.contract.js";

stageContract("flatMap of arrays", () => flatMap((n) => [n, n], 2), { ahead: 4 });
stageContract("flatMap of promises", () => flatMap(async (n) => n, 2), { ahead: 6 });
stageContract(
  "flatMap of streams",
  () =>
    flatMap(
      (n) =>
        pipe(
          [n],
          map(async (x) => x),
        ),
      2,
    ),
  { ahead: 6 },
);
stageContract(
  "flatMap of bodies",
  () =>
    flatMap(function* (n) {
      yield* sleep(1);
      yield n;
      yield n;
    }, 2),
  { ahead: 6 },
);

const fake = useFakeHost();

test("gives the values of all sources, arrays in order", async () => {
  const xs = [1, 2, 3, 4, 5];
  for (const n of [1, 2, 16, Number.POSITIVE_INFINITY]) {
    expect(
      await valuesOf(
        fake,
        pipe(
          xs,
          flatMap((x) => [x, x * 10], n),
        ),
      ),
    ).toEqual(xs.flatMap((x) => [x, x * 10]));
    const streams = await valuesOf(
      fake,
      pipe(
        xs,
        flatMap(
          (x) =>
            pipe(
              [x, x * 10],
              map(async (v) => v),
            ),
          n,
        ),
      ),
    );
    expect(streams.sort((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 10, 20, 30, 40, 50]);
  }
});

test("works on so many at a time, and gives results as they come", async () => {
  let atWork = 0;
  let most = 0;
  const slow = flatMap(function* (ms: number) {
    most = Math.max(most, ++atWork);
    yield* sleep(ms);
    atWork--;
    return ms;
  }, 2);
  expect(await valuesOf(fake, pipe([30, 10, 10, 25], slow))).toEqual([10, 10, 30, 25]);
  expect(most).toBe(2);
});

test("promises give their values as they settle", async () => {
  const later = (ms: number) => Promise.resolve(sleep(ms)).then(() => ms);
  expect(await valuesOf(fake, pipe([30, 10, 20], flatMap(later)))).toEqual([10, 20, 30]);
});

test("a rejected promise, and one that rejects after the pipeline is over, are heard once or not at all", async () => {
  const values = pipe(
    [20, 10, 30],
    flatMap(async (ms) => {
      await sleep(ms);
      throw new Error(`after ${ms}`);
    }),
    collect(),
  );
  const error = await fake.host.finish(Promise.resolve(values).then(undefined, (e) => e));
  expect(error.message).toBe("flatMap (stage 1): after 10");
  await fake.host.advance(100);
  expect([numGoroutine(), fake.host.uncaught]).toEqual([0, []]);
});

test("many streams give values that nobody takes: each waits with one", async () => {
  const asked: number[] = [];
  const count100 = (label: number) =>
    map<number, number>((n) => {
      asked.push(label);
      return n;
    });
  const many = pipe(
    [1, 2, 3],
    flatMap(
      (x) =>
        pipe(
          Array.from({ length: 100 }, (_, i) => i),
          count100(x),
        ),
      3,
    ),
    take(1),
    collect(),
  );
  await finish(fake, many);
  expect(asked.length).toBeLessThan(12);
});

test("bad arguments are mistakes at once, and no source fails when it runs", async () => {
  expect(() => flatMap(3 as never)).toThrow("flatMap: want a function, got 3 (number)");
  expect(() => flatMap(() => [], 0)).toThrow(
    "flatMap: concurrency: want an integer from 1 up, got 0 (number)",
  );
  const error = await fake.host.finish(
    Promise.resolve(
      pipe(
        [1],
        flatMap(() => 3 as never),
        collect(),
      ),
    ).then(undefined, (e) => e),
  );
  expect(error.message).toMatch(/^flatMap \(stage 1\): result: want a source/);
});

test("what is no source is an error of the stage", async () => {
  for (const given of [undefined, null, 5]) {
    const all = pipe(
      [1],
      buffer(1),
      flatMap(() => given as never),
      collect(),
    );
    await expect(finish(fake, all)).rejects.toThrow("flatMap (stage 2): result: want a source");
  }
});
