/**
 * What follows from select: timeout, race and all.
 *
 *   B1  None of them loses a message: what an operation was about to take stays where it was, unless its result
 *       is given.
 */
import { call, type Go, type Op, sleep } from "@gopark/core";
import { FRESH, Operation, reused, rootOf } from "@gopark/core/internal";
import { AllOp } from "./allop.js";
import type { Case, CaseValue } from "./select.js";
import { newSelect } from "./selectgo.js";

/**
 * An operation did not complete in time.
 *
 * @example
 * ```ts
 * import { chan, run } from "@gopark/core";
 * import { TimeoutError, timeout } from "@gopark/select";
 *
 * const error = await run(() => timeout(chan().recv(), 5)).catch((error) => error.cause);
 * if (error instanceof TimeoutError) console.log(error.message, error.code); // prints: chan receive: not complete after 5 ms timeout
 * ```
 */
export class TimeoutError extends Error {
  /** Always `TimeoutError`. */
  override readonly name: string = "TimeoutError";
  /** Always `timeout`. */
  readonly code: string = "timeout";
  /** How long it was waited for, in milliseconds. */
  readonly ms: number;

  constructor(what: string, ms: number) {
    super(`${what}: not complete after ${ms} ms`);
    this.ms = ms;
  }
}

/**
 * The operation, if it completes within `ms` milliseconds from when it is performed; otherwise a panic, and the
 * operation has had no effect.
 *
 * With zero or less it has to be ready at once. Can itself be the case of a select.
 *
 * @throws TimeoutError after `ms` milliseconds
 * @example A receive that gives up, and the value that came too late is still there.
 * ```ts
 * import { chan, run } from "@gopark/core";
 * import { TimeoutError, timeout } from "@gopark/select";
 *
 * await run(function* () {
 *   const ch = chan<string>(1);
 *   try {
 *     yield* timeout(ch.recv(), 5);
 *   } catch (error) {
 *     console.log(error instanceof TimeoutError); // prints: true
 *   }
 *   yield* ch.send("late");
 *   console.log(yield* timeout(ch.recv(), 5)); // prints: late
 * });
 * ```
 * @go select with time.After
 */
export function timeout<T>(op: Op<T>, ms: number): Op<T> {
  // Looked at from the last to the first: an operation that is ready is not late, whatever the clock says.
  const both = newSelect<[index: number, value: T]>([sleep(ms), op], true, true);
  const what = op instanceof Operation ? op.waitReason : "operation";
  return both.map(([index, value]) => {
    if (!index) throw new TimeoutError(what, ms);
    return value;
  });
}

/**
 * The result of whichever operation completes first. The others have no effect: where `Promise.race` takes a
 * message from every channel and throws all but one away, here the others keep theirs.
 *
 * Blocks until one completes. Takes what `select` takes; can itself be the case of a select.
 *
 * @throws whatever the first one throws
 * @example Two messages, one race: the other message is still there.
 * ```ts
 * import { chan, run } from "@gopark/core";
 * import { race } from "@gopark/select";
 *
 * await run(function* () {
 *   const a = chan<string>(1);
 *   const b = chan<string>(1);
 *   a.trySend("message");
 *   b.trySend("message");
 *   console.log(yield* race([a.recv(), b.recv()])); // prints: message
 *   console.log(a.len + b.len); // prints: 1
 * });
 * ```
 */
export function race<const C extends readonly Case[] | Readonly<Record<string, Case>>>(
  cases: C,
): Op<CaseValue<C extends readonly unknown[] ? C[number] : C[keyof C]>> {
  return newSelect<any>(cases, true).map((pair) => pair[1]);
}

// In dumps by the name of what was called.
const gather = function* all(op: AllOp, results: any): Go<any> {
  try {
    for (const _ of op.ops) {
      const [key, value] = yield* op;
      results[key] = value;
    }
  } finally {
    op.withdraw();
  }
  return results;
};

/**
 * The results of all operations, each completed as soon as it can be, in whatever order; under their names or in
 * their positions.
 *
 * Blocks until all are complete. They begin in the order given, when it is performed, and each waits in its line as it
 * would alone. If one panics, those that are not complete yet have no effect. Made of steps: it can't be the case of a
 * select.
 *
 * @throws whatever the first one to fail throws
 * @throws RuntimeError `operation performed twice`, at once: the same operation stands in two places
 * @example
 * ```ts
 * import { chan, go, run, sleep } from "@gopark/core";
 * import { all } from "@gopark/select";
 *
 * await run(function* () {
 *   const ch = chan<number>();
 *   const g = go(function* () {
 *     yield* ch.send(1);
 *     return "sent";
 *   });
 *   console.log(yield* all([g.join(), ch.recv(), sleep(1)])); // prints: [ 'sent', 1, undefined ]
 * });
 * ```
 */
export function all<const C extends readonly Op<any>[] | Readonly<Record<string, Op<any>>>>(
  cases: C,
): Op<{ -readonly [K in keyof C]: CaseValue<C[K]> }> {
  const { ops: own, labels, given } = newSelect(cases, false, false, true);
  // Those that hold no state, as gosched(), may stand anywhere.
  const roots = own.map(rootOf).filter((op) => op.state === FRESH);
  if (new Set(roots).size < roots.length) throw reused("operation");
  return call(gather, new AllOp(own, labels, given, true, false), Array.isArray(cases) ? [] : {});
}
