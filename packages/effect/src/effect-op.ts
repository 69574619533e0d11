/**
 * An effect as an operation of a goroutine: `yield*`, `await` and a case of a select.
 *
 *   E1  `yield*` starts the fiber at once, on the goroutine's stack: an effect that needs not wait needs no switch.
 *   E2  As a case of a select, or awaited, it starts when its turn comes, after the select has looked at all cases: one
 *       that has not started has no effect, and nobody's code runs while a select looks round.
 *   E3  Withdrawn (another case has happened, the goroutine ends, the program ends), the fiber is interrupted before
 *       withdraw returns: from then on it takes nothing from anybody. Its finalizers run in their turn, and nobody
 *       waits for them.
 *   E4  While a goroutine waits for an effect, no deadlock is reported: the host may still wake the fiber.
 */
import type { Sched, Sudog } from "@gopark/core/internal";
import type { Cause, Effect, Exit, Fiber } from "effect";
import { fork } from "./program.js";
import { interruptLater, newDispatcher } from "./scheduler.js";
import { FRESH, isEffect, isExit, isFailure, m, panicValueOf, squash, WaitOp, wrong } from "./seam.js";

/**
 * What a goroutine panics with when an effect that it waits for fails, dies or is interrupted.
 *
 * @example
 * ```ts
 * import { run } from "@gopark/core";
 * import { EffectFailure } from "@gopark/effect";
 * import { Effect } from "effect";
 *
 * await run(function* () {
 *   try {
 *     yield* Effect.fail("no such user");
 *   } catch (error) {
 *     if (error instanceof EffectFailure) console.log(error.message, error.cause.reasons.length); // prints: no such user 1
 *   }
 * });
 * ```
 */
export class EffectFailure<E = unknown> extends Error {
  /** Always `EffectFailure`. */
  override readonly name: string = "EffectFailure";
  /** All that is known: failures, defects and interruptions, as Effect keeps them. */
  override readonly cause: Cause.Cause<E>;
  /** The first failure, or the first defect if there is none: `Cause.squash`. If that is a panic, its value. */
  readonly error: unknown;

  constructor(cause: Cause.Cause<E>) {
    const thrown = squash(cause);
    const error = panicValueOf(thrown);
    super(error === thrown ? String(error) : (thrown as Error).message);
    this.cause = cause;
    this.error = error;
  }
}

type AnyExit = Exit.Exit<any, unknown>;

/** The value of an effect that has succeeded; otherwise a panic. */
export function unwrap(exit: AnyExit): unknown {
  if (isFailure(exit)) throw new EffectFailure(exit.cause);
  return exit.value;
}

/** Runs an effect; waits for its fiber as for a promise. */
export class EffectOp extends WaitOp<any> {
  /** What it runs. */
  private readonly effect: Effect.Effect<unknown, unknown>;
  /** Makes of the exit what the goroutine gets. */
  private readonly resultOf: (exit: AnyExit) => unknown;
  /** Gives the exit without running anything, if that is possible now. */
  private readonly peek: (() => AnyExit | undefined) | undefined;
  /** What runs it; null before the start and after the end. */
  private fiber: Fiber.Fiber<unknown, unknown> | null;
  /** How it ended. */
  private exit: AnyExit | undefined;

  constructor(
    effect: Effect.Effect<unknown, unknown>,
    resultOf: (exit: AnyExit) => unknown,
    peek?: () => AnyExit | undefined,
  ) {
    super(undefined);
    if (!isEffect(effect)) throw wrong("fromEffect", "an effect", effect);
    this.effect = effect;
    this.resultOf = resultOf;
    this.peek = peek;
    this.fiber = null;
    this.exit = undefined;
  }

  override next(resumed?: unknown): ReturnType<WaitOp<any>["next"]> {
    const { g } = m;
    // Fresh: not resumed.
    if (g !== null && this.state === FRESH && this.fiber === null && !this.poll()) {
      this.start(g.p.sched);
      // The effect has ended the program: the goroutine does not go on.
      if (m.g === null) this.stop();
    }
    return super.next(resumed);
  }

  override poll(): boolean {
    const { effect, peek } = this;
    this.exit ??= isExit(effect) ? effect : peek?.();
    return this.exit !== undefined;
  }

  override enroll(sudog: Sudog): void {
    const { sched } = sudog.g.p;
    super.enroll(sudog);
    if (this.fiber !== null) return;
    // In a turn of its own.
    newDispatcher(sched).scheduleTask(() => {
      if (this.waiter === sudog && this.fiber === null) this.start(sched);
    }, 0);
  }

  override withdraw(sudog: Sudog): void {
    super.withdraw(sudog);
    this.stop();
  }

  override finish(): unknown {
    const { exit } = this;
    this.stop();
    return this.resultOf(exit as AnyExit);
  }

  override get waitReason(): string {
    return "effect";
  }

  /** Starts its fiber. */
  start(sched: Sched): Fiber.Fiber<any, any> {
    const fiber = fork(sched, this.effect);
    this.fiber = fiber;
    fiber.addObserver((exit) => {
      // Another has taken its place since.
      if (this.fiber !== fiber) return;
      this.fiber = null;
      this.settle(false, undefined);
      // Now: who was waiting has left the line, as one that loses does.
      this.exit = exit;
    });
    return fiber;
  }

  /** Forgets what it knows; a fiber that still runs is interrupted. */
  private stop(): void {
    const { fiber } = this;
    this.fiber = null;
    this.exit = undefined;
    if (fiber !== null) interruptLater(fiber);
  }
}
