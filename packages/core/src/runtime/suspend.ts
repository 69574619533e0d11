/**
 * What passes between a generator and the scheduler.
 *
 * A goroutine's generator yields one of two tokens, and is resumed with its own goroutine as the argument. `yield*` hands
 * an operation's iterator result through as it is, so the results below are shared by all operations: suspending and
 * completing allocate nothing.
 *
 *   S0  What a result means its value tells: some engines (JavaScriptCore) hand through the value in a result of their own.
 *   S1  An operation's `next` gets `undefined` when it is performed and a goroutine when it is resumed.
 *   S2  Whoever gets COMPLETED reads its `value` before any other code of the runtime runs.
 */

declare const suspend: unique symbol;

/**
 * The token that a parked goroutine yields. Only operations produce it: a body never writes `yield` itself.
 *
 * @example What performing an operation by hand gives.
 * ```ts
 * import { chan, type Suspend } from "@gopark/core";
 *
 * const receive: Iterator<Suspend, number | undefined> = chan<number>().recv()[Symbol.iterator]();
 * console.log(typeof receive.next); // prints: function
 * ```
 */
export interface Suspend {
  /** Makes the type nominal. */
  readonly [suspend]: true;
}

/**
 * What a goroutine body may yield. Adapters for other libraries add members by declaration merging, and a
 * handler that turns such a value into an operation.
 *
 * @example
 * ```ts
 * import type { Yieldables } from "@gopark/core";
 *
 * const names: (keyof Yieldables)[] = ["suspend"];
 * console.log(names.length); // prints: 1
 * ```
 */
export interface Yieldables {
  /** What operations yield. */
  suspend: Suspend;
}

/**
 * Any value that a goroutine body may yield.
 *
 * @example A helper that is a goroutine body, with its type written out.
 * ```ts
 * import { run, sleep, type Yieldable } from "@gopark/core";
 *
 * function* nap(ms: number): Generator<Yieldable, string, unknown> {
 *   yield* sleep(ms);
 *   return "rested";
 * }
 *
 * console.log(await run(() => nap(1))); // prints: rested
 * ```
 */
export type Yieldable = Yieldables[keyof Yieldables];

/**
 * What a goroutine body returns: a generator that yields operations and ends with a `T`.
 *
 * @example
 * ```ts
 * import { type Go, run, sleep } from "@gopark/core";
 *
 * function* twice(n: number): Go<number> {
 *   yield* sleep(1);
 *   return n * 2;
 * }
 *
 * console.log(await run(() => twice(21))); // prints: 42
 * ```
 */
export type Go<T = void> = Generator<Yieldable, T, any>;

/** The value of SUSPENDED. */
export const SUSPEND: Suspend = {} as Suspend;
/** The value of CALLED. */
export const CALL: Suspend = {} as Suspend;

/** Says: this goroutine has given up the CPU; whoever holds it makes it runnable again. */
export const SUSPENDED: IteratorYieldResult<Suspend> = { value: SUSPEND, done: false };

/** Says: this goroutine goes on at once, in another frame than before (`g.gen` has changed). */
export const CALLED: IteratorYieldResult<Suspend> = { value: CALL, done: false };

/** Says: the operation is complete, with `value` as its result (S2). */
const COMPLETED: IteratorReturnResult<any> = { value: undefined, done: true };

/** The completed result that carries `value`. */
export function complete(): IteratorReturnResult<undefined>;
export function complete<T>(value: T): IteratorReturnResult<T>;
export function complete(value?: unknown): IteratorReturnResult<any> {
  COMPLETED.value = value;
  return COMPLETED;
}
