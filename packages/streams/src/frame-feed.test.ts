import { numGoroutine, sleep, wait } from "@gopark/core";
import { handleYield, type Operation } from "@gopark/core/internal";
import { expect, test } from "vitest";
import { useFakeHost } from "../../core/test/fake-host.js";
import { giving } from "./frame-feed.js";
import { collect, concatMap, forEach, pipe, take } from "./index.js";

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

test("what an adapter takes is performed, and its throw is thrown at the yield; also while it is left", async () => {
  class Request {
    constructor(readonly op: PromiseLike<unknown>) {}
    *[Symbol.iterator](): Generator<unknown, any, any> {
      return yield this;
    }
  }
  handleYield((value) => (value instanceof Request ? (value.op as Operation<unknown>) : null));
  const failing = () => new Request(wait(Promise.reject(new Error("refused"))));
  const log: unknown[] = [];
  const asking = function* (): Generator<unknown> {
    try {
      yield yield* new Request(wait(1));
      log.push(yield* new Request(sleep(5).map(() => "slept")));
      yield* failing();
    } catch (error) {
      yield (error as Error).message;
    } finally {
      try {
        yield* failing();
      } catch (error) {
        log.push(error);
      }
    }
  };
  expect(await given(asking)).toEqual([1, "refused"]);
  const one = pipe([0], concatMap(asking), take(1), collect());
  expect(await fake.host.finish(Promise.resolve(one))).toEqual([1]);
  expect(log).toEqual(["slept", new Error("refused"), new Error("refused")]);
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

test("a stage that is giving gives what its body yields, and its error has the name of the stage", async () => {
  const twice = (fails: boolean) =>
    giving<number, number>("twice", function* (up) {
      const { scope, ch } = up.inlet();
      try {
        for (;;) {
          const [value, ok] = yield* ch.recvOk();
          if (!ok) return;
          yield value;
          if (fails) throw new Error("boom");
          yield value;
        }
      } finally {
        scope.cancel();
      }
    });
  const values = pipe([1, 2], twice(false), collect());
  expect(await fake.host.finish(Promise.resolve(values))).toEqual([1, 1, 2, 2]);
  const error = await fake.host.finish(Promise.resolve(pipe([1], twice(true), collect())).catch((e) => e));
  expect([error.message, numGoroutine()]).toEqual(["twice (stage 1): boom", 0]);
});

test("an error of a step after it does not come from its yield, and it is left", async () => {
  const log: string[] = [];
  const giving = concatMap(function* () {
    try {
      yield 1;
    } catch {
      log.push("caught");
    } finally {
      yield* sleep(5);
      log.push("closed");
    }
  });
  const failing = forEach(() => {
    throw new Error("boom");
  });
  const error = await fake.host.finish(Promise.resolve(pipe([0], giving as any, failing)).catch((e) => e));
  expect([error.message, log]).toEqual(["forEach (stage 2): boom", ["closed"]]);
});

test("what is no source is told of", async () => {
  const error = await given(() => 5).catch((e) => e);
  expect(error.message).toContain(
    "result: want a source (iterable, channel, stream or promise), got 5 (number)",
  );
});
