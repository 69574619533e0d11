import { numGoroutine, sleep } from "@gopark/core";
import { currentSched, HChan } from "@gopark/core/internal";
import { expect, test } from "vitest";
import { useFakeHost } from "../../core/test/fake-host.js";
import { feedApart, hush } from "./frame-feed.js";
import { collect, concatMap, forEach, pipe, take } from "./index.js";
import { Scope } from "./scope.js";

const fake = useFakeHost();

/** What a stage gives for what its function gave. */
function given(f: () => any): Promise<unknown[]> {
  return fake.host.finish(Promise.resolve(pipe([0], concatMap(f), collect())));
}

test("a generator performs operations, and gives what it yields besides them", async () => {
  const values = await given(function* () {
    yield 1;
    yield* sleep(5);
    yield 2;
    yield* [3, 4];
    return 5;
  });
  expect(values).toEqual([1, 2, 3, 4]);
});

test("one that gives none gives what it returns; undefined is none", async () => {
  expect(
    await given(function* () {
      yield* sleep(1);
      return [1, 2];
    }),
  ).toEqual([[1, 2]]);
  expect(
    await given(function* () {
      yield* sleep(1);
    }),
  ).toEqual([]);
});

test("a step that waits holds it where it yielded", async () => {
  const log: string[] = [];
  const slow = forEach(function* (n: number) {
    yield* sleep(5);
    log.push(`took ${n}`);
  });
  const giving = concatMap(function* () {
    for (const n of [1, 2]) {
      log.push(`gives ${n}`);
      yield n;
    }
  });
  await fake.host.finish(Promise.resolve(pipe([0], giving as any, slow)));
  expect(log).toEqual(["gives 1", "took 1", "gives 2", "took 2"]);
});

test("one that is left early runs its finally blocks, which may wait", async () => {
  const log: string[] = [];
  const giving = concatMap(function* () {
    try {
      for (let n = 0; ; n++) yield n;
    } finally {
      yield* sleep(5);
      log.push("closed");
    }
  });
  expect(await fake.host.finish(Promise.resolve(pipe([0], giving as any, take(2), collect())))).toEqual([
    0, 1,
  ]);
  expect([log, numGoroutine()]).toEqual([["closed"], 0]);
});

test("apart, values go into the channel, and an error gets the name of the stage", async () => {
  const scope = new Scope(currentSched(), null, true);
  const ch = new HChan<number>(4);
  scope.spawn(() => feedApart([1, 2], ch, scope, "x (stage 1)"));
  await fake.host.settle();
  expect([ch.tryRecv(), ch.tryRecv(), ch.isClosed]).toEqual([[1, true], [2, true], false]);
  scope.spawn(() => feedApart(Promise.reject(new Error("boom")), ch, scope, "x (stage 1)"));
  await fake.host.settle();
  expect([scope.hasFailed, (scope.error as Error).message]).toEqual([true, "x (stage 1): boom"]);
});

test("what is no source is told of", async () => {
  const error = await given(() => 5).catch((e) => e);
  expect(error.message).toContain(
    "result: want a source (iterable, channel, stream or promise), got 5 (number)",
  );
});

test("a hushed promise may reject unheard, and still tells who asks", async () => {
  const torn = Promise.reject(new Error("torn"));
  hush(torn);
  hush(undefined);
  await fake.host.settle();
  await expect(torn).rejects.toThrow("torn");
});
