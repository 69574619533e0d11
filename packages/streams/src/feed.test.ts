import { Readable } from "node:stream";
import { chan, numGoroutine, run } from "@gopark/core";
import { currentSched } from "@gopark/core/internal";
import { expect, test } from "vitest";
import { BATCHES } from "./batches.js";
import { feed } from "./feed.js";
import { collect, concat, count, map, merge, pipe, take, withContext } from "./index.js";
import { MapStep } from "./map.js";
import { Scope } from "./scope.js";
import { Probe } from "./stage.contract.js";
import { Flow } from "./step.js";

test("each kind of source gives its values", async () => {
  const ch = chan<number>(3);
  for (const n of [1, 2, 3]) ch.trySend(n);
  ch.close();
  const own = { recvOk: ch.recvOk.bind(ch), [Symbol.asyncIterator]: ch[Symbol.asyncIterator].bind(ch) };
  expect(await pipe(own as unknown as typeof ch, take(1), collect())).toEqual([1]);
  async function* numbers() {
    yield* [1, 2, 3];
  }
  const web = new ReadableStream<number>({
    start(controller) {
      for (const n of [1, 2, 3]) controller.enqueue(n);
      controller.close();
    },
  });
  const inTime = { [Symbol.asyncIterator]: () => numbers() };
  for (const source of [
    [1, 2, 3],
    new Set([1, 2, 3]),
    inTime,
    web,
    pipe(
      [0, 1, 2],
      map((n) => n + 1),
    ),
  ]) {
    expect(await pipe(source, collect())).toEqual([1, 2, 3]);
  }
  expect(await pipe(ch, collect())).toEqual([2, 3]);
  expect(await pipe(Promise.resolve(7), collect())).toEqual([7]);
  expect(await pipe(chan<number>(1).recv(), take(0), collect())).toEqual([]);
  expect(await run(() => pipe("añ", count()))).toBe(2);
});

test("a source that rejects is told as it is", async () => {
  const boom = new Error("boom");
  const error = await pipe(Promise.reject(boom), collect()).then(undefined, (e) => e);
  expect([error.stage, error.cause]).toEqual(["source", boom]);
});

test("a promise that rejects before the pipeline runs is the pipeline's: no other handler is missed", async () => {
  const boom = () => Promise.reject(new Error("boom"));
  const described = [
    pipe(boom(), collect()),
    pipe([1], concat(boom()), collect()),
    pipe([1], merge(boom()), collect()),
  ];
  // The host looks for rejections that nobody handles when the microtasks are through.
  await new Promise((resolve) => setImmediate(resolve));
  const errors = await Promise.all(
    described.map((pipeline) => pipeline.then(undefined, (e) => e.cause.message)),
  );
  expect(errors).toEqual(["boom", "boom", "boom"]);
});

test("an error of the clean-up is told, unless another came first", async () => {
  const closing = {
    *[Symbol.iterator]() {
      try {
        yield 1;
        yield 2;
      } finally {
        // biome-ignore lint/correctness/noUnsafeFinally: that is what is tested.
        throw new Error("closing");
      }
    },
  };
  const first = await pipe(closing, take(1), collect()).then(undefined, (e) => e);
  expect(first.message).toBe("source: closing");
  const failing = map((): number => {
    throw new Error("boom");
  });
  const second = await pipe(closing, failing, collect()).then(undefined, (e) => e);
  expect(second.message).toBe("map (stage 1): boom");
});

test("a source that never answers holds up no cancellation", async () => {
  async function* silent() {
    await new Promise(() => {});
    yield 1;
  }
  const abort = new AbortController();
  const stream = pipe(
    silent(),
    map((n) => n),
  );
  const iterator = stream[Symbol.asyncIterator]();
  const pending = iterator.next();
  abort.abort();
  await iterator.return?.();
  expect(await pending).toEqual({ value: undefined, done: true });
  expect(numGoroutine()).toBe(0);
});

test("a source is asked for a value when the one before is through", async () => {
  const probe = new Probe();
  await pipe(
    probe.async(),
    map(async (n) => {
      expect(probe.asked).toBe(n + 1);
      return n;
    }),
    collect(),
  );
  expect([probe.asked, probe.closed]).toEqual([9, 0]);
});

test("F4 nothing is opened before the first step", async () => {
  const probe = new Probe();
  const reading = { [BATCHES]: () => expect.fail("opened") };
  const flow = new Flow(new Scope(currentSched(), null, true));
  for (const source of [probe.sync(), probe.async(), reading]) {
    const frame = feed(source, new MapStep(null, flow));
    expect(frame.return(0)).toEqual({ value: 0, done: true });
  }
  expect([probe.opened, probe.closed]).toEqual([0, 0]);
});

test.each([true, false])(
  "F2 a stream of Node's that has nothing to give is destroyed, emitClose %s",
  async (emitClose) => {
    const log: string[] = [];
    const stream = new Readable({
      emitClose,
      read() {},
      destroy(error, done) {
        queueMicrotask(() => {
          log.push("closed");
          done(error);
        });
      },
    });
    const abort = new AbortController();
    const all = pipe(stream, withContext(abort.signal), collect()).then(undefined, (e) => e);
    while (stream.listenerCount("readable") === 0) await new Promise(setImmediate);
    abort.abort("enough");
    expect(await all).toBe("enough");
    expect([stream.destroyed, log, numGoroutine()]).toEqual([true, ["closed"], 0]);
  },
);
