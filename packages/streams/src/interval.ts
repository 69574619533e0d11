/**
 * interval(ms): a source that counts.
 *
 *   I1  Each reading has a ticker of its own, which starts when the reading does.
 *   I2  A reader that comes late finds one tick waiting; the others are gone, as with Go's Ticker. The numbers
 *       have no gaps: they count values, not ticks.
 *   I3  When the reader leaves, the ticker stops and a `next` that is pending ends.
 */

import type { Chan, Duration } from "@gopark/core";
import { chan, select, Ticker } from "./engine.js";
import { check } from "./stage.js";

/**
 * A source of 0, 1, 2, ... with `ms` milliseconds between them, the first after `ms`. It never ends by itself.
 *
 * Nothing ticks before the pipeline runs, and each run counts from 0. A pipeline that falls behind misses ticks, not
 * numbers. Reads core's clock, so virtual time applies.
 *
 * @throws TypeError `ms` is not a number above 0
 * @example
 * ```ts
 * import { collect, interval, pipe, take } from "@gopark/streams";
 *
 * console.log(await pipe(interval(2), take(3), collect())); // prints: [ 0, 1, 2 ]
 * ```
 * @go time.Ticker
 */
export function interval(ms: Duration): AsyncIterable<number> {
  check(Number.isFinite(ms) && ms > 0, "interval", "a number of milliseconds above 0", ms);
  return { [Symbol.asyncIterator]: () => new Interval(ms) };
}

/** One reading of an interval. */
class Interval implements AsyncIterator<number, undefined> {
  private readonly ticker: Ticker;
  /** Closed when the reader leaves. */
  private readonly left: Chan<never> = chan<never>();
  private isOver = false;
  /** The next value. */
  private count = 0;

  constructor(ms: Duration) {
    this.ticker = new Ticker(ms);
  }

  async next(): Promise<IteratorResult<number, undefined>> {
    if (!this.isOver) await select([this.ticker.c.recv(), this.left.recvOk()]);
    return this.isOver ? { value: undefined, done: true } : { value: this.count++, done: false };
  }

  async return(): Promise<IteratorResult<number, undefined>> {
    if (!this.isOver) {
      this.isOver = true;
      this.ticker.stop();
      this.left.close();
    }
    return { value: undefined, done: true };
  }
}
