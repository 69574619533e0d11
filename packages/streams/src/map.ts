/**
 * map(f): a function of each value.
 */
import type { BodyResult } from "@gopark/core";
import type { Code } from "./codes.js";
import { func, fused, type Operator } from "./stage.js";
import { FuncStep, isBody } from "./step.js";

/** Gives what `f` gives. */
export class MapStep extends FuncStep {
  // Written out, as in filter: a push that all steps share would see all kinds of functions, and cost double.
  override push(value: unknown): Code {
    let result: unknown;
    try {
      result = this.given(value, this.index++);
    } catch (error) {
      throw this.failed(error);
    }
    return typeof result === "object" && isBody(result)
      ? this.flow.park(this, result)
      : this.next.push(result);
  }

  protected take(_value: unknown, result: unknown): Code {
    return this.next.push(result);
  }
}

/**
 * Gives what `f` gives for each value and its index.
 *
 * `f` may be a plain function, an async one, a goroutine's body (a generator function), or return an operation: the
 * pipeline waits for its result before it takes the next value. For several at a time there is `parallel`.
 *
 * @throws TypeError `f` is no function
 * @example
 * ```ts
 * import { collect, map, pipe } from "@gopark/streams";
 *
 * console.log(await pipe([1, 2, 3], map((n, i) => n * i), collect())); // prints: [ 0, 2, 6 ]
 * console.log(await pipe(["a"], map(async (s) => s.toUpperCase()), collect())); // prints: [ 'A' ]
 * ```
 */
export function map<A, B>(f: (value: A, index: number) => BodyResult<B>): Operator<A, B> {
  func("map", f);
  return fused("map", MapStep, f);
}
