/**
 * take(n) and takeWhile(f): the beginning of a stream.
 */
import type { BodyResult } from "@gopark/core";
import { type Code, MORE } from "./codes.js";
import { func, fused, type Operator, whole } from "./stage.js";
import { FuncStep, Step } from "./step.js";

/** Ends after so many values. */
export class TakeStep extends Step {
  override start(): Code {
    return this.given > 0 ? MORE : this.next.end();
  }

  push(value: unknown): Code {
    return ++this.index < this.given ? this.next.push(value) : this.conclude(value);
  }
}

/**
 * Passes on the first `count` values, then ends and closes the source. With 0 the source is not opened.
 *
 * @throws TypeError `count` is no integer from 0 up
 * @example
 * ```ts
 * import { collect, pipe, take } from "@gopark/streams";
 *
 * console.log(await pipe("abcdef", take(2), collect())); // prints: [ 'a', 'b' ]
 * ```
 */
export function take<A>(count: number): Operator<A, A> {
  whole("take", count, 0);
  return fused("take", TakeStep, count);
}

class TakeWhileStep extends FuncStep {
  protected take(value: unknown, result: unknown): Code {
    if (result) return this.next.push(value);
    return this.option ? this.conclude(value) : this.next.end();
  }
}

/**
 * Passes values on as long as `f` gives true for them, then ends and closes the source. The value that ended it is
 * passed on only if `inclusive` is true. `f` gets the value and its index; what it gives may have to be waited for, as in
 * `map`.
 *
 * @throws TypeError `f` is no function
 * @example
 * ```ts
 * import { collect, pipe, takeWhile } from "@gopark/streams";
 *
 * console.log(await pipe([1, 2, 3, 1], takeWhile((n) => n < 3), collect())); // prints: [ 1, 2 ]
 * ```
 */
export function takeWhile<A, B extends A>(
  f: (value: A, index: number) => value is B,
  inclusive?: false,
): Operator<A, B>;
/** The same without a narrower type. */
export function takeWhile<A>(
  f: (value: A, index: number) => BodyResult<unknown>,
  inclusive?: boolean,
): Operator<A, A>;
export function takeWhile(
  f: (value: any, index: number) => unknown,
  inclusive: boolean = false,
): Operator<any, any> {
  func("takeWhile", f);
  return fused("takeWhile", TakeWhileStep, f, inclusive);
}
