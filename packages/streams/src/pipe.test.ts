import { chan, go, numGoroutine, run, sleep } from "@gopark/core";
import { select } from "@gopark/select";
import { expect, test } from "vitest";
import { useFakeHost } from "../../core/test/fake-host.js";
import { collect, forEach, interval, map, pipe, StreamError, take } from "./index.js";
import { Probe } from "./stage.contract.js";

const fake = useFakeHost();

test("describing a pipeline touches nothing", () => {
  const probe = new Probe();
  pipe(
    probe.sync(),
    map((n) => n),
    collect(),
  );
  expect(probe.opened).toBe(0);
});

test("what is no source, or no stage, is a mistake at once", () => {
  expect(() => pipe(3 as never)).toThrow(/^pipe: source: want a source .*, got 3 \(number\)$/);
  expect(() =>
    pipe(
      [],
      map((n) => n),
      3 as never,
    ),
  ).toThrow("pipe: stage 2: want an operator or a sink, got 3 (number)");
});

test("performed in a goroutine, its goroutines belong to that program and have ended with it", async () => {
  await fake.host.finish(
    run(function* () {
      expect(
        yield* pipe(
          [1, 2],
          map((n) => sleep(1).map(() => n * 2)),
          collect(),
        ),
      ).toEqual([2, 4]);
      expect(numGoroutine()).toBe(1);
    }),
  );
});

test("one that loses in a select is cancelled, and can be performed again there", async () => {
  const probe = new Probe();
  await fake.host.finish(
    run(function* () {
      const slow = pipe(
        probe.async(),
        map((n) => sleep(10).map(() => n)),
        take(2),
        collect(),
      );
      const late = yield* select({ slow, nap: sleep(5) });
      expect(late.case).toBe("nap");
      yield* sleep(5);
      expect([probe.opened, probe.closed, numGoroutine()]).toEqual([1, 1, 1]);
      expect(yield* select({ slow })).toEqual({ case: "slow", value: [0, 1] });
    }),
  );
  expect([probe.opened, probe.closed]).toEqual([2, 2]);
});

test("a stage that cancels its own pipeline by winning the other case is cancelled as any", async () => {
  await fake.host.finish(
    run(function* () {
      const quit = chan<void>();
      const self = pipe(
        [1, 2, 3],
        forEach(function* () {
          quit.trySend(undefined);
          yield* sleep(1e6);
        }),
      );
      expect((yield* select({ self, quit: quit.recv() })).case).toBe("quit");
      yield* sleep(1);
      expect(numGoroutine()).toBe(1);
    }),
  );
});

test("a long loop over values gives way to other goroutines and to the host", async () => {
  fake.host.tick = 0.05;
  let others = 0;
  await fake.host.finish(
    run(function* () {
      go(function* () {
        for (;;) {
          others++;
          yield* sleep(1);
        }
      });
      yield* pipe(
        Array.from({ length: 500_000 }, (_, i) => i),
        map((n) => n),
        forEach(() => {}),
      );
    }),
  );
  expect(others).toBeGreaterThan(2);
  expect(fake.host.longestGap).toBeLessThan(30);
});

test("an error arrives once, as a StreamError with its stage and cause", async () => {
  const boom = new Error("boom");
  const failing = pipe(
    [1],
    map(() => Promise.reject(boom)),
    collect(),
  );
  const error = await fake.host.finish(Promise.resolve(failing).then(undefined, (e) => e));
  expect(error).toBeInstanceOf(StreamError);
  expect([error.name, error.stage, error.cause]).toEqual(["StreamError", "map (stage 1)", boom]);
});

test("iterated, it gives its values as they are asked for, and is cancelled when it is left", async () => {
  const stream = pipe(
    interval(10),
    map((n) => n * 2),
  );
  const seen = (async () => {
    const list: number[] = [];
    for await (const n of stream) if (list.push(n) === 3) break;
    return list;
  })();
  expect(await fake.host.finish(seen)).toEqual([0, 2, 4]);
  expect(numGoroutine()).toBe(0);
  const iterator = stream[Symbol.asyncIterator]();
  const pending = iterator.next();
  await fake.host.settle();
  await fake.host.finish(Promise.resolve(iterator.return?.()));
  expect(await pending).toEqual({ value: undefined, done: true });
  expect(await iterator.next()).toEqual({ value: undefined, done: true });
});

test("explain tells which stages share a goroutine", () => {
  const stream = pipe(
    [1],
    map((n) => n),
    take(1),
  );
  expect(stream.explain()).toBe("source (Array) > map > take");
});
