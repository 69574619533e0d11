/**
 * What happens to values that an Observable emits faster than they are taken: the options, and their checks.
 *
 *   V1  Nobody gets a buffer without having said how long it is and what happens beyond it.
 */
import { whole } from "./checks.js";
import { demand, wrong } from "./engine.js";

/**
 * How values of an Observable wait for a receiver, where the Observable cannot be slowed. `buffer` is how many may
 * wait, from 1 up; `overflow` is what happens to a value that finds so many waiting:
 *
 * - `"dropOldest"`: the one that has waited longest is forgotten.
 * - `"dropNewest"`: the new one is forgotten.
 * - `"latest"`: all that wait are forgotten; the new one is next.
 * - `"error"`: the receiver gets an `OverflowError` after those that wait, and the Observable is unsubscribed.
 *
 * @example
 * ```ts
 * import { type DropOptions, fromObservable } from "@gopark/rxjs";
 * import { range } from "rxjs";
 *
 * const newest: DropOptions = { buffer: 2, overflow: "dropOldest" };
 * const ch = fromObservable(range(1, 5), newest);
 * console.log(ch.tryRecv(), ch.tryRecv()); // prints: [ 4, true ] [ 5, true ]
 * ```
 */
export interface DropOptions {
  /** How many values may wait: an integer from 1 to 2^32 - 1. */
  readonly buffer: number;
  /** What happens to a value beyond that. */
  readonly overflow: "dropOldest" | "dropNewest" | "latest" | "error";
}

/**
 * How values wait where their producer can be told to pause: nothing is lost. Only who can say how to pause and resume
 * may choose this.
 *
 * `pause` is called when half of the buffer is in use, `resume` when no more than a quarter is. The other half is for
 * what a producer emits that does not stop at once; what comes beyond that is an `OverflowError`.
 *
 * @example A producer that looks at a flag.
 * ```ts
 * import { type BlockOptions, fromObservable } from "@gopark/rxjs";
 * import { Subject } from "rxjs";
 *
 * const numbers = new Subject<number>();
 * let isPaused = false;
 * const options: BlockOptions = {
 *   buffer: 4,
 *   overflow: "block",
 *   pause: () => (isPaused = true),
 *   resume: () => (isPaused = false),
 * };
 * const ch = fromObservable(numbers, options);
 * for (let n = 1; !isPaused; n++) numbers.next(n);
 * console.log(ch.len, isPaused); // prints: 2 true
 * ch.tryRecv();
 * console.log(ch.len, isPaused); // prints: 1 false
 * ```
 */
export interface BlockOptions {
  /** How many values may wait: an integer from 1 to 2^32 - 1. */
  readonly buffer: number;
  /** The producer waits. */
  readonly overflow: "block";
  /** Tells the producer to stop. Called within its own `next`. */
  readonly pause: () => unknown;
  /** Tells the producer to go on. Called by the goroutine that receives; may emit at once. What it throws, the receiver gets. */
  readonly resume: () => unknown;
}

/**
 * How values of an Observable wait for a receiver. Both the length of the line and what happens beyond it have to be
 * chosen.
 *
 * @example
 * ```ts
 * import { fromObservable, type OverflowOptions } from "@gopark/rxjs";
 * import { of } from "rxjs";
 *
 * const options: OverflowOptions = { buffer: 8, overflow: "error" };
 * console.log(fromObservable(of(1, 2, 3), options).len); // prints: 3
 * ```
 */
export type OverflowOptions = DropOptions | BlockOptions;

const POLICIES = "dropOldest, dropNewest, latest, error, block";

/** Checks what was given as options. `where` is the function they were given to. */
export function checkOverflow(where: string, options: OverflowOptions): OverflowOptions {
  const { buffer, overflow } = options ?? {};
  if (!POLICIES.split(", ").includes(overflow))
    throw wrong(`${where}: overflow`, `one of ${POLICIES}`, overflow);
  whole(`${where}: buffer`, buffer);
  if (options.overflow === "block")
    for (const name of ["pause", "resume"] as const) demand(`${where}: ${name}`, options[name]);
  return options;
}
