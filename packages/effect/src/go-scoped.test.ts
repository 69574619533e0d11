import { type Context, chan, numGoroutine, run, sleep } from "@gopark/core";
import { Effect, Exit, Fiber, Scope } from "effect";
import { expect, test } from "vitest";
import { goparkScheduler, goScoped, toEffect } from "./index.js";

function* heedful(ctx: Context, log: string[], name: string) {
  log.push(`${name} starts`);
  try {
    yield* ctx.done().recv();
  } finally {
    yield* sleep(1);
    log.push(`${name} ends`);
  }
}

test("G1 closing the scope cancels the context and waits for the goroutines", () =>
  run(function* () {
    const log: string[] = [];
    yield* Effect.scoped(
      Effect.gen(function* () {
        yield* goScoped(heedful, log, "a");
        yield* goScoped(heedful, log, "b");
        while (log.length < 2) yield* Effect.yieldNow;
        log.push("closing");
      }),
    );
    // Scopes close in reverse order.
    expect(log.slice(0, 2).sort()).toEqual(["a starts", "b starts"]);
    expect(log.slice(2)).toEqual(["closing", "b ends", "a ends"]);
    expect(numGoroutine()).toBe(1);
  }));

test("failure and interruption close it as well", async () => {
  const log: string[] = [];
  const body = Effect.gen(function* () {
    yield* goScoped(heedful, log, "a");
    while (log.length < 1) yield* Effect.yieldNow;
    return yield* Effect.fail("no");
  });
  expect(await Effect.runPromiseExit(Effect.scoped(body))).toEqual(Exit.fail("no"));
  expect(log).toEqual(["a starts", "a ends"]);
  const fiber = Effect.runFork(Effect.scoped(Effect.andThen(goScoped(heedful, log, "b"), Effect.never)), {
    scheduler: goparkScheduler,
  });
  while (log.length < 3) await sleep(1);
  await Effect.runPromise(Fiber.interrupt(fiber));
  expect(log).toEqual(["a starts", "a ends", "b starts", "b ends"]);
});

test("a goroutine that ends by itself leaves nothing to wait for, and gives its result", () =>
  run(function* () {
    const n = yield* Effect.scoped(
      Effect.gen(function* () {
        const g = yield* goScoped((_ctx, a: number, b: number) => a + b, 1, 2);
        return yield* toEffect(g.join());
      }),
    );
    expect(n).toBe(3);
  }));

test("a scope that outlives the program of its goroutine closes all the same", async () => {
  const scope = Scope.makeUnsafe();
  const ch = chan<void>();
  await run(function* () {
    yield* Scope.provide(
      goScoped(() => ch.recv()),
      scope,
    );
  });
  await Effect.runPromise(Scope.close(scope, Exit.void));
  expect(ch.trySend()).toBe(false);
});
