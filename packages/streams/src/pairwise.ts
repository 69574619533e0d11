/**
 * pairwise(): each value with the one before.
 */
import { type Code, MORE } from "./codes.js";
import { fused, type Operator } from "./stage.js";
import { Step } from "./step.js";

class PairStep extends Step {
  push(value: unknown): Code {
    const { held } = this;
    this.held = value;
    return this.index++ > 0 ? this.next.push([held, value]) : MORE;
  }
}

/**
 * Gives each value together with the one before it, from the second value on.
 *
 * @example
 * ```ts
 * import { collect, pairwise, pipe } from "@gopark/streams";
 *
 * console.log(await pipe([1, 2, 3], pairwise(), collect())); // prints: [ [ 1, 2 ], [ 2, 3 ] ]
 * ```
 */
export function pairwise<A>(): Operator<A, [before: A, value: A]> {
  return fused("pairwise", PairStep);
}
