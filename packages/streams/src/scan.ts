/**
 * scan(f, init) and reduce(f, init): values gathered into one.
 */
import type { BodyResult } from "@gopark/core";
import { type Code, MORE } from "./codes.js";
import { func, fused, type Operator, type Sink, sink } from "./stage.js";
import { isBody, Step } from "./step.js";

/** What gathers. */
type Gather = (total: any, value: any, index: number) => unknown;

/** Without `init`, the first value is what it begins with. */
class ScanStep extends Step {
  /** What has been gathered so far. */
  protected total: unknown = this.option[0];
  /** Whether `total` holds something. */
  protected hasTotal: boolean = this.option.length > 0;

  push(value: unknown): Code {
    const index = this.index++;
    if (!this.hasTotal) return this.resume(value);
    let result: unknown;
    try {
      result = this.given(this.total, value, index);
    } catch (error) {
      throw this.failed(error);
    }
    return typeof result === "object" && isBody(result) ? this.flow.park(this, result) : this.resume(result);
  }

  override resume(total: unknown): Code {
    this.hasTotal = true;
    this.total = total;
    return this.next.push(total);
  }
}

/** Gives what has been gathered at the end. */
export class ReduceStep extends ScanStep {
  override resume(total: unknown): Code {
    this.hasTotal = true;
    this.total = total;
    return MORE;
  }

  override end(): Code {
    return this.hasTotal ? this.conclude(this.total) : this.next.end();
  }
}

/**
 * Gives the running total: `f(total, value, index)` for each value, from `init` on. Without `init` the first value
 * is the first total. What `f` gives may have to be waited for, as in `map`.
 *
 * @throws TypeError `f` is no function
 * @example
 * ```ts
 * import { collect, pipe, scan } from "@gopark/streams";
 *
 * console.log(await pipe([1, 2, 3], scan((sum, n) => sum + n, 0), collect())); // prints: [ 1, 3, 6 ]
 * ```
 */
export function scan<A, B>(f: (total: B, value: A, index: number) => BodyResult<B>, init: B): Operator<A, B>;
/** The same from the first value on. */
export function scan<A>(f: (total: A, value: A, index: number) => BodyResult<A>): Operator<A, A>;
export function scan(f: Gather, ...init: unknown[]): Operator<any, any> {
  func("scan", f);
  return fused("scan", ScanStep, f, init);
}

/**
 * Gathers all values into one: `f(total, value, index)` for each, from `init` on; the pipeline's result is the last
 * total. Without `init` the first value is the first total, and of no values the result is undefined. In the middle
 * of a pipeline it gives the total as its one value. What `f` gives may have to be waited for, as in `map`.
 *
 * @throws TypeError `f` is no function
 * @example
 * ```ts
 * import { pipe, reduce } from "@gopark/streams";
 *
 * console.log(await pipe([1, 2, 3], reduce((sum, n) => sum + n, 0))); // prints: 6
 * ```
 */
export function reduce<A, B>(
  f: (total: B, value: A, index: number) => BodyResult<B>,
  init: B,
): Sink<A, B> & Operator<A, B>;
/** The same from the first value on. */
export function reduce<A>(
  f: (total: A, value: A, index: number) => BodyResult<A>,
): Sink<A, A | undefined> & Operator<A, A | undefined>;
export function reduce(f: Gather, ...init: unknown[]): Sink<any, any> & Operator<any, any> {
  func("reduce", f);
  return sink("reduce", ReduceStep, f, init);
}
