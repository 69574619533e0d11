/**
 * concatMap(f): a source for each value, one after the other.
 */
import type { Code } from "./codes.js";
import { feed } from "./feed.js";
import { type Given, resultOf } from "./frame-feed.js";
import type { Source, ValueOf } from "./pipe.js";
import { func, fused, type Operator } from "./stage.js";
import { Step } from "./step.js";

/** Arrays of more values than that are read as other sources are: they give the CPU away at the end of a slice. */
const MANY = 64;

/** Gives all values of what its function gives. */
export class ConcatMapStep extends Step {
  push(value: unknown): Code {
    let inner: unknown;
    try {
      inner = this.given(value, this.index++);
      if (!Array.isArray(inner) || inner.length > MANY)
        return this.flow.park(this, feed(resultOf(inner), this.next));
    } catch (error) {
      throw this.failed(error);
    }
    return this.spread(inner);
  }

  override resume(code: unknown): Code {
    return code as Code;
  }
}

/**
 * Gives the values of the source that `f` makes of each value, one source after the other. The next value is asked
 * for when the last source has ended: nothing runs at the same time, and no goroutine is needed.
 *
 * `f` may give an array or any other source, a promise for one value, or be a generator function: that may perform
 * operations, gives values by `yield`, or one by `return`.
 *
 * @throws TypeError `f` is no function; when run: it gave no source
 * @example
 * ```ts
 * import { collect, concatMap, pipe } from "@gopark/streams";
 *
 * console.log(await pipe(["ab", "c"], concatMap((s) => [...s]), collect())); // prints: [ 'a', 'b', 'c' ]
 * ```
 */
export function concatMap<A, Y, R>(
  f: (value: A, index: number) => Generator<Y, R, any>,
): Operator<A, Given<Y, R>>;
/** The same with a source for each value. */
export function concatMap<A, S extends Source<any>>(
  f: (value: A, index: number) => S,
): Operator<A, ValueOf<S>>;
export function concatMap(f: (value: any, index: number) => unknown): Operator<any, any> {
  func("concatMap", f);
  return fused("concatMap", ConcatMapStep, f);
}
