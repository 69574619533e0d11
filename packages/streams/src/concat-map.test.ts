import { sleep } from "@gopark/core";
import fc from "fast-check";
import { expect, test } from "vitest";
import { collect, concatMap, first, map, pipe, take } from "./index.js";
import { Probe, stageContract } from "./stage.contract.js";

stageContract("concatMap", () => concatMap((n) => [n, n]));
stageContract("concatMap of streams", () =>
  concatMap((n) =>
    pipe(
      [n],
      map(async (x) => x),
    ),
  ),
);
stageContract("concatMap of bodies", () =>
  concatMap(function* (n) {
    yield* sleep(1);
    yield n;
    yield n;
  }),
);

test("is the flatMap of lists", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.integer({ min: -5, max: 5 }), { maxLength: 20 }), async (xs) => {
      expect(
        await pipe(
          xs,
          concatMap((n) => [n, n * 10]),
          collect(),
        ),
      ).toEqual(xs.flatMap((n) => [n, n * 10]));
    }),
    { numRuns: 50 },
  );
});

test("a generator gives what it yields, else what it returns", async () => {
  const given = concatMap(function* (n: number) {
    yield* sleep(0);
    if (n > 0) for (let i = 0; i < n; i++) yield i;
    return "only";
  });
  expect(await pipe([2, 0, 1], given, collect())).toEqual([0, 1, "only", 0]);
});

test("a generator that is left runs its finally block, which may wait", async () => {
  const steps: string[] = [];
  const given = concatMap(function* (n: number) {
    try {
      yield n;
      yield n + 1;
    } finally {
      yield* sleep(1);
      steps.push("closed");
    }
  });
  expect(await pipe([1, 2], given, first())).toBe(1);
  expect(steps).toEqual(["closed"]);
});

test("an inner source is closed when it is left, and when a stage downstream fails", async () => {
  const probe = new Probe();
  expect(
    await pipe(
      [1, 2],
      concatMap(() => probe.sync()),
      take(2),
      collect(),
    ),
  ).toEqual([0, 1]);
  expect([probe.opened, probe.closed]).toEqual([1, 1]);
  const failing = map(() => {
    throw new Error("boom");
  });
  const error = await pipe(
    [1],
    concatMap(() => probe.async()),
    failing,
    collect(),
  ).then(undefined, (e) => e);
  expect([error.stage, probe.opened, probe.closed]).toEqual(["map (stage 2)", 2, 2]);
});

test("an inner pipeline that has enough does not end the outer one", async () => {
  const inner = (n: number) => pipe([n, n + 1], take(1));
  expect(await pipe([1, 5], concatMap(inner), collect())).toEqual([1, 5]);
  const parked = (n: number) =>
    pipe(
      [n, n + 1],
      map(async (x) => x),
      take(1),
      map(async (x) => x),
    );
  expect(await pipe([1, 5], concatMap(parked), collect())).toEqual([1, 5]);
});

test("what gives no source fails with the stage's name", async () => {
  const error = await pipe(
    [1],
    concatMap(() => 3 as never),
    collect(),
  ).then(undefined, (e) => e);
  expect(error.message).toMatch(/^concatMap \(stage 1\): result: want a source .*, got 3 \(number\)/);
});

test("no function is a mistake at once", () => {
  for (const bad of [undefined, null, 3, "f", {}]) {
    expect(() => concatMap(bad as never)).toThrow(/^concatMap: want a function, got /);
  }
});
