import { chan, go, gosched, numGoroutine, run } from "@gopark/core";
import { currentSched, m } from "@gopark/core/internal";
import { Effect, Fiber, References, Scheduler } from "effect";
import { describe, expect, test } from "vitest";
import { goparkScheduler, runFork } from "./index.js";

/** Waits until all that is runnable in the default program has had its turn. */
function others(): PromiseLike<void> {
  return go(function* () {
    for (let i = 0; i < 3; i++) yield* gosched();
  }).join();
}

/** A fiber that counts its turns until it is told to stop. */
function turning(count: () => void, isOver: () => boolean): Effect.Effect<void> {
  return Effect.gen(function* () {
    while (!isOver()) {
      count();
      yield* Effect.yieldNow;
    }
  });
}

describe("the order of turns", () => {
  test("S1 fibers and goroutines take turns, first come, first served", () =>
    run(function* () {
      const log: string[] = [];
      runFork(
        Effect.gen(function* () {
          for (let i = 0; i < 3; i++) {
            log.push(`fiber ${i}`);
            yield* Effect.yieldNow;
          }
        }),
      );
      for (let i = 0; i < 3; i++) {
        log.push(`main ${i}`);
        yield* gosched();
      }
      expect(log).toEqual(["fiber 0", "main 0", "fiber 1", "main 1", "fiber 2", "main 2"]);
    }));

  test("S2 lower priorities run first, equal ones in their order", async () => {
    const log: number[] = [];
    const dispatcher = goparkScheduler.makeDispatcher();
    for (const [n, priority] of [
      [1, 0],
      [2, 10],
      [3, -1],
      [4, 0],
      [5, 10],
      [6, -1],
    ] as const) {
      dispatcher.scheduleTask(() => log.push(n), priority);
    }
    expect(log).toEqual([]);
    await others();
    expect(log).toEqual([3, 6, 1, 4, 2, 5]);
  });

  test("S2 tasks scheduled meanwhile wait for the next turn, whatever their priority", async () => {
    const log: string[] = [];
    const dispatcher = goparkScheduler.makeDispatcher();
    dispatcher.scheduleTask(() => {
      log.push("first");
      dispatcher.scheduleTask(() => log.push("urgent"), -10);
    }, 0);
    dispatcher.scheduleTask(() => log.push("late"), 10);
    await others();
    expect(log).toEqual(["first", "late", "urgent"]);
  });

  test("flush runs what is scheduled, and what that schedules, at once, and nothing twice", async () => {
    const log: string[] = [];
    const dispatcher = goparkScheduler.makeDispatcher();
    dispatcher.scheduleTask(() => {
      log.push("a");
      dispatcher.scheduleTask(() => log.push("b"), 0);
    }, 0);
    dispatcher.flush();
    expect(log).toEqual(["a", "b"]);
    await others();
    expect(log).toEqual(["a", "b"]);
  });

  test("flush within a task runs the rest of the turn", async () => {
    const log: string[] = [];
    const dispatcher = goparkScheduler.makeDispatcher();
    dispatcher.scheduleTask(() => {
      dispatcher.flush();
      log.push("outer");
    }, 0);
    dispatcher.scheduleTask(() => log.push("inner"), 0);
    await others();
    expect(log).toEqual(["inner", "outer"]);
  });

  test("MaxOpsBeforeYield is honoured", () =>
    run(function* () {
      const log: string[] = [];
      go(() => void log.push("goroutine"));
      const body = Effect.gen(function* () {
        for (let i = 0; i < 100; i++) yield* Effect.sync(() => {});
        log.push("fiber");
      });
      yield* Effect.provideService(body, Scheduler.MaxOpsBeforeYield, 50);
      expect(log).toEqual(["goroutine", "fiber"]);
    }));
});

describe("fairness, by counts", () => {
  test("1,000 fibers that never stop leave a goroutine its turn in every round", () =>
    run(function* () {
      let turns = 0;
      let isOver = false;
      for (let i = 0; i < 1000; i++)
        runFork(
          turning(
            () => turns++,
            () => isOver,
          ),
        );
      const before = turns;
      for (let i = 0; i < 10; i++) yield* gosched();
      isOver = true;
      // Ten rounds: each fiber had about ten turns while main had ten, and none had many more.
      expect(turns - before).toBeGreaterThanOrEqual(9_000);
      expect(turns - before).toBeLessThanOrEqual(12_000);
    }));

  test("1,000 goroutines that never stop leave a fiber its turn in every round", () =>
    run(function* () {
      let turns = 0;
      let isOver = false;
      for (let i = 0; i < 1000; i++)
        go(function* () {
          for (; !isOver; yield* gosched()) turns++;
        });
      let own = 0;
      yield* turning(
        () => own++,
        () => own === 10,
      );
      isOver = true;
      expect(turns).toBeGreaterThanOrEqual(1_000);
      expect(turns).toBeLessThanOrEqual(13_000);
    }));

  test("two goroutines that keep waking each other hand over to fibers at the end of the slice", () =>
    run(
      function* () {
        const [a, b] = [chan<number>(), chan<number>()];
        let isOver = false;
        go(function* () {
          for (;;) yield* b.send((yield* a.recv()) ?? 0);
        });
        let own = 0;
        runFork(
          turning(
            () => own++,
            () => isOver,
          ),
        );
        let hops = 0;
        for (; own < 20 && hops < 10_000_000; hops++) {
          yield* a.send(1);
          yield* b.recv();
        }
        isOver = true;
        expect(own).toBeGreaterThanOrEqual(20);
      },
      { slice: 0.1 },
    ));

  test("one fiber that computes without end leaves goroutines their turn", () =>
    run(
      function* () {
        let isOver = false;
        let steps = 0;
        const fiber = runFork(
          Effect.gen(function* () {
            while (!isOver) yield* Effect.sync(() => steps++);
          }),
        );
        for (let i = 0; i < 20; i++) yield* gosched();
        isOver = true;
        yield* Fiber.join(fiber);
        expect(steps).toBeGreaterThan(20);
      },
      { slice: 0.1 },
    ));

  test("fibers that are many and short leave the host its turns", async () => {
    let isOver = false;
    let rounds = 0;
    let turns = 0;
    const watch = (): void => {
      turns++;
      if (!isOver) setImmediate(watch);
    };
    setImmediate(watch);
    await run(
      function* () {
        while (turns < 20) {
          rounds++;
          yield* Effect.all(
            Array.from({ length: 100 }, () => Effect.yieldNow),
            { concurrency: "unbounded", discard: true },
          );
        }
      },
      { slice: 0.5 },
    );
    isOver = true;
    expect(rounds).toBeGreaterThan(0);
  });
});

describe("where fibers run", () => {
  test("S4 a fiber started or resumed from outside runs in the loop of its program", async () => {
    const inLoop: boolean[] = [];
    const look = Effect.sync(() => void inLoop.push(m.p !== null));
    const program = Effect.gen(function* () {
      yield* look;
      yield* Effect.promise(() => Promise.resolve());
      yield* look;
      yield* Effect.callback<void>((resume) => void setTimeout(() => resume(Effect.void), 1));
      yield* look;
    });
    await Effect.runPromise(program, { scheduler: goparkScheduler });
    expect(inLoop).toEqual([true, true, true]);
  });

  test("S4 a fiber resumed by another program goes on in its own", async () => {
    let resume: ((effect: Effect.Effect<void>) => void) | undefined;
    const first = run(function* () {
      const own = currentSched();
      yield* Effect.callback<void>((r) => {
        resume = r;
      });
      yield* Effect.sync(() => expect(currentSched()).toBe(own));
    });
    await run(() => resume?.(Effect.void));
    await first;
  });

  test("goroutines started by a fiber belong to its program", () =>
    run(function* () {
      const own = currentSched();
      const seen = chan<unknown>(1);
      yield* Effect.andThen(
        Effect.yieldNow,
        Effect.sync(() => go(() => seen.trySend(currentSched()))),
      );
      expect(yield* seen.recv()).toBe(own);
    }));

  test("S6 a fiber that outlives its program ends its work in the default one", async () => {
    const log: string[] = [];
    const slow = Effect.never.pipe(
      Effect.onInterrupt(() =>
        Effect.gen(function* () {
          log.push("begins");
          for (let i = 0; i < 3; i++) yield* Effect.yieldNow;
          log.push("ends");
        }),
      ),
    );
    await run(function* () {
      go(function* () {
        yield* slow;
      });
      yield* gosched();
    });
    await others();
    expect(log).toEqual(["begins", "ends"]);
  });

  test("what an observer throws goes to the host, and the others run", async () => {
    const { host } = await import("@gopark/core/internal");
    const { uncaught } = host;
    const errors: unknown[] = [];
    host.uncaught = (error) => void errors.push(error);
    try {
      const log: string[] = [];
      const dispatcher = goparkScheduler.makeDispatcher();
      dispatcher.scheduleTask(() => {
        throw new Error("observer");
      }, 0);
      dispatcher.scheduleTask(() => log.push("other"), 0);
      await others();
      expect(log).toEqual(["other"]);
      expect(errors).toEqual([new Error("observer")]);
    } finally {
      host.uncaught = uncaught;
    }
  });

  test("a fiber that is forked costs no goroutine, one of runFork counts as one while it lives", () =>
    run(function* () {
      yield* Effect.gen(function* () {
        const fibers = yield* Effect.forEach([1, 2, 3], (n) =>
          Effect.forkChild(Effect.as(Effect.yieldNow, n)),
        );
        expect(numGoroutine()).toBe(1);
        yield* Fiber.joinAll(fibers);
      });
      const fiber = runFork(Effect.yieldNow);
      expect(numGoroutine()).toBe(2);
      yield* Fiber.join(fiber);
      yield* gosched();
      expect(numGoroutine()).toBe(1);
    }));

  test("it is the scheduler that Effect's references name", () =>
    run(function* () {
      const scheduler = yield* Scheduler.Scheduler;
      expect(scheduler.executionMode).toBe("async");
      expect(yield* References.PreventSchedulerYield).toBe(false);
    }));
});
