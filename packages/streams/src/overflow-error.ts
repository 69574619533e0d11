/**
 * The error of a bounded buffer whose producer cannot be slowed.
 */

/**
 * Values came faster than they were taken, and `overflow: "error"` was asked for; or a producer went on and on after
 * it was told to pause.
 *
 * @example
 * ```ts
 * import { collect, fromEvent, OverflowError, pipe } from "@gopark/streams";
 *
 * const target = new EventTarget();
 * const all = Promise.resolve(pipe(fromEvent(target, "tick", { buffer: 1, overflow: "error" }), collect()));
 * setTimeout(() => {
 *   for (let i = 0; i < 3; i++) target.dispatchEvent(new Event("tick"));
 * });
 * const { cause } = await all.catch((error) => error);
 * if (cause instanceof OverflowError) console.log(cause.message); // prints: fromEvent: tick: more than 1 values waiting
 * ```
 */
export class OverflowError extends Error {
  /** Always `OverflowError`. */
  override readonly name: string = "OverflowError";
  /** Always `overflow`. */
  readonly code: string = "overflow";
  /** How many were waiting: all that may. */
  readonly buffer: number;
  /** The value for which there was no room. */
  readonly value: unknown;

  constructor(buffer: number, value: unknown, where = "overflow") {
    super(`${where}: more than ${buffer} values waiting`);
    this.buffer = buffer;
    this.value = value;
  }
}
