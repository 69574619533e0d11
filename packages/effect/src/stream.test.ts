import { chan, go, gosched, numGoroutine, run } from "@gopark/core";
import {
  concatMap,
  exhaustMap,
  flatMap,
  map,
  pipe,
  switchMap,
  take,
  collect as toArray,
} from "@gopark/streams";
import { Cause, Effect, Exit, Stream } from "effect";
import { describe, expect, test } from "vitest";
import { drain, waiters } from "../test/lines.js";
import { fromStream, goparkScheduler, toEffect, toStream } from "./index.js";

async function collect<T>(source: AsyncIterable<T>): Promise<T[]> {
  const values: T[] = [];
  for await (const value of source) values.push(value);
  return values;
}

describe("an Effect stream as a source", () => {
  test("gives its values, each time anew", async () => {
    let runs = 0;
    const source = fromStream(Stream.unwrap(Effect.sync(() => Stream.make(++runs, 2, 3))));
    expect(await collect(source)).toEqual([1, 2, 3]);
    expect(await collect(source)).toEqual([2, 2, 3]);
  });

  test("throws what it fails with", async () => {
    const source = fromStream(Stream.concat(Stream.make(1), Stream.fail(new Error("broken"))));
    await expect(collect(source)).rejects.toThrow("broken");
  });

  test("left early, it is closed, and its finalizers have run", async () => {
    const log: string[] = [];
    const source = fromStream(
      Stream.range(1, 1_000_000).pipe(Stream.ensuring(Effect.sync(() => log.push("closed")))),
    );
    for await (const n of source) if (n === 3) break;
    expect(log).toEqual(["closed"]);
  });
});

describe("a channel as an Effect stream", () => {
  for (const [name, options] of [
    ["Effect's scheduler", {}],
    ["gopark's", { scheduler: goparkScheduler }],
  ] as const) {
    test(`gives what is sent until the channel is closed, on ${name}`, async () => {
      const ch = chan<number>();
      go(function* () {
        for (let n = 1; n <= 5; n++) yield* ch.send(n);
        ch.close();
      });
      const doubled = toStream(ch).pipe(
        Stream.map((n) => n * 2),
        Stream.runCollect,
      );
      expect(await Effect.runPromise(doubled, options)).toEqual([2, 4, 6, 8, 10]);
    });

    test(`takes no more than is pulled, on ${name}`, async () => {
      const ch = chan<number>(10);
      for (let n = 1; n <= 10; n++) ch.trySend(n);
      await Effect.runPromise(toStream(ch).pipe(Stream.take(3), Stream.runDrain), options);
      expect(drain(ch)).toEqual([4, 5, 6, 7, 8, 9, 10]);
    });
  }

  test("interrupted, it leaves no waiter", () =>
    run(function* () {
      const ch = chan<number>();
      yield* Effect.timeoutOption(Stream.runDrain(toStream(ch)), "2 millis");
      expect(waiters(ch)).toEqual([0, 0]);
    }));
});

describe("an async iterable as an Effect stream", () => {
  async function* failing(): AsyncGenerator<number> {
    yield 1;
    throw new Error("broken");
  }

  test("gives its values; what it throws is a defect, or the failure that it is made", async () => {
    const end = await Effect.runPromiseExit(Stream.runCollect(toStream(failing())));
    expect(Exit.isFailure(end) && [Exit.hasDies(end), Cause.squash(end.cause)]).toEqual([
      true,
      new Error("broken"),
    ]);
    expect(await Effect.runPromise(Effect.flip(Stream.runCollect(toStream(failing(), String))))).toBe(
      "Error: broken",
    );
  });

  test("there and back, in a goroutine", () =>
    run(function* () {
      const there = fromStream(Stream.range(1, 100));
      expect(yield* Stream.runCollect(toStream(there))).toEqual(Array.from({ length: 100 }, (_, i) => i + 1));
      expect(yield* toEffect(() => collect(there))).toHaveLength(100);
    }));
});

describe("pipelines of gopark", () => {
  test("take an Effect stream as their source, and close it when they are done with it", () =>
    run(function* () {
      const log: string[] = [];
      const source = Stream.range(1, 1_000_000).pipe(Stream.ensuring(Effect.sync(() => log.push("closed"))));
      const squares = yield* pipe(
        fromStream(source),
        map((n: number) => n * n),
        take(3),
        toArray(),
      );
      expect([squares, log]).toEqual([[1, 4, 9], ["closed"]]);
    }));

  function* asking(n: number) {
    try {
      yield* Effect.andThen(Effect.yieldNow, Effect.fail("no"));
    } catch (error) {
      return [(error as Error).message, yield* Effect.succeed(n + 1)];
    }
    return [];
  }
  for (const each of [concatMap(asking), exhaustMap(asking), flatMap(asking), switchMap(asking)])
    test(`perform effects in the generator of ${each.name}`, async () => {
      expect(await pipe([1], each, toArray())).toEqual([["no", 2]]);
    });

  test("are the source of an Effect stream, and leave nothing behind when it ends, early or not", () =>
    run(function* () {
      const pipeline = pipe(
        [1, 2, 3, 4, 5],
        map((n: number) => n * 2),
      );
      expect(yield* Stream.runCollect(toStream(pipeline))).toEqual([2, 4, 6, 8, 10]);
      expect(yield* toStream(pipeline).pipe(Stream.take(2), Stream.runCollect)).toEqual([2, 4]);
      const ch = chan<number>();
      yield* Effect.timeoutOption(
        Stream.runDrain(
          toStream(
            pipe(
              ch,
              map((n: number) => n),
            ),
          ),
        ),
        "2 millis",
      );
      for (let i = 0; i < 5; i++) yield* gosched();
      expect([waiters(ch), numGoroutine()]).toEqual([[0, 0], 1]);
    }));
});
