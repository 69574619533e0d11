/**
 * tap(f): looks at each value.
 */
import type { BodyResult } from "@gopark/core";
import type { Code } from "./codes.js";
import { func, fused, type Operator } from "./stage.js";
import { FuncStep } from "./step.js";

class TapStep extends FuncStep {
  protected take(value: unknown): Code {
    return this.next.push(value);
  }
}

/**
 * Calls `f` with each value and its index, and passes the value on. If `f` gives something to wait for, the value
 * waits as well.
 *
 * @throws TypeError `f` is no function
 * @example
 * ```ts
 * import { count, pipe, tap } from "@gopark/streams";
 *
 * await pipe(["a", "b"], tap((s) => console.log(s)), count()); // prints: a | b
 * ```
 */
export function tap<A>(f: (value: A, index: number) => BodyResult<unknown>): Operator<A, A> {
  func("tap", f);
  return fused("tap", TapStep, f);
}
