/**
 * What every fiber of a program runs with: its scheduler and its clock.
 */
import type { Sched } from "@gopark/core/internal";
import type { Context, Effect, Fiber, Layer, Scheduler as Schedulers } from "effect";
import { clock } from "./clock.js";
import { ProgramScheduler } from "./scheduler.js";
import {
  addService,
  Clock,
  defaultSched,
  makeContext,
  runForkWith,
  Scheduler,
  serviceOf,
  succeedContext,
} from "./seam.js";

const contexts = new WeakMap<Sched, Context.Context<never>>();

/** The services of a program. */
export function contextOf(sched: Sched): Context.Context<never> {
  let context = contexts.get(sched);
  if (context === undefined) {
    context = addService(makeContext(Clock, clock), Scheduler, new ProgramScheduler(sched));
    contexts.set(sched, context);
  }
  return context;
}

/** Starts a fiber in a program, at once if the program is running. */
export function fork<A, E>(sched: Sched, effect: Effect.Effect<A, E>): Fiber.Fiber<A, E> {
  return runForkWith(contextOf(sched))(effect);
}

/**
 * Effect's scheduler on the run queue of gopark's default program: that of all goroutines started outside `run`.
 *
 * Fibers that use it take turns with those goroutines, first come, first served, and share their time slice: after
 * 10 ms (in pages 4) the host's event loop has a turn, whatever fibers and goroutines do. Priorities and
 * `MaxOpsBeforeYield` mean what they mean in Effect. Fibers that a goroutine starts (`yield*`, `runFork`) use that of
 * its own program by themselves.
 *
 * @example
 * ```ts
 * import { goparkScheduler } from "@gopark/effect";
 * import { Effect } from "effect";
 *
 * const sum = Effect.all([Effect.succeed(1), Effect.yieldNow.pipe(Effect.as(2))], { concurrency: 2 });
 * console.log(await Effect.runPromise(sum, { scheduler: goparkScheduler })); // prints: [ 1, 2 ]
 * ```
 */
export const goparkScheduler: Schedulers.Scheduler = /* @__PURE__ */ serviceOf(
  /* @__PURE__ */ contextOf(/* @__PURE__ */ defaultSched()),
  Scheduler,
);

/**
 * The scheduler above and gopark's clock, as a layer: `Effect.sleep` stands in gopark's timer heap, and in virtual
 * time where gopark does. Provide it at the edge of a program.
 *
 * @example
 * ```ts
 * import { chan, go } from "@gopark/core";
 * import { goparkLayer, toEffect } from "@gopark/effect";
 * import { Effect } from "effect";
 *
 * const program = Effect.gen(function* () {
 *   const ch = chan<string>();
 *   go(() => ch.send("from a goroutine"));
 *   yield* Effect.sleep("1 millis");
 *   return yield* toEffect(ch.recv());
 * });
 * console.log(await Effect.runPromise(Effect.provide(program, goparkLayer))); // prints: from a goroutine
 * ```
 */
export const goparkLayer: Layer.Layer<never> = /* @__PURE__ */ succeedContext(
  /* @__PURE__ */ contextOf(/* @__PURE__ */ defaultSched()),
);
