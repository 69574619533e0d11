/**
 * skip(n): without the beginning.
 */
import { type Code, MORE } from "./codes.js";
import { fused, type Operator, whole } from "./stage.js";
import { Step } from "./step.js";

class SkipStep extends Step {
  push(value: unknown): Code {
    return this.index++ >= this.given ? this.next.push(value) : MORE;
  }
}

/**
 * Drops the first `count` values and passes on the others.
 *
 * @throws TypeError `count` is no integer from 0 up
 * @example
 * ```ts
 * import { collect, pipe, skip } from "@gopark/streams";
 *
 * console.log(await pipe([1, 2, 3], skip(2), collect())); // prints: [ 3 ]
 * ```
 */
export function skip<A>(count: number): Operator<A, A> {
  whole("skip", count, 0);
  return fused("skip", SkipStep, count);
}
