import { numGoroutine, sleep } from "@gopark/core";
import { currentSched } from "@gopark/core/internal";
import { expect, test } from "vitest";
import { useFakeHost } from "../../core/test/fake-host.js";
import { buffer, collect, flatMap, groupBy, interval, pipe, take } from "./index.js";
import { Scope } from "./scope.js";

const fake = useFakeHost();

test("G2 a cancelled goroutine runs its finally blocks, one that has not started never does", async () => {
  const scope = new Scope(currentSched(), null, true);
  const log: string[] = [];
  scope.onGone = () => log.push("gone");
  scope.spawn(function* () {
    try {
      yield* sleep(1000);
    } finally {
      yield* sleep(5);
      log.push("closed");
    }
  });
  await fake.host.settle();
  scope.spawn(() => log.push("started"));
  scope.cancel();
  scope.spawn(() => log.push("late"));
  await fake.host.advance(10);
  expect([log, numGoroutine()]).toEqual([["closed", "gone"], 0]);
});

test("G3 the first error goes to the nearest scope that catches, and cancels all of it", async () => {
  const root = new Scope(currentSched(), null, true);
  const middle = root.child(true);
  const inner = middle.child();
  const log: string[] = [];
  middle.spawn(function* () {
    try {
      yield* sleep(1000);
    } finally {
      log.push("left");
    }
  });
  inner.spawn(function* () {
    yield* sleep(1);
    throw new Error("boom");
  });
  root.spawn(function* () {
    yield* sleep(5);
    log.push("root goes on");
  });
  await fake.host.advance(10);
  expect([middle.hasFailed, (middle.error as Error).message, root.hasFailed]).toEqual([true, "boom", false]);
  expect(log).toEqual(["left", "root goes on"]);
});

test("a pipeline in the clean-up of a cancelled goroutine goes on to its end", async () => {
  const seen: unknown[] = [];
  const groups = (values: readonly number[]) =>
    pipe(
      values,
      buffer(1),
      groupBy((n) => n % 2),
      buffer(1),
      flatMap((g) => pipe(g, buffer(1), collect())),
      buffer(1),
      collect(),
    );
  const left = pipe(
    interval(1),
    flatMap(function* (n) {
      try {
        yield n;
        yield* sleep(1000);
      } finally {
        seen.push(yield* groups([1, 2, 3]));
      }
    }),
    buffer(1),
    take(2),
    collect(),
  );
  expect(await fake.host.finish(Promise.resolve(left))).toEqual([0, 1]);
  expect(seen).toEqual([
    [[1, 3], [2]],
    [[1, 3], [2]],
  ]);
});

test("G4 a scope is gone when its last goroutine and those below it have ended", async () => {
  const root = new Scope(currentSched(), null, true);
  const middle = root.child();
  const log: string[] = [];
  root.onGone = () => log.push("root gone");
  middle.onGone = () => log.push("middle gone");
  middle.spawn(() => {
    middle.child().spawn(() => sleep(5).map(() => log.push("inner")));
    log.push("middle");
  });
  root.spawn(() => sleep(8).map(() => log.push("root")));
  await fake.host.advance(10);
  expect(log).toEqual(["middle", "inner", "middle gone", "root", "root gone"]);
});
