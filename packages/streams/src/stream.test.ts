import { numGoroutine, sleep } from "@gopark/core";
import { timeout } from "@gopark/select";
import { expect, test } from "vitest";
import { useFakeHost } from "../../core/test/fake-host.js";
import { buffer, collect, concat, map, pipe, type Stream, take } from "./index.js";
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
