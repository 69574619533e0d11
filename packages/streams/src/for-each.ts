/**
 * forEach(f): does something with each value.
 */
import type { BodyResult } from "@gopark/core";
import { type Code, MORE } from "./codes.js";
import { func, type Sink, sink } from "./stage.js";
import { FuncStep } from "./step.js";

/** Waits for what its function gives, and gives nothing. */
export class ForEachStep extends FuncStep {
  protected take(): Code {
    return MORE;
  }
}

/**
 * Calls `f` with each value and its index; the pipeline's operation completes when there are no more. If `f` gives
 * something to wait for, the next value is not asked for before: a slow `f` slows the source.
 *
 * @throws TypeError `f` is no function
 * @example
 * ```ts
 * import { sleep } from "@gopark/core";
 * import { forEach, pipe } from "@gopark/streams";
 *
 * await pipe(
 *   ["a", "b"],
 *   forEach(function* (s) {
 *     yield* sleep(1);
 *     console.log(s); // prints: a | b
 *   }),
 * );
 * ```
 */
export function forEach<A>(f: (value: A, index: number) => BodyResult<unknown>): Sink<A, void> {
  func("forEach", f);
  return sink("forEach", ForEachStep, f);
}
