/**
 * filter(f): the values for which `f` is true.
 */
import type { BodyResult } from "@gopark/core";
import { type Code, MORE } from "./codes.js";
import { func, fused, type Operator } from "./stage.js";
import { FuncStep, isBody } from "./step.js";

class FilterStep extends FuncStep {
  override push(value: unknown): Code {
    let result: unknown;
    try {
      result = this.given(value, this.index++);
    } catch (error) {
      throw this.failed(error);
    }
    if (typeof result === "object" && isBody(result)) {
      this.held = value;
      return this.flow.park(this, result);
    }
    return result ? this.next.push(value) : MORE;
  }

  protected take(value: unknown, result: unknown): Code {
    return result ? this.next.push(value) : MORE;
  }
}

/**
 * Passes on the values for which `f` gives true, or anything that counts as true. `f` gets the value and its index. What it
 * gives may have to be waited for, as in `map`.
 *
 * @throws TypeError `f` is no function
 * @example
 * ```ts
 * import { collect, filter, pipe } from "@gopark/streams";
 *
 * const mixed = [1, "a", 2];
 * const numbers: number[] = await pipe(mixed, filter((v) => typeof v === "number"), collect());
 * console.log(numbers); // prints: [ 1, 2 ]
 * ```
 */
export function filter<A, B extends A>(f: (value: A, index: number) => value is B): Operator<A, B>;
/** The same for `filter(Boolean)`, which leaves out null, undefined, false, 0 and "". */
export function filter<A>(
  f: BooleanConstructor,
): Operator<A, Exclude<A, null | undefined | false | 0 | 0n | "">>;
/** The same without a narrower type. */
export function filter<A>(f: (value: A, index: number) => BodyResult<unknown>): Operator<A, A>;
export function filter(f: (value: any, index: number) => unknown): Operator<any, any> {
  func("filter", f);
  return fused("filter", FilterStep, f);
}
