import {
  background,
  chan,
  GoPanic,
  go,
  goexit,
  gosched,
  numGoroutine,
  panic,
  run,
  sleep,
  withCancel,
} from "@gopark/core";
import { race, select, TimeoutError, timeout, trySelect } from "@gopark/select";
import { Cause, Data, Deferred, Effect, Exit, Fiber, Queue } from "effect";
import { describe, expect, test } from "vitest";
import { EffectFailure, exit, fromEffect, runFork, toEffect } from "./index.js";

class NoUser extends Data.TaggedError("NoUser")<{ readonly id: number }> {}

/** An effect that never ends, and says what becomes of it. */
function watched(log: string[], name = "fiber"): Effect.Effect<never> {
  return Effect.suspend(() => {
    log.push(`${name} starts`);
    return Effect.never;
  }).pipe(Effect.onInterrupt(() => Effect.sync(() => log.push(`${name} interrupted`))));
}

describe("yield* effect", () => {
  test("E1 a synchronous effect gives its value without a switch", () =>
    run(function* () {
      let isOther = false;
      go(() => void (isOther = true));
      const n = yield* Effect.succeed(20).pipe(Effect.map((n) => n + 1));
      expect([n, isOther]).toEqual([21, false]);
    }));

  test("an effect that waits parks the goroutine, and the others go on", () =>
    run(function* () {
      const log: string[] = [];
      const deferred = yield* Deferred.make<string>();
      go(function* () {
        log.push("other");
        yield* Deferred.succeed(deferred, "value");
      });
      log.push(yield* Deferred.await(deferred));
      expect(log).toEqual(["other", "value"]);
    }));

  test("a failure panics with its cause and the first error as the message", () =>
    run(function* () {
      try {
        yield* Effect.fail(new NoUser({ id: 7 }));
        expect.unreachable();
      } catch (thrown) {
        const failure = thrown as EffectFailure<NoUser>;
        expect(failure).toBeInstanceOf(EffectFailure);
        expect(failure.error).toEqual(new NoUser({ id: 7 }));
        expect(Cause.squash(failure.cause)).toBe(failure.error);
        expect([failure.name, failure.message]).toEqual(["EffectFailure", "NoUser"]);
      }
    }));

  test("a defect panics as well, and one that nobody catches ends the program", async () => {
    const error = await run(function* () {
      yield* Effect.die(new TypeError("broken"));
    }).catch((error: unknown) => error);
    expect(error).toBeInstanceOf(GoPanic);
    expect((error as GoPanic).message).toBe("panic: EffectFailure: TypeError: broken");
  });

  test.each([
    ["x", "x"],
    [{ code: 7 }, '{"code":7}'],
    [new TypeError("broken"), "TypeError: broken"],
  ])(
    "a panic with %j in an effect is a defect: its value is the error, and what is printed",
    async (value, text) => {
      const error = await run(function* () {
        try {
          yield* Effect.sync(() => panic(value));
        } catch (thrown) {
          const failure = thrown as EffectFailure;
          expect(failure.error).toBe(value);
          expect(failure.message).toBe(text);
          throw thrown;
        }
      }).catch((error: unknown) => error);
      expect((error as GoPanic).message).toBe(`panic: EffectFailure: ${text}`);
    },
  );

  test("an interruption from outside panics, exit tells it", () =>
    run(function* () {
      expect(Exit.hasInterrupts(yield* exit(Effect.interrupt))).toBe(true);
      try {
        yield* Effect.interrupt;
        expect.unreachable();
      } catch (error) {
        expect((error as Error).message).toBe("Error: All fibers interrupted without error");
      }
    }));

  test("what Effect's own generators can run, a goroutine can", () =>
    run(function* () {
      const fiber = yield* Effect.forkDetach(Effect.as(Effect.yieldNow, 1));
      expect(yield* Fiber.join(fiber)).toBe(1);
      expect(
        yield* Effect.all([Effect.succeed(1), Effect.as(Effect.sleep(1), 2)], { concurrency: 2 }),
      ).toEqual([1, 2]);
      expect(yield* Effect.promise(() => Promise.resolve(3))).toBe(3);
    }));

  test("finally blocks may run effects, also when the goroutine exits", async () => {
    const log: string[] = [];
    await run(function* () {
      const g = go(function* () {
        try {
          yield* goexit();
        } finally {
          yield* Effect.yieldNow;
          log.push("cleaned");
        }
      });
      yield* g.join();
    });
    expect(log).toEqual(["cleaned"]);
  });
});

describe("as an operation", () => {
  test("it can be awaited outside goroutines", async () => {
    expect(await fromEffect(Effect.as(Effect.yieldNow, 1))).toBe(1);
    expect(await exit(Effect.fail("no"))).toEqual(Exit.fail("no"));
    await expect(fromEffect(Effect.fail("no"))).rejects.toThrow(EffectFailure);
  });

  test("go takes it", () =>
    run(function* () {
      expect(yield* go(() => fromEffect(Effect.as(Effect.sleep(1), "x"))).join()).toBe("x");
    }));

  test("it is performed once", () =>
    run(function* () {
      const op = fromEffect(Effect.succeed(1));
      yield* op;
      expect(() => op[Symbol.iterator]().next()).toThrow("operation performed twice: want a new effect");
    }));

  test("what is no effect is refused at once", () => {
    expect(() => fromEffect(5 as never)).toThrow(new TypeError("fromEffect: want an effect, got 5 (number)"));
    expect(() => exit(undefined as never)).toThrow(TypeError);
  });

  test("map, timeout and race take it", () =>
    run(function* () {
      expect(yield* fromEffect(Effect.as(Effect.yieldNow, 20)).map((n) => n + 1)).toBe(21);
      expect(yield* race([fromEffect(Effect.as(Effect.sleep(1), "effect")), sleep(1000)])).toBe("effect");
      const log: string[] = [];
      try {
        yield* timeout(fromEffect(watched(log)), 50);
        expect.unreachable();
      } catch (error) {
        expect(error).toBeInstanceOf(TimeoutError);
        expect((error as Error).message).toBe("effect: not complete after 50 ms");
      }
      yield* gosched();
      expect(log).toEqual(["fiber starts", "fiber interrupted"]);
    }));

  test("an exit is a case that is ready at once", () => {
    expect(trySelect([fromEffect(Effect.succeed(1))])).toEqual([0, 1]);
  });
});

describe("E2, E3 in a select", () => {
  test("an effect does not start if another case is ready", () =>
    run(function* () {
      const log: string[] = [];
      const ch = chan<number>(1);
      ch.trySend(1);
      const r = yield* select({ effect: fromEffect(watched(log)), ch: ch.recv() });
      yield* gosched();
      expect([r.case, log]).toEqual(["ch", []]);
      expect(trySelect({ effect: fromEffect(watched(log)) })).toBe(undefined);
      yield* gosched();
      expect(log).toEqual([]);
    }));

  test("one that has lost is interrupted, and its finalizers run though nobody waits for them", () =>
    run(function* () {
      const log: string[] = [];
      const ch = chan<number>();
      go(function* () {
        while (log.length === 0) yield* gosched();
        yield* ch.send(1);
        log.push("sent");
      });
      const r = yield* select({ effect: fromEffect(watched(log)), ch: ch.recv() });
      log.push(r.case);
      yield* gosched();
      expect(log.sort()).toEqual(["ch", "fiber interrupted", "fiber starts", "sent"]);
    }));

  test("no code of the fiber runs on the stack of who made it lose", () =>
    run(function* () {
      const log: string[] = [];
      const ch = chan<number>();
      const body = watched(log);
      go(() => select({ effect: fromEffect(body), ch: ch.recv() }));
      while (log.length === 0) yield* gosched();
      expect(ch.trySend(1)).toBe(true);
      expect(log).toEqual(["fiber starts"]);
      yield* gosched();
      expect(log).toEqual(["fiber starts", "fiber interrupted"]);
    }));

  test("a take from an Effect queue that has lost takes nothing, though the message comes before its turn", () =>
    run(function* () {
      const queue = yield* Queue.unbounded<number>();
      const ch = chan<number>();
      const g = go(() => select({ take: fromEffect(Queue.take(queue)), ch: ch.recv() }));
      yield* sleep(1);
      Queue.offerUnsafe(queue, 1);
      ch.trySend(2);
      yield* sleep(1);
      expect((yield* g.join()).case).toBe("ch");
      expect(Queue.sizeUnsafe(queue)).toBe(1);
    }));

  test("a select may be performed again with the same effect: it runs again", () =>
    run(function* () {
      let runs = 0;
      const next = select({
        effect: fromEffect(
          Effect.andThen(
            Effect.yieldNow,
            Effect.sync(() => ++runs),
          ),
        ),
      });
      expect((yield* next).value).toBe(1);
      expect((yield* next).value).toBe(2);
    }));

  test("the same effect object loses and wins later", () =>
    run(function* () {
      const deferred = yield* Deferred.make<string>();
      const op = fromEffect(Deferred.await(deferred));
      expect((yield* select({ op, late: sleep(1) })).case).toBe("late");
      yield* Deferred.succeed(deferred, "now");
      expect((yield* select({ op, late: sleep(1000) })).value).toBe("now");
    }));
});

describe("the end of a goroutine or its program", () => {
  for (const onExit of ["drop", "unwind"] as const) {
    test(`onExit "${onExit}": fibers that goroutines wait for are interrupted, and those of runFork`, async () => {
      const log: string[] = [];
      await run(
        function* () {
          go(function* () {
            yield* watched(log, "waited for");
          });
          go(() => select([fromEffect(watched(log, "case")), sleep(60_000)]));
          runFork(watched(log, "forked"));
          for (let i = 0; i < 5; i++) yield* gosched();
          expect(log.sort()).toEqual(["case starts", "forked starts", "waited for starts"]);
          log.length = 0;
        },
        { onExit },
      );
      await sleep(1);
      expect(log.sort()).toEqual(["case interrupted", "forked interrupted", "waited for interrupted"]);
    });
  }

  test("an effect that ends the program does not go on in it", async () => {
    const stop = new AbortController();
    const log: string[] = [];
    const program = run(
      function* () {
        yield* Effect.andThen(
          Effect.sync(() => stop.abort("over")),
          watched(log),
        );
        log.push("not reached");
      },
      { signal: stop.signal },
    );
    await expect(program).rejects.toBe("over");
    await sleep(1);
    expect(log).toEqual(["fiber starts", "fiber interrupted"]);
  });

  test("interrupted at every step, a fiber and its goroutine leave nothing behind", () =>
    run(function* () {
      for (let steps = 0; steps < 12; steps++) {
        let alive = 0;
        const ch = chan<number>();
        const part = Effect.uninterruptibleMask((restore) =>
          Effect.ensuring(
            Effect.andThen(
              Effect.sync(() => alive++),
              restore(
                Effect.gen(function* () {
                  yield* Effect.yieldNow;
                  yield* Effect.sleep(0);
                  yield* toEffect(() => ch.recv());
                  yield* Effect.yieldNow;
                  return yield* Effect.never;
                }),
              ),
            ),
            Effect.sync(() => alive--),
          ),
        );
        const [ctx, cancel] = withCancel(background());
        const g = go(() =>
          select([fromEffect(Effect.all([part, part], { concurrency: 2 })), ctx.done().recv()]),
        );
        for (let i = 0; i < steps; i++) {
          yield* gosched();
          if (i > 6) ch.trySend(i);
        }
        cancel();
        yield* g.join();
        for (let i = 0; i < 8; i++) yield* gosched();
        expect([steps, alive, numGoroutine()]).toEqual([steps, 0, 1]);
        expect(ch.trySend(1)).toBe(false);
      }
    }));
});
