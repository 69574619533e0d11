import { numGoroutine, type Op, run, sleep } from "@gopark/core";
import { all, select, timeout } from "@gopark/select";
import { expect, test } from "vitest";
import { useFakeHost } from "../../core/test/fake-host.js";
import {
  buffer,
  collect,
  concat,
  concatMap,
  flatMap,
  map,
  merge,
  pipe,
  type Stream,
  take,
  window,
} from "./index.js";
import { Probe } from "./stage.contract.js";

const fake = useFakeHost();

/** A source that takes 7 ms to close, and says when it has. */
function slowToClose(log: string[]): AsyncIterable<number> {
  let n = 0;
  return {
    [Symbol.asyncIterator]: () => ({
      next: async () => {
        await sleep(1);
        return { value: n++, done: false };
      },
      return: async () => {
        await sleep(7);
        log.push("closed");
        return { value: undefined, done: true };
      },
    }),
  };
}

test("P1 describing touches nothing, and each run opens its source again", async () => {
  const probe = new Probe(2);
  const stream = pipe(probe.sync(), buffer(1));
  const pipeline = pipe(stream, collect());
  pipeline.explain();
  expect(probe.opened).toBe(0);
  expect(await fake.host.finish(Promise.all([pipeline, pipe(stream, collect())]))).toEqual([
    [0, 1],
    [0, 1],
  ]);
  expect(probe.opened).toBe(2);
});

test("P2 the result comes when all of the run has ended", async () => {
  const log: string[] = [];
  const pipeline = pipe(slowToClose(log), buffer(2), take(1), collect());
  expect(await fake.host.finish(Promise.resolve(pipeline))).toEqual([0]);
  expect([log, numGoroutine()]).toEqual([["closed"], 0]);
});

test("P2 an iteration is told an error once", async () => {
  const iterator = pipe(new Probe(5, 1).async())[Symbol.asyncIterator]();
  expect(await fake.host.finish(iterator.next())).toEqual({ value: 0, done: false });
  const error = await fake.host.finish(iterator.next().catch((e: Error) => e));
  expect(String(error)).toContain("StreamError: source");
  expect(await fake.host.finish(iterator.next())).toEqual({ value: undefined, done: true });
  expect(await iterator.return?.()).toEqual({ value: undefined, done: true });
});

test("P2 an iteration that is left waits until all of the run has ended", async () => {
  const log: string[] = [];
  const iterate = async (): Promise<void> => {
    for await (const _ of pipe(slowToClose(log), buffer(1))) break;
  };
  await fake.host.finish(iterate());
  expect([log, numGoroutine()]).toEqual([["closed"], 0]);
});

/** A source that fails to close. */
function unclosable(at: typeof Symbol.iterator | typeof Symbol.asyncIterator): Iterable<number> {
  const iterator = {
    next: () => ({ value: 1, done: false }),
    return: () => {
      throw new Error("stuck");
    },
  };
  return { [at]: () => iterator } as unknown as Iterable<number>;
}

test("P2 an iteration that is left is told no error of a value that it has not asked for", async () => {
  const probe = new Probe();
  const failing = map((n: number) => {
    if (n === 1) throw new Error("boom");
    return n;
  });
  const iterate = async (stream: Stream<unknown>): Promise<unknown> => {
    for await (const n of stream) {
      await sleep(5);
      return n;
    }
    return expect.unreachable();
  };
  expect(await fake.host.finish(iterate(pipe(probe.sync(), failing)))).toBe(0);
  expect(await fake.host.finish(iterate(pipe(probe.async(), buffer(2), failing, buffer(2))))).toBe(0);
  expect([probe.closed, numGoroutine()]).toEqual([2, 0]);
});

test("P2 an iteration that is left is told an error of the clean-up, with its stage", async () => {
  const told = async (stream: Stream<unknown>): Promise<string> => {
    try {
      for await (const _ of stream) break;
    } catch (error) {
      return String(error);
    }
    return "none";
  };
  const leaving = concatMap(function* (n: number) {
    try {
      for (;;) yield n;
    } finally {
      yield* sleep(1);
      expect.fail("stuck");
    }
  });
  const plain = map((n: number) => sleep(1).map(() => n));
  for (const at of [Symbol.iterator, Symbol.asyncIterator] as const) {
    const source = unclosable(at);
    for (const [stream, stage] of [
      [pipe(source), "source"],
      [pipe(source, plain, buffer(1), plain), "source"],
      [pipe([], concat(source), plain), "concat (stage 1)"],
      [pipe([], merge(source)), "merge (stage 1)"],
      [
        pipe(
          [1],
          flatMap(() => source),
        ),
        "source",
      ],
      [pipe([1], plain, leaving, plain), "concatMap (stage 2)"],
    ] as const)
      expect(await fake.host.finish(told(stream))).toBe(`StreamError: ${stage}: stuck`);
  }
});

test("an iteration that is left before it began opens nothing", async () => {
  const probe = new Probe();
  const iterator = pipe(probe.async())[Symbol.asyncIterator]();
  await iterator.return?.();
  expect(await fake.host.finish(iterator.next())).toEqual({ value: undefined, done: true });
  expect(probe.opened).toBe(0);
});

test("P3 a run that nobody waits for any more is cancelled and closes what it has opened", async () => {
  const log: string[] = [];
  const lost = timeout(pipe(slowToClose(log), collect()), 10).then(undefined, (e) => e.name);
  expect(await fake.host.finish(Promise.resolve(lost))).toBe("TimeoutError");
  await fake.host.advance(10);
  expect([log, numGoroutine()]).toEqual([["closed"], 0]);
});

test("a stream inside another keeps its end to itself", async () => {
  const inner: Stream<number> = pipe([1, 2], take(1));
  const nested = pipe([0], concat(inner, inner), map(String), collect());
  expect(await fake.host.finish(Promise.resolve(nested))).toEqual(["0", "1", "1"]);
});

/** What takes 5 ms to fail. */
const failing = merge(
  pipe(
    [0],
    map(function* () {
      yield* sleep(5);
      throw new Error("boom");
    }),
  ),
);

const PERFORMED: readonly [string, (inner: Op<unknown>) => Op<unknown>][] = [
  ["alone", (inner) => inner],
  ["in a select", (inner) => select({ inner, late: sleep(60_000) })],
  ["with others", (inner) => all([inner, sleep(1)])],
];

test.each(PERFORMED)(
  "G5 a pipeline fails only when all of one %s in a stage of it has ended",
  async (_, performed) => {
    const log: string[] = [];
    const outer = pipe(
      ["value"],
      map(() => performed(pipe(slowToClose(log), buffer(1), collect()))),
      failing,
      collect(),
    );
    const error = await fake.host.finish(Promise.resolve(outer.then(undefined, (e: Error) => e.message)));
    expect([error, log, numGoroutine()]).toEqual([expect.stringContaining("boom"), ["closed"], 0]);
  },
);

test("G5 a pipeline ends only when all of one that it has called off has ended", async () => {
  const log: string[] = [];
  const outer = pipe(
    ["value"],
    map(function* () {
      yield* timeout(pipe(slowToClose(log), buffer(1), collect()), 3).map(String);
    }),
    collect(),
  );
  const error = await fake.host.finish(Promise.resolve(outer.then(undefined, (e: Error) => e.message)));
  expect([error, log, numGoroutine()]).toEqual([
    expect.stringContaining("not complete after 3 ms"),
    ["closed"],
    0,
  ]);
});

test("G5 windows that are read in a stage have ended when their source's error comes", async () => {
  let n = 0;
  const read = pipe(
    [1, 2, 3, 4],
    map((value) => {
      if (++n === 2) throw new Error("boom");
      return value;
    }),
    window(3),
    map((w) => pipe(w, collect())),
    collect(),
  );
  const left = run(function* () {
    try {
      yield* read;
      expect.unreachable();
    } catch (error) {
      expect(String(error)).toContain("boom");
      return numGoroutine();
    }
  });
  expect(await fake.host.finish(left)).toBe(1);
});
