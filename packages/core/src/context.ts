/**
 * The public face of contexts.
 */

import { Canceled, DeadlineExceeded } from "./context-error.js";
import { type Key, SELF } from "./context-key.js";
import { CancelCtx, type Context, cancel, EmptyCtx, type Limit, ValueCtx } from "./context-tree.js";
import type { BodyResult } from "./op.js";
import { FuncTimer, spawn } from "./runtime/func-timer.js";
import { crowded, host, hostCalendar } from "./runtime/host.js";
import { LATEST } from "./runtime/limits.js";
import { demand, wrong } from "./runtime/misuse.js";
import { currentSched, type Sched } from "./runtime/sched.js";

export { Canceled, ContextError, DeadlineExceeded } from "./context-error.js";
export { type Key, key } from "./context-key.js";
export { type Context, cause } from "./context-tree.js";

/**
 * Cancels a context, and all derived from it, before it returns. Has no effect on one that is done. Does not wait
 * for those who watch the context. May be called from anywhere, any number of times.
 *
 * @example
 * ```ts
 * import { background, type CancelFunc, withCancel } from "@gopark/core";
 *
 * const [ctx, cancel] = withCancel(background());
 * const stop: CancelFunc = cancel;
 * stop();
 * stop();
 * console.log(ctx.err()?.message); // prints: context canceled
 * ```
 * @go context.CancelFunc
 */
export type CancelFunc = () => void;

/**
 * Cancels as a `CancelFunc` does, and says why: `cause(ctx)` gives it back. Without a cause it is `Canceled`.
 *
 * @example
 * ```ts
 * import { background, type CancelCauseFunc, cause, withCancelCause } from "@gopark/core";
 *
 * const [ctx, cancel] = withCancelCause(background());
 * const giveUp: CancelCauseFunc = cancel;
 * giveUp(new Error("disk full"));
 * console.log(String(cause(ctx))); // prints: Error: disk full
 * ```
 * @go context.CancelCauseFunc
 */
export type CancelCauseFunc = (cause?: unknown) => void;

const BACKGROUND: EmptyCtx = /* @__PURE__ */ new EmptyCtx("context.Background");
const TODO: EmptyCtx = /* @__PURE__ */ new EmptyCtx("context.TODO");

/**
 * The root of all contexts: never done, no deadline, no values.
 *
 * @example
 * ```ts
 * import { background } from "@gopark/core";
 *
 * console.log(background().err(), String(background())); // prints: undefined context.Background
 * ```
 * @go context.Background
 */
export function background(): Context {
  return BACKGROUND;
}

/**
 * The same as `background`, for where it is not clear yet which context to use.
 *
 * @example
 * ```ts
 * import { todo } from "@gopark/core";
 *
 * console.log(String(todo())); // prints: context.TODO
 * ```
 * @go context.TODO
 */
export function todo(): Context {
  return TODO;
}

/** Derives a context that can be cancelled; with a limit, one that then cancels itself, with the cause `why`. */
function derive(parent: Context, own?: Limit, why?: unknown): [CancelCtx, CancelFunc] {
  const ctx = new CancelCtx(parent, own).follow();
  const { own: limit } = ctx;
  if (limit && !ctx.over) {
    const expire = (): void => cancel(ctx, DeadlineExceeded, why);
    // In a goroutine, as listeners of the signal are the user's code. While the program ends none starts any more;
    // what its `finally` blocks give themselves time for must have an end all the same.
    const begin = (sched: Sched): void =>
      sched.isEnding ? expire() : spawn(sched, expire, [], "time.goFunc");
    if (limit.when <= host.now()) expire();
    else {
      const timer = new FuncTimer(limit.when, begin);
      ctx.onDone = () => timer.stop();
    }
  }
  return [ctx, () => cancel(ctx, Canceled)];
}

/** A limit at a time of the runtime's clock. */
function limitAt(when: number): Limit {
  return { when, at: Math.max(-LATEST, Math.min(Math.round(hostCalendar.origin() + when), LATEST)) };
}

/**
 * Derives a context, and a function that cancels it. It is also done when its parent is. Call the function when
 * the work is over, in any case: until then the parent holds the context. Does not block.
 *
 * @throws RuntimeError `cannot create context from nil parent`
 * @example
 * ```ts
 * import { background, withCancel } from "@gopark/core";
 *
 * const [parent, cancel] = withCancel(background());
 * const [child] = withCancel(parent);
 * cancel();
 * console.log(child.err()?.message); // prints: context canceled
 * ```
 * @go context.WithCancel
 */
export function withCancel(parent: Context): [ctx: Context, cancel: CancelFunc] {
  return derive(parent);
}

/**
 * As `withCancel`, with a function that also takes the cause. Does not block.
 *
 * @throws RuntimeError `cannot create context from nil parent`
 * @example
 * ```ts
 * import { background, cause, withCancelCause } from "@gopark/core";
 *
 * const [ctx, cancel] = withCancelCause(background());
 * cancel("no more work");
 * console.log(ctx.err()?.message, "-", cause(ctx)); // prints: context canceled - no more work
 * ```
 * @go context.WithCancelCause
 * @differs D-37
 */
export function withCancelCause(parent: Context): [ctx: Context, cancel: CancelCauseFunc] {
  const [ctx] = derive(parent);
  return [ctx, (why) => cancel(ctx, Canceled, why)];
}

/**
 * As `withCancel`, and done with `DeadlineExceeded` once `ms` milliseconds have passed; zero, less or NaN: at once.
 * A parent's earlier deadline is kept. Does not block.
 *
 * Until it is done, its timer keeps the process alive and the program from being declared deadlocked. The timer
 * belongs to the program that calls this, and ends with it.
 *
 * @throws RuntimeError `cannot create context from nil parent`
 * @example
 * ```ts
 * import { background, run, withTimeout } from "@gopark/core";
 *
 * await run(function* () {
 *   const [ctx, cancel] = withTimeout(background(), 5);
 *   try {
 *     yield* ctx.done().recv();
 *     console.log(ctx.err()?.message); // prints: context deadline exceeded
 *   } finally {
 *     cancel();
 *   }
 * });
 * ```
 * @go context.WithTimeout
 * @differs D-38
 */
export function withTimeout(parent: Context, ms: number): [ctx: Context, cancel: CancelFunc] {
  return withTimeoutCause(parent, ms, undefined);
}

/**
 * As `withTimeout`, with a cause for the case that time runs out. Does not block.
 *
 * @throws RuntimeError `cannot create context from nil parent`
 * @example
 * ```ts
 * import { background, cause, withTimeoutCause } from "@gopark/core";
 *
 * const [ctx] = withTimeoutCause(background(), 0, "too slow");
 * console.log(ctx.err()?.message, "-", cause(ctx)); // prints: context deadline exceeded - too slow
 * ```
 * @go context.WithTimeoutCause
 */
export function withTimeoutCause(
  parent: Context,
  ms: number,
  why: unknown,
): [ctx: Context, cancel: CancelFunc] {
  // Less than nothing is in the past: so much earlier was the deadline.
  return derive(parent, limitAt(Math.min(host.now() + (ms || 0), Number.MAX_VALUE)), why);
}

/**
 * As `withTimeout`, at a time: a Date, or milliseconds on the clock of `now()`. A time that has passed gives a
 * context that is done. Does not block.
 *
 * @throws RuntimeError `cannot create context from nil parent`
 * @throws TypeError `deadline` is no time
 * @example
 * ```ts
 * import { background, now, run, withDeadline } from "@gopark/core";
 *
 * await run(function* () {
 *   const [ctx] = withDeadline(background(), now() + 5);
 *   const [longer] = withDeadline(ctx, new Date(Date.now() + 60_000));
 *   yield* longer.done().recv();
 *   console.log(longer.err()?.message); // prints: context deadline exceeded
 * });
 * ```
 * @go context.WithDeadline
 * @differs D-38
 */
export function withDeadline(parent: Context, deadline: Date | number): [ctx: Context, cancel: CancelFunc] {
  return withDeadlineCause(parent, deadline, undefined);
}

/**
 * As `withDeadline`, with a cause for the case that time runs out. Does not block.
 *
 * @throws RuntimeError `cannot create context from nil parent`
 * @throws TypeError `deadline` is no time
 * @example
 * ```ts
 * import { background, cause, withDeadlineCause } from "@gopark/core";
 *
 * const [ctx] = withDeadlineCause(background(), new Date(0), "long ago");
 * console.log(cause(ctx)); // prints: long ago
 * ```
 * @go context.WithDeadlineCause
 */
export function withDeadlineCause(
  parent: Context,
  deadline: Date | number,
  why: unknown,
): [ctx: Context, cancel: CancelFunc] {
  const isDate = typeof deadline !== "number";
  const at = (isDate ? (deadline as Date | undefined)?.getTime?.() : deadline) as number;
  // Neither NaN nor undefined is at most Infinity.
  if (!(at <= Infinity)) throw wrong("withDeadline", "a Date or milliseconds", deadline);
  const limit = isDate ? { when: at - hostCalendar.origin(), at } : limitAt(Math.min(at, Number.MAX_VALUE));
  return derive(parent, limit, why);
}

/**
 * Derives a context with one more value. It is done when its parent is. For what belongs to a request and
 * passes through many hands, not for optional parameters. Does not block.
 *
 * @throws RuntimeError `cannot create context from nil parent`, `nil key`
 * @example
 * ```ts
 * import { background, key, withValue } from "@gopark/core";
 *
 * const user = key<string>("user");
 * const outer = withValue(background(), user, "bob");
 * const inner = withValue(outer, user, "ann");
 * console.log(inner.value(user), outer.value(user)); // prints: ann bob
 * ```
 * @go context.WithValue
 * @differs D-36
 */
export function withValue<T>(parent: Context, key: Key<T>, value: NoInfer<T>): Context {
  return new ValueCtx(parent, key as Key<any>, value);
}

/**
 * Derives a context with its parent's values that is never done and has no deadline: for work that has to go on
 * after the parent is done. Does not block.
 *
 * @throws RuntimeError `cannot create context from nil parent`
 * @example
 * ```ts
 * import { background, withCancel, withoutCancel } from "@gopark/core";
 *
 * const [ctx, cancel] = withCancel(background());
 * const cleanUp = withoutCancel(ctx);
 * cancel();
 * console.log(ctx.err()?.message, cleanUp.err()); // prints: context canceled undefined
 * ```
 * @go context.WithoutCancel
 */
export function withoutCancel(parent: Context): Context {
  return new ValueCtx(parent, SELF, undefined, BACKGROUND);
}

/**
 * Runs `f` once in a goroutine of its own after the context is done, in the program that calls this; at once if it
 * is done already. Returns a function that calls it off and answers whether it did: false if `f` was started or
 * called off before. Neither blocks, and neither waits for `f`.
 *
 * @throws TypeError `f` is no function
 * @throws RuntimeError `cannot create context from nil parent`
 * @example
 * ```ts
 * import { afterDone, background, chan, run, withCancel } from "@gopark/core";
 *
 * await run(function* () {
 *   const [ctx, cancel] = withCancel(background());
 *   const cleaned = chan<string>();
 *   afterDone(ctx, () => cleaned.send("cleaned up"));
 *   const callOff = afterDone(ctx, () => console.log("not needed")); // never prints
 *   console.log(callOff()); // prints: true
 *   cancel();
 *   console.log(yield* cleaned.recv()); // prints: cleaned up
 * });
 * ```
 * @go context.AfterFunc
 * @differs D-39
 */
export function afterDone<T>(ctx: Context, f: () => BodyResult<T>): () => boolean {
  demand("afterDone", f);
  const sched = currentSched();
  const node = new CancelCtx(ctx);
  node.onDone = () => spawn(sched, f, [], "context.AfterFunc");
  node.follow();
  return () => {
    if (node.over) return false;
    node.onDone = null;
    cancel(node, Canceled);
    return true;
  };
}

/**
 * A context that is cancelled when an AbortSignal aborts, with the signal's reason as the cause, and a function
 * that cancels it and lets go of the signal: call it when the work is over. Does not block.
 *
 * @throws TypeError `signal` is no AbortSignal
 * @example
 * ```ts
 * import { cause, fromSignal } from "@gopark/core";
 *
 * const request = new AbortController();
 * const [ctx, stop] = fromSignal(request.signal);
 * request.abort("client has gone");
 * console.log(ctx.err()?.message, "-", cause(ctx)); // prints: context canceled - client has gone
 * stop();
 * ```
 */
export function fromSignal(signal: AbortSignal): [ctx: Context, stop: CancelFunc] {
  if (!signal?.addEventListener) throw wrong("fromSignal", "an AbortSignal", signal);
  const [ctx, stop] = derive(BACKGROUND);
  const onAbort = (): void => cancel(ctx, Canceled, signal.reason);
  crowded(signal);
  ctx.detach = () => signal.removeEventListener("abort", onAbort);
  if (signal.aborted) onAbort();
  else signal.addEventListener("abort", onAbort);
  return [ctx, stop];
}
