import { go, goexit, gosched, run, stack } from "@gopark/core";
import { Context, Effect, Exit, Fiber } from "effect";
import { expect, test } from "vitest";
import { settle } from "../../core/test/settle.js";
import { type EffectFailure, exit, runFork } from "./index.js";

test("Y2 a failure can be caught at its yield*, in the frame that has it and in those outside", () =>
  run(function* () {
    const log: string[] = [];
    function* inner() {
      try {
        yield* Effect.fail("inner");
      } catch (error) {
        log.push((error as EffectFailure).message);
      }
      yield* Effect.andThen(Effect.yieldNow, Effect.fail("outer"));
    }
    try {
      yield* inner();
    } catch (error) {
      log.push((error as EffectFailure).message);
    }
    expect(log).toEqual(["inner", "outer"]);
  }));

test("Y2 Effect's own generators are what they were", async () => {
  const log: string[] = [];
  const body = Effect.gen(function* () {
    try {
      yield* Effect.fail("not thrown");
    } catch {
      log.push("never");
    } finally {
      log.push("never either");
    }
  });
  expect(await Effect.runPromiseExit(body)).toEqual(Exit.fail("not thrown"));
  expect(log).toEqual([]);
});

test("Y3 services are provided by Effect's means", () =>
  run(function* () {
    class Users extends Context.Service<Users, { readonly count: number }>()("Users") {}
    const n = yield* Users.pipe(
      Effect.map((users) => users.count),
      Effect.provideService(Users, { count: 3 }),
    );
    expect(n).toBe(3);
  }));

test("runFork starts at once; its fiber can be joined and interrupted", () =>
  run(function* () {
    const log: string[] = [];
    const fiber = runFork(
      Effect.gen(function* () {
        log.push("starts");
        yield* Effect.never;
      }),
    );
    expect(log).toEqual(["starts"]);
    yield* gosched();
    yield* Fiber.interrupt(fiber);
    expect(Exit.hasInterrupts(yield* Fiber.await(fiber))).toBe(true);
    expect(yield* exit(Effect.as(Effect.yieldNow, 1))).toEqual(Exit.succeed(1));
  }));

test("outside goroutines runFork uses the default program", async () => {
  expect(await Effect.runPromise(Fiber.join(runFork(Effect.as(Effect.sleep(1), 1))))).toBe(1);
});

test("a dump shows a goroutine that waits for an effect, and a fiber of runFork, by that reason", () =>
  run(function* () {
    go(function* waits() {
      yield* Effect.never;
    });
    runFork(Effect.never);
    yield* settle();
    expect(stack().match(/\[effect\]/g)).toHaveLength(2);
  }));

test("a goroutine that has waited for an effect may exit", () =>
  run(function* () {
    const g = go(function* () {
      yield* Effect.yieldNow;
      yield* goexit();
    });
    yield* g.join();
    expect(g.status).toBe("dead");
  }));
