/**
 * batch(n): values in arrays.
 */
import type { Duration } from "@gopark/core";
import { type Code, MORE } from "./codes.js";
import { fused, millis, type Operator, whole } from "./stage.js";
import { Step } from "./step.js";
import { gathered } from "./timed.js";

/**
 * When a batch, or a window, is complete: whichever comes first.
 *
 * @example
 * ```ts
 * import { type BatchOptions, batch, collect, interval, pipe, take } from "@gopark/streams";
 *
 * const soon: BatchOptions = { count: 100, time: 25 };
 * console.log(await pipe(interval(10), take(4), batch(soon), collect())); // prints: [ [ 0, 1, 2 ], [ 3 ] ]
 * ```
 */
export interface BatchOptions {
  /** When it has that many values. No bound if not given. */
  readonly count?: number;
  /** That many milliseconds after its first value. */
  readonly time: Duration;
}

class BatchStep extends Step {
  push(value: unknown): Code {
    this.held ??= [];
    const values = this.held;
    if (values.push(value) < this.given) return MORE;
    this.held = undefined;
    return this.next.push(values);
  }

  override end(): Code {
    return this.held ? this.conclude(this.held) : this.next.end();
  }
}

/**
 * Gathers values in arrays of `count`, the last of which may be shorter: RxJS's bufferCount. With `time`, a batch is
 * given at the latest that many milliseconds after its first value came; there are no empty ones.
 *
 * @throws TypeError `count` is no integer from 1 up, or `time` no number of milliseconds
 * @example
 * ```ts
 * import { batch, collect, pipe } from "@gopark/streams";
 *
 * console.log(await pipe([1, 2, 3], batch(2), collect())); // prints: [ [ 1, 2 ], [ 3 ] ]
 * ```
 */
export function batch<A>(options: number | BatchOptions): Operator<A, A[]> {
  const { count, time } = limits("batch", options);
  if (time === undefined) return fused("batch", BatchStep, count);
  return gathered(
    "batch",
    (values, value, timed) => {
      if (values.length === 0) timed.timer.reset(time);
      return values.push(value) >= count;
    },
    (values) => values,
  );
}

/** The limits of a batch or a window. */
export function limits(
  where: string,
  options: number | BatchOptions,
): { count: number; time: number | undefined } {
  const given = Object(options) === options ? options : { count: options ?? NaN };
  const { count = Infinity, time } = given as Partial<BatchOptions>;
  whole(`${where}: count`, count, 1);
  if (time !== undefined) millis(`${where}: time`, time);
  return { count, time };
}
