/**
 * Effects in goroutines: `yield* effect`, `exit(effect)`, `fromEffect(effect)` and `runFork(effect)`.
 *
 *   Y1  An effect's iterator yields the effect itself, once. The runtime asks this handler what to make of it.
 *   Y2  `yield*` passes a throw on to the iterator, and Effect's has no method for it: JavaScript would throw a TypeError
 *       in place of the panic. So it gets one, which throws what it is given. Effect itself never calls it.
 *   Y3  An effect that needs services is no `Yieldable`: the goroutine does not compile until they are provided.
 */
import type { Op } from "@gopark/core";
import type { Effect, Exit, Fiber } from "effect";
import { EffectOp, unwrap } from "./effect-op.js";
import {
  currentSched,
  defaultSched,
  goready,
  handleYield,
  isEffect,
  newproc,
  SingleShotGen,
} from "./seam.js";
import { defect } from "./to-effect.js";

declare module "@gopark/core" {
  interface Yieldables {
    /** An effect that needs no services: `yield*` runs it and gives its value. */
    effect: Effect.Effect<any, any, never>;
  }
}

(SingleShotGen.prototype as { throw?(thrown: unknown): never }).throw ??= defect;

handleYield((value) => (isEffect(value) ? new EffectOp(value as Effect.Effect<any>, unwrap) : null));

const asItIs = (exit: Exit.Exit<any, unknown>): unknown => exit;

/**
 * An effect as an operation: performing it runs the effect and gives its value. In a goroutine `yield* effect` does the
 * same; this is for selects, timeouts, `go` and `await`.
 *
 * Blocks until the fiber ends. As a case of a select the effect starts only if no other case is ready; if another
 * case happens, or the goroutine ends, the fiber is interrupted at once and its finalizers run by themselves: nobody
 * waits for them.
 *
 * @throws EffectFailure the effect fails, dies or is interrupted
 * @throws TypeError `effect` is no effect
 * @example
 * ```ts
 * import { run, sleep } from "@gopark/core";
 * import { fromEffect } from "@gopark/effect";
 * import { race } from "@gopark/select";
 * import { Effect } from "effect";
 *
 * const slow = Effect.sleep("1 hour").pipe(Effect.as("slow"));
 * const first = await run(() => race([fromEffect(slow), sleep(1).map(() => "too late")]));
 * console.log(first); // prints: too late
 * ```
 */
export function fromEffect<A, E>(effect: Effect.Effect<A, E>): Op<A> {
  return new EffectOp(effect, unwrap);
}

/**
 * An effect as an operation that gives how it ended, and does not panic over it. Otherwise as `fromEffect`.
 *
 * @throws TypeError `effect` is no effect
 * @example
 * ```ts
 * import { run } from "@gopark/core";
 * import { exit } from "@gopark/effect";
 * import { Effect, Exit } from "effect";
 *
 * await run(function* () {
 *   const end = yield* exit(Effect.fail("no such user"));
 *   console.log(Exit.isFailure(end)); // prints: true
 * });
 * ```
 */
export function exit<A, E>(effect: Effect.Effect<A, E>): Op<Exit.Exit<A, E>> {
  return new EffectOp(effect, asItIs);
}

/**
 * Starts a fiber in the current program, as `go` starts a goroutine. In a goroutine it runs at once until it first has to
 * wait; outside, it starts in its turn. Never blocks. The end of the program interrupts it.
 *
 * @example
 * ```ts
 * import { run } from "@gopark/core";
 * import { runFork } from "@gopark/effect";
 * import { Effect, Fiber } from "effect";
 *
 * await run(function* () {
 *   const fiber = runFork(Effect.sleep("1 millis").pipe(Effect.as(42)));
 *   console.log(yield* Fiber.join(fiber)); // prints: 42
 * });
 * ```
 */
export function runFork<A, E>(effect: Effect.Effect<A, E>): Fiber.Fiber<A, E> {
  const sched = currentSched();
  const op = new EffectOp(effect, asItIs);
  const fiber = op.start(sched);
  if (!fiber.pollUnsafe() && sched !== defaultSched()) {
    // A goroutine that waits for it stands for it in the program: dumps show it, and the end takes it along.
    goready(newproc(sched, () => op, []));
  }
  return fiber;
}
