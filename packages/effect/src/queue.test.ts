import { chan, gosched, numGoroutine, run, sleep } from "@gopark/core";
import { select, trySelect } from "@gopark/select";
import { Cause, Effect, Exit, Fiber, Queue, Scope } from "effect";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { drain, waiters } from "../test/lines.js";
import { type EffectFailure, fromQueue, runFork, toQueue } from "./index.js";

describe("Q1 a queue as a channel", () => {
  test("receives what is offered, before and after", () =>
    run(function* () {
      const queue = yield* Queue.unbounded<number, Cause.Done>();
      const ch = fromQueue(queue);
      yield* Queue.offer(queue, 1);
      expect([ch.len, ch.cap]).toEqual([1, Number.POSITIVE_INFINITY]);
      expect(ch.tryRecv()).toEqual([1, true]);
      expect(ch.tryRecv()).toBe(undefined);
      runFork(Effect.andThen(Effect.sleep(1), Queue.offer(queue, 2)));
      expect(yield* ch.recv()).toBe(2);
      yield* Queue.end(queue);
      expect(ch.tryRecv()).toEqual([undefined, false]);
      expect(yield* ch.recvOk()).toEqual([undefined, false]);
      expect(yield* ch.recv()).toBe(undefined);
    }));

  test("a receive that waits ends with the queue", () =>
    run(function* () {
      const queue = yield* Queue.unbounded<number, Cause.Done>();
      runFork(Effect.andThen(Effect.sleep(1), Queue.end(queue)));
      expect(yield* fromQueue(queue).recvOk()).toEqual([undefined, false]);
    }));

  test("range and for await run to the end of it, or leave the rest", async () => {
    const queue = Effect.runSync(Queue.unbounded<number, Cause.Done>());
    for (const n of [1, 2, 3, 4, 5]) Queue.offerUnsafe(queue, n);
    const ch = fromQueue(queue);
    const got: number[] = [];
    await ch.range((n) => {
      got.push(n);
      return n < 2;
    });
    await ch.range(function* (n) {
      yield* gosched();
      got.push(n);
      return n < 3;
    });
    Queue.endUnsafe(queue);
    for await (const n of ch) got.push(n);
    expect(got).toEqual([1, 2, 3, 4, 5]);
  });

  test("a queue that failed makes receives panic with its error", () =>
    run(function* () {
      const queue = yield* Queue.unbounded<number, string>();
      yield* Queue.fail(queue, "disk full");
      try {
        yield* fromQueue(queue).recv();
        expect.unreachable();
      } catch (error) {
        expect((error as EffectFailure).error).toBe("disk full");
      }
    }));

  test("a receive that loses in a select takes nothing", () =>
    run(function* () {
      const queue = yield* Queue.unbounded<number>();
      const ch = fromQueue(queue);
      expect(trySelect([ch.recv()])).toBe(undefined);
      for (let i = 0; i < 20; i++) {
        const r = yield* select({ got: ch.recv(), late: sleep(0.1) });
        expect(r.case).toBe("late");
      }
      yield* Queue.offer(queue, 1);
      expect(trySelect([ch.recv()])).toEqual([0, 1]);
      yield* gosched();
      expect(numGoroutine()).toBe(1);
    }));

  test("one that is ready is chosen as often as any other", () =>
    run(function* () {
      const queue = yield* Queue.unbounded<number>();
      const ch = chan<number>(1000);
      for (let i = 0; i < 1000; i++) {
        Queue.offerUnsafe(queue, i);
        ch.trySend(i);
      }
      const counts = { queue: 0, ch: 0 };
      for (let i = 0; i < 1000; i++) {
        const r = yield* select({ queue: fromQueue(queue).recv(), ch: ch.recv() });
        counts[r.case]++;
      }
      expect(counts.queue).toBeGreaterThan(350);
      expect(counts.ch).toBeGreaterThan(350);
    }));
});

describe("Q2 a channel as a queue", () => {
  test("takes give what is sent, and end with the channel", () =>
    Effect.gen(function* () {
      const ch = chan<number>(3);
      for (const n of [1, 2, 3]) ch.trySend(n);
      ch.close();
      const queue = yield* toQueue(ch);
      expect(yield* Queue.take(queue)).toBe(1);
      expect(yield* Queue.take(queue)).toBe(2);
      expect(yield* Queue.take(queue)).toBe(3);
      const end = yield* Effect.exit(Queue.take(queue));
      expect(Exit.isFailure(end) && Cause.isDone(Cause.squash(end.cause))).toBe(true);
    }).pipe(Effect.scoped, Effect.runPromise));

  for (const capacity of [0, 1, 3])
    test(`what was not taken goes back when the scope closes, in order; capacity ${capacity}`, () =>
      run(function* () {
        yield* fcLeaves(capacity);
      }));

  function fcLeaves(capacity: number): Effect.Effect<void> {
    return Effect.promise(() =>
      fc.assert(
        fc.asyncProperty(
          fc.integer({ min: 0, max: 5 }),
          fc.integer({ min: 0, max: 4 }),
          fc.integer({ min: 0, max: 6 }),
          async (room, takes, pauses) => {
            const ch = chan<number>(room);
            let sent = 0;
            const got: number[] = [];
            await run(function* () {
              const scope = Scope.makeUnsafe();
              const queue = yield* Scope.provide(toQueue(ch, capacity), scope);
              const taker = runFork(
                Effect.forEach(Array.from({ length: takes }), () =>
                  Effect.map(Queue.take(queue), (n) => got.push(n)),
                ),
              );
              for (let i = 0; i < pauses; i++) {
                while (ch.trySend(sent)) sent++;
                yield* gosched();
              }
              yield* Fiber.interrupt(taker);
              yield* Scope.close(scope, Exit.void);
            });
            expect([...got, ...drain(ch)]).toEqual(Array.from({ length: sent }, (_, i) => i));
            expect(waiters(ch)).toEqual([0, 0]);
          },
        ),
        { numRuns: 50 },
      ),
    );
  }

  test("a message taken by who then closes the scope is not given back as well", async () => {
    const ch = chan<number>(3);
    for (const n of [1, 2, 3]) ch.trySend(n);
    const first = Effect.gen(function* () {
      return yield* Queue.take(yield* toQueue(ch));
    });
    expect(await Effect.runPromise(Effect.scoped(first))).toBe(1);
    expect(drain(ch)).toEqual([2, 3]);
  });

  test("a queue that its user shuts down gives back what was on its way", () =>
    run(function* () {
      const ch = chan<number>(3);
      for (const n of [1, 2, 3]) ch.trySend(n);
      yield* Effect.scoped(
        Effect.gen(function* () {
          const queue = yield* toQueue(ch);
          yield* Queue.take(queue);
          yield* Effect.sleep(1);
          yield* Queue.shutdown(queue as Queue.Queue<number, Cause.Done>);
        }),
      );
      expect(drain(ch)).toEqual([2, 3]);
    }));

  test("a slow taker slows the sender: at most one is on its way, and as many wait as there is room", () =>
    run(function* () {
      for (const capacity of [0, 2]) {
        const ch = chan<number>();
        let sent = 0;
        yield* Effect.scoped(
          Effect.gen(function* () {
            yield* toQueue(ch, capacity);
            for (let i = 0; i < 20; i++) {
              if (ch.trySend(i)) sent++;
              yield* Effect.yieldNow;
            }
          }),
        );
        expect(sent).toBe(capacity + 1);
      }
    }));
});
