import { go, run } from "@gopark/core";
import { currentSched, defaultSched } from "@gopark/core/internal";
import { Effect, Scheduler } from "effect";
import { expect, test } from "vitest";
import { goparkLayer, goparkScheduler } from "./index.js";
import { contextOf } from "./program.js";

test("each program has one scheduler, the same for all its fibers", () =>
  run(function* () {
    const own = yield* Scheduler.Scheduler;
    expect(yield* Scheduler.Scheduler).toBe(own);
    expect(own).not.toBe(goparkScheduler);
    expect(contextOf(currentSched())).toBe(contextOf(currentSched()));
    yield* go(function* () {
      expect(yield* Scheduler.Scheduler).toBe(own);
    }).join();
  }));

test("goparkScheduler and goparkLayer are those of the default program", async () => {
  expect(await Effect.runPromise(Effect.provide(Scheduler.Scheduler, goparkLayer))).toBe(goparkScheduler);
  const sched = await Effect.runPromise(
    Effect.sync(() => currentSched()),
    { scheduler: goparkScheduler },
  );
  expect(sched).toBe(defaultSched());
});

test("children inherit it, and other services stay", async () => {
  const seen: unknown[] = [];
  await Effect.runPromise(
    Effect.provide(
      Effect.all([Scheduler.Scheduler, Effect.andThen(Effect.yieldNow, Scheduler.Scheduler)], {
        concurrency: 2,
      }),
      goparkLayer,
    ).pipe(Effect.map((all) => seen.push(...all))),
  );
  expect(seen).toEqual([goparkScheduler, goparkScheduler]);
});
