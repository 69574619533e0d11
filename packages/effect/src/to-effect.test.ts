import {
  after,
  chan,
  type Go,
  go,
  gosched,
  nilChan,
  numGoroutine,
  RuntimeError,
  run,
  sleep,
  wait,
} from "@gopark/core";
import { race, select, timeout } from "@gopark/select";
import { Mutex, WaitGroup } from "@gopark/sync";
import { Cause, Effect, Exit, Fiber, Queue, Scheduler } from "effect";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { runLong } from "../../core/test/run-long.js";
import { drain, waiters } from "../test/lines.js";
import { goparkScheduler, runFork, toEffect } from "./index.js";

function* throws(text: string): Go {
  throw new Error(text);
}

/** Runs a test on Effect's own scheduler, and on gopark's. */
function onBoth(name: string, body: () => Effect.Effect<void, unknown>): void {
  test(`${name}, on Effect's scheduler`, () => Effect.runPromise(body()));
  test(`${name}, on gopark's`, () => Effect.runPromise(body(), { scheduler: goparkScheduler }));
  test(`${name}, in a goroutine`, () =>
    run(function* () {
      yield* body();
    }));
}

describe("an operation as an effect", () => {
  onBoth("gives its result, at once or later", () =>
    Effect.gen(function* () {
      const ch = chan<number>(1);
      yield* toEffect(ch.send(1));
      expect(yield* toEffect(ch.recv())).toBe(1);
      go(() => ch.send(2));
      expect(yield* toEffect(ch.recvOk())).toEqual([2, true]);
      yield* toEffect(sleep(1));
      expect(yield* toEffect(wait(Promise.resolve(3)))).toBe(3);
      expect(yield* toEffect(after(1).map(() => 4))).toBe(4);
      yield* toEffect(gosched());
    }),
  );

  onBoth("a function makes a new one for each run", () =>
    Effect.gen(function* () {
      const ch = chan<number>(3);
      for (const n of [1, 2, 3]) ch.trySend(n);
      const take = toEffect(() => ch.recv());
      expect(yield* Effect.all([take, take, take])).toEqual([1, 2, 3]);
      const once = toEffect(ch.recv());
      ch.trySend(4);
      expect(yield* once).toBe(4);
      const again = yield* Effect.exit(once);
      expect(Exit.isFailure(again) && String(Cause.squash(again.cause))).toBe(
        "RuntimeError: operation performed twice: want a new chan receive",
      );
    }),
  );

  onBoth("a panic is a defect, or the failure that it is made", () =>
    Effect.gen(function* () {
      const ch = chan<number>();
      ch.close();
      const end = yield* Effect.exit(toEffect(() => ch.send(1)));
      expect(Exit.hasDies(end)).toBe(true);
      expect(yield* Effect.flip(toEffect(() => ch.send(1), String))).toBe(
        "RuntimeError: send on closed channel",
      );
      const waiting = chan<number>();
      go(function* () {
        yield* gosched();
        waiting.close();
      });
      expect(
        yield* Effect.flip(
          toEffect(
            () => waiting.send(1),
            (thrown) => thrown as RuntimeError,
          ),
        ),
      ).toBeInstanceOf(RuntimeError);
      const worse = yield* Effect.exit(
        toEffect(
          () => ch.send(1),
          () => {
            throw new Error("worse");
          },
        ),
      );
      expect(Exit.isFailure(worse) && Cause.squash(worse.cause)).toEqual(new Error("worse"));
    }),
  );

  onBoth("fibers and goroutines stand in one line, first come, first served", () =>
    Effect.gen(function* () {
      const ch = chan<number>();
      const log: string[] = [];
      const fiber = (name: string) =>
        Effect.forkChild(
          Effect.map(toEffect(ch.recv()), (n) => log.push(`${name} ${n}`)),
          { startImmediately: true },
        );
      const one = yield* fiber("fiber");
      const g = go(function* () {
        log.push(`goroutine ${yield* ch.recv()}`);
      });
      while (waiters(ch)[0] < 2) yield* toEffect(sleep(1));
      const two = yield* fiber("fiber");
      for (const n of [1, 2, 3]) ch.trySend(n);
      yield* Fiber.joinAll([one, two]);
      yield* toEffect(g.join());
      expect(log.sort()).toEqual(["fiber 1", "fiber 3", "goroutine 2"]);
    }),
  );

  onBoth("locks and wait groups wait in it as well, and an interrupted lock goes on to the next", () =>
    Effect.gen(function* () {
      const mu = new Mutex();
      const wg = new WaitGroup();
      yield* toEffect(mu.lock());
      const second = yield* Effect.forkChild(toEffect(mu.lock()), { startImmediately: true });
      wg.go(function* () {
        yield* mu.lock();
        mu.unlock();
      });
      yield* toEffect(sleep(1));
      // Handed over, and interrupted before the fiber could run.
      mu.unlock();
      yield* Fiber.interrupt(second);
      yield* toEffect(wg.wait());
      expect(mu.tryLock()).toBe(true);
    }),
  );
});

describe("T4 what is made of steps", () => {
  onBoth("loops, calls and bodies run in a goroutine of their own", () =>
    Effect.gen(function* () {
      const ch = chan<number>(2);
      ch.trySend(1);
      ch.trySend(2);
      ch.close();
      const got: number[] = [];
      yield* toEffect(() => ch.range((n) => void got.push(n)));
      expect(got).toEqual([1, 2]);
      expect(
        yield* toEffect(function* () {
          yield* sleep(1);
          return "body";
        }),
      ).toBe("body");
      expect(yield* toEffect(async () => "async")).toBe("async");
      const end = yield* Effect.exit(
        toEffect(function* () {
          yield* gosched();
          throw new Error("boom");
        }),
      );
      expect(Exit.isFailure(end) && Cause.squash(end.cause)).toEqual(new Error("boom"));
    }),
  );

  onBoth("interrupted, they unwind, and the fiber waits for it", () =>
    Effect.gen(function* () {
      const log: string[] = [];
      const fiber = yield* Effect.forkChild(
        toEffect(function* () {
          try {
            log.push("begins");
            yield* sleep(60_000);
          } finally {
            yield* sleep(1);
            log.push("cleaned");
          }
        }),
        { startImmediately: true },
      );
      yield* toEffect(sleep(1));
      yield* Fiber.interrupt(fiber);
      expect(log).toEqual(["begins", "cleaned"]);
    }),
  );

  onBoth("interrupted, a panic of a finally block is told beside the interruption", () =>
    Effect.gen(function* () {
      function* body(): Go {
        try {
          yield* sleep(60_000);
        } finally {
          yield* throws("fin");
        }
      }
      const told = function* (effect: Effect.Effect<unknown, unknown>) {
        const fiber = yield* Effect.forkChild(effect, { startImmediately: true });
        yield* toEffect(sleep(1));
        yield* Fiber.interrupt(fiber);
        const exit = yield* Fiber.await(fiber);
        return Exit.isFailure(exit) ? exit.cause.reasons.map(String).sort() : [];
      };
      const [defect, interrupt] = yield* told(toEffect(body));
      expect(defect).toMatch(/^Die.*fin/);
      expect(interrupt).toMatch(/^Interrupt/);
      expect(yield* told(toEffect(body, () => "typed"))).toEqual(['Fail("typed")', interrupt]);
    }),
  );

  onBoth("interrupted before it has begun, it does not begin", () =>
    Effect.gen(function* () {
      const log: string[] = [];
      const fiber = yield* Effect.forkChild(
        toEffect(function* () {
          log.push("begins");
          yield* gosched();
        }),
        { startImmediately: true },
      );
      yield* Fiber.interrupt(fiber);
      expect(Exit.hasInterrupts(fiber.pollUnsafe() as Exit.Exit<unknown>)).toBe(true);
      yield* toEffect(sleep(1));
      expect(log.length).toBeLessThanOrEqual(1);
    }),
  );

  test("a body that interrupts its own fiber is unwound in a later turn", () =>
    run(function* () {
      const log: string[] = [];
      const fiber: Fiber.Fiber<void> = runFork(
        toEffect(function* () {
          try {
            yield* gosched();
            fiber.interruptUnsafe();
            log.push("still here");
            yield* sleep(60_000);
          } finally {
            log.push("left");
          }
        }),
      );
      yield* Fiber.await(fiber);
      expect(log).toEqual(["still here", "left"]);
      yield* gosched();
      expect(numGoroutine()).toBe(1);
    }));
});

describe("T3 interruption", () => {
  onBoth("a fiber that waits leaves the line", () =>
    Effect.gen(function* () {
      const ch = chan<number>();
      for (const op of [() => ch.recv(), () => ch.send(1), () => select([ch.recv(), nilChan().recv()])]) {
        const fiber = yield* Effect.forkChild(toEffect<unknown>(op), { startImmediately: true });
        expect(waiters(ch)).not.toEqual([0, 0]);
        yield* Fiber.interrupt(fiber);
        expect(waiters(ch)).toEqual([0, 0]);
      }
      // The same operation may be performed again.
      const op = ch.recv();
      yield* Fiber.interrupt(yield* Effect.forkChild(toEffect(op), { startImmediately: true }));
      go(() => ch.send(1));
      expect(yield* toEffect(op)).toBe(1);
    }),
  );

  for (const capacity of [0, 1, 2, 3])
    onBoth(`one that was served gives it back, in order; capacity ${capacity}`, () =>
      Effect.gen(function* () {
        const ch = chan<number>(capacity);
        const take: (() => Effect.Effect<unknown>)[] = [
          () => toEffect(ch.recv()),
          () => toEffect(ch.recvOk().map((r) => r)),
          () => toEffect(race([ch.recv(), nilChan<number>().recv()])),
          () => toEffect(timeout(ch.recv(), 60_000)),
          () => toEffect(select({ a: nilChan().recv(), b: select([ch.recv().map((n) => n)]) })),
        ];
        for (const make of take) {
          const fiber = yield* Effect.forkChild(make(), { startImmediately: true });
          expect(ch.trySend(1)).toBe(true);
          let n = 2;
          while (ch.trySend(n)) n++;
          fiber.interruptUnsafe();
          yield* Fiber.await(fiber);
          expect(drain(ch)).toEqual(Array.from({ length: n - 1 }, (_, i) => i + 1));
          expect(waiters(ch)).toEqual([0, 0]);
        }
      }),
    );

  onBoth("a message given back goes to who waits next", () =>
    Effect.gen(function* () {
      const ch = chan<number>();
      const first = yield* Effect.forkChild(toEffect(ch.recv()), { startImmediately: true });
      const second = yield* Effect.forkChild(toEffect(ch.recv()), { startImmediately: true });
      ch.trySend(1);
      first.interruptUnsafe();
      expect(yield* Fiber.join(second)).toBe(1);
    }),
  );

  onBoth("one given back to a closed channel is received before its end", () =>
    Effect.gen(function* () {
      const ch = chan<number>();
      const fiber = yield* Effect.forkChild(toEffect(ch.recv()), { startImmediately: true });
      ch.trySend(1);
      ch.close();
      fiber.interruptUnsafe();
      expect(yield* toEffect(ch.recvOk())).toEqual([1, true]);
      expect(yield* toEffect(ch.recvOk())).toEqual([undefined, false]);
    }),
  );

  test("a program that ends with fibers in line takes them out", async () => {
    const ch = chan<number>();
    await runLong(function* () {
      runFork(toEffect(ch.recv()));
      go(function* () {
        yield* toEffect(ch.recv());
      });
      yield* gosched();
      expect(waiters(ch)).toEqual([2, 0]);
    });
    await sleep(1);
    expect(waiters(ch)).toEqual([0, 0]);
  });
});

describe("races lose no message", () => {
  /** Both queues get messages; the loser's must still be there. */
  onBoth("Effect.race of two receives: both are served, one wins, the other gives back", () =>
    Effect.gen(function* () {
      for (let i = 0; i < 50; i++) {
        const [a, b] = [chan<number>(), chan<number>()];
        const fiber = yield* Effect.forkChild(Effect.race(toEffect(a.recv()), toEffect(b.recv())), {
          startImmediately: true,
        });
        a.trySend(1);
        b.trySend(2);
        const won = yield* Fiber.join(fiber);
        expect([won, ...drain(a), ...drain(b)].sort()).toEqual([1, 2]);
      }
    }),
  );

  test("S5 nor when every slice is over before it has begun", () =>
    run(
      function* () {
        for (let i = 0; i < 200; i++) {
          const [a, b] = [chan<number>(), chan<number>()];
          const fiber = runFork(Effect.race(toEffect(a.recv()), toEffect(b.recv())));
          a.trySend(1);
          b.trySend(2);
          const won = yield* Fiber.join(fiber);
          expect([won, ...drain(a), ...drain(b)].sort()).toEqual([1, 2]);
        }
      },
      { slice: 0.001 },
    ));

  const rounds = 200;

  /** Takes all messages of two sources; `onTaken` is told of each. */
  function takeAll(take: Effect.Effect<unknown>, onTaken: () => void): Effect.Effect<void> {
    return Effect.gen(function* () {
      for (let n = 0; n < 2 * rounds; n++) {
        yield* take;
        onTaken();
      }
    });
  }

  test("Effect's own race of takes that go on loses messages; gopark's race, beside it, loses none", async () => {
    const own = Effect.gen(function* () {
      const [a, b] = [yield* Queue.unbounded<number>(), yield* Queue.unbounded<number>()];
      for (let i = 0; i < rounds; i++) {
        Queue.offerUnsafe(a, i);
        Queue.offerUnsafe(b, i);
      }
      const take = (queue: Queue.Queue<number>) => Effect.tap(Queue.take(queue), Effect.yieldNow);
      let taken = 0;
      const taker = yield* Effect.forkChild(takeAll(Effect.race(take(a), take(b)), () => taken++));
      while (Queue.sizeUnsafe(a) + Queue.sizeUnsafe(b) > 0) yield* Effect.sleep(1);
      yield* Effect.sleep(5);
      // It waits for messages that are gone.
      yield* Fiber.interrupt(taker);
      return taken;
    });
    const ours = Effect.gen(function* () {
      const [a, b] = [chan<number>(rounds), chan<number>(rounds)];
      for (let i = 0; i < rounds; i++) {
        a.trySend(i);
        b.trySend(i);
      }
      let taken = 0;
      const next = Effect.tap(
        toEffect(() => race([a.recv(), b.recv()])),
        Effect.yieldNow,
      );
      yield* takeAll(next, () => taken++);
      return taken;
    });
    expect(await Effect.runPromise(own)).toBeLessThan(2 * rounds);
    expect(await Effect.runPromise(ours)).toBe(2 * rounds);
    expect(await Effect.runPromise(ours, { scheduler: goparkScheduler })).toBe(2 * rounds);
  });

  test("interrupted at any step, with any budget of steps, what was sent is received once", () =>
    fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: 2 }),
        fc.integer({ min: 4, max: 10 }),
        fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 1, maxLength: 12 }),
        async (capacity, budget, pauses) => {
          const ch = chan<number>(capacity);
          const got: number[] = [];
          const body = Effect.gen(function* () {
            for (;;) {
              // Taken and kept in one step: what follows the receive can't be interrupted before it.
              yield* Effect.map(
                toEffect(() => ch.recv()),
                (n) => got.push(n as number),
              );
            }
          }).pipe(Effect.provideService(Scheduler.MaxOpsBeforeYield, budget));
          let sent = 0;
          await run(function* () {
            for (const pause of pauses) {
              const fiber = runFork(body);
              for (let i = 0; i < pause; i++) {
                if (ch.trySend(sent)) sent++;
                if (i % 2 === 1) yield* gosched();
              }
              fiber.interruptUnsafe();
              yield* Fiber.await(fiber);
            }
          });
          const left = drain(ch);
          expect([...got, ...left]).toEqual(Array.from({ length: sent }, (_, i) => i));
          expect(waiters(ch)).toEqual([0, 0]);
        },
      ),
      { numRuns: 100 },
    ));
});
