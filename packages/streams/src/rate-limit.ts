/**
 * rateLimit: no more than so many values in so much time.
 */
import type { Duration } from "@gopark/core";
import type { Code } from "./codes.js";
import { now, sleep } from "./engine.js";
import { fused, millis, type Operator, whole } from "./stage.js";
import { Step } from "./step.js";

/**
 * How many values may pass.
 *
 * @example
 * ```ts
 * import { now } from "@gopark/core";
 * import { count, pipe, type RateLimit, rateLimit } from "@gopark/streams";
 *
 * const limit: RateLimit = { count: 2, per: 100 };
 * const start = now();
 * await pipe("abcde", rateLimit(limit), count());
 * console.log(now() - start >= 200); // prints: true
 * ```
 */
export interface RateLimit {
  /** That many. */
  readonly count: number;
  /** In any period of that many milliseconds. */
  readonly per: Duration;
}

class RateStep extends Step {
  /** When the last `count` values passed, in a ring. */
  private readonly times: number[] = [];

  push(value: unknown): Code {
    const oldest = this.times[this.index];
    const wait = oldest === undefined ? 0 : oldest + this.option - now();
    this.held = value;
    return wait > 0 ? this.flow.park(this, sleep(wait)) : this.resume();
  }

  override resume(): Code {
    const { held } = this;
    this.held = undefined;
    this.times[this.index] = now();
    this.index = (this.index + 1) % this.given;
    return this.next.push(held);
  }
}

/**
 * Lets at most `count` values pass in any period of `per` milliseconds; the others wait, and so does the source. No
 * value is dropped.
 *
 * @throws TypeError `count` is no integer from 1 up, or `per` no number of milliseconds
 * @example
 * ```ts
 * import { collect, pipe, rateLimit } from "@gopark/streams";
 *
 * console.log(await pipe([1, 2, 3], rateLimit({ count: 2, per: 5 }), collect())); // prints: [ 1, 2, 3 ]
 * ```
 */
export function rateLimit<A>(limit: RateLimit): Operator<A, A> {
  const { count, per } = Object(limit) as RateLimit;
  whole("rateLimit: count", count, 1);
  millis("rateLimit: per", per);
  return fused("rateLimit", RateStep, count, per);
}
