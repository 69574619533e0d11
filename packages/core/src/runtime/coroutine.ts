/**
 * call(f): calls that run on the goroutine's own stack instead of JavaScript's.
 *
 * `yield* f()` nests generators: each park and each resume walks through all of them, and some thousands deep
 * the JavaScript stack overflows. A call keeps the callee's generator beside the caller's: the goroutine
 * resumes the innermost directly, at any depth, and depth is bounded by memory.
 *
 *   K1  A callee starts at once, on the JavaScript stack of its caller, up to MAX_NESTED deep. If it does not
 *       park, the call costs little more than `yield*`. Once anything parks, all frames suspend, one time,
 *       and from then on only the innermost is resumed.
 *   K2  The call is pushed before the callee runs and popped when it ends, however it ends (F1).
 *
 * @go runtime/stack.go
 */
import { mapped } from "./composite.js";
import { runApart } from "./foreign.js";
import type { Call, Frame } from "./frame.js";
import type { G } from "./g.js";
import { MAX_NESTED } from "./limits.js";
import { m } from "./m.js";
import { demand, outside, reused } from "./misuse.js";
import type { Op } from "./operation.js";
import { DONE, FRESH, PARKED } from "./opstate.js";
import { frameOf } from "./promise.js";
import { preempt } from "./ready.js";
import { CALLED, complete, SUSPENDED, type Suspend } from "./suspend.js";

/** A call of a function on the goroutine's own stack. */
export class CallOp<T> implements Op<T>, Call {
  /** The function. */
  readonly fn: (...args: any[]) => unknown;
  /** What it is called with. */
  protected readonly args: unknown[];
  /** FRESH, PARKED while the callee runs, then DONE. */
  protected state: number = FRESH;
  /** The result, or what was thrown. */
  protected outcome: any = undefined;
  /** Whether `outcome` was thrown. */
  protected hasFailed = false;
  /** The frame of the caller (F1). */
  caller: Frame | null = null;
  /** The call that the caller answers (F1). */
  below: Call | null = null;

  constructor(fn: (...args: any[]) => unknown, args: unknown[]) {
    demand("call", fn);
    this.fn = fn;
    this.args = args;
  }

  [Symbol.iterator](): this {
    return this;
  }

  next(resumed?: unknown): IteratorResult<Suspend, T> {
    if (resumed !== undefined) {
      if (this.hasFailed) throw this.outcome;
      return complete(this.outcome);
    }
    const g = m.g;
    if (!g) throw outside();
    this.prepare();
    let frame: Frame | null = null;
    let outcome: unknown;
    let hasFailed = false;
    this.caller = g.gen;
    this.below = g.answers;
    try {
      outcome = this.perform();
      frame = frameOf(outcome);
    } catch (error) {
      hasFailed = true;
      outcome = error;
    }
    g.answers = this;
    frame ??= this.ended(hasFailed, outcome);
    while (frame !== null) {
      g.gen = frame;
      if (m.depth >= MAX_NESTED) return CALLED;
      hasFailed = false;
      m.depth++;
      try {
        const step = frame.next();
        if (step.done !== true) return step as IteratorYieldResult<Suspend>;
        outcome = step.value;
      } catch (error) {
        hasFailed = true;
        outcome = error;
      } finally {
        m.depth--;
      }
      frame = this.ended(hasFailed, outcome);
    }
    this.popFrame(g);
    if (this.hasFailed) throw this.outcome;
    // It has ended without parking: like any operation it counts against the slice.
    return --m.budget < 0 && preempt(g) ? SUSPENDED : complete(this.outcome);
  }

  leave(g: G, hasFailed: boolean, outcome: unknown): Frame {
    const frame = this.ended(hasFailed, outcome);
    if (!frame) return this.popFrame(g);
    g.gen = frame;
    return frame;
  }

  // biome-ignore lint/suspicious/noThenProperty: an operation is awaitable by design.
  then<A = T, B = never>(
    onFulfilled?: ((value: T) => A | PromiseLike<A>) | null,
    onRejected?: ((reason: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    return runApart<T>(() => {
      this.prepare();
      return this.perform();
    }).then(onFulfilled, onRejected);
  }

  map<U>(f: (value: T) => U): Op<U> {
    return mapped(this as CallOp<T>, f);
  }

  /** It is performed, for the first time. */
  private prepare(): void {
    if (this.state !== FRESH) throw reused(`call of ${this.fn.name || "func"}`);
    this.state = PARKED;
  }

  protected perform(): unknown {
    const { fn, args } = this;
    return args.length === 0 ? fn() : fn(...args);
  }

  /** The frame that answers the call has ended: gives the frame to run next; null if the call is over. */
  protected ended(hasFailed: boolean, outcome: unknown): Frame | null {
    this.hasFailed = hasFailed;
    this.outcome = outcome;
    return null;
  }

  protected popFrame(g: G): Frame {
    const { caller } = this;
    this.state = DONE;
    g.gen = caller;
    g.answers = this.below;
    this.caller = null;
    this.below = null;
    return caller as Frame;
  }
}
