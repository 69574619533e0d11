/**
 * throttle(ms): a value, then a pause.
 */
import type { Duration } from "@gopark/core";
import { millis, type Operator } from "./stage.js";
import { timely } from "./timed.js";

/**
 * Which values `throttle` gives.
 *
 * @example
 * ```ts
 * import { collect, pipe, type ThrottleOptions, throttle } from "@gopark/streams";
 *
 * const lastOnly: ThrottleOptions = { leading: false, trailing: true };
 * console.log(await pipe([1, 2, 3], throttle(5, lastOnly), collect())); // prints: [ 3 ]
 * ```
 */
export interface ThrottleOptions {
  /** The one that begins a pause. True if not given. */
  readonly leading?: boolean;
  /** The last one that came during a pause, at its end; that begins a pause itself. False if not given. */
  readonly trailing?: boolean;
}

/**
 * Gives a value, then drops those that come within the next `ms` milliseconds: RxJS's throttleTime.
 *
 * If the source ends during a pause that has a trailing value, that one is given when the pause is over.
 *
 * @throws TypeError `ms` is no number of milliseconds
 * @example
 * ```ts
 * import { collect, pipe, throttle } from "@gopark/streams";
 *
 * console.log(await pipe([1, 2, 3], throttle(5), collect())); // prints: [ 1 ]
 * console.log(await pipe([1, 2, 3], throttle(5, { trailing: true }), collect())); // prints: [ 1, 3 ]
 * ```
 */
export function throttle<A>(ms: Duration, options: ThrottleOptions = {}): Operator<A, A> {
  millis("throttle", ms);
  const { leading = true, trailing = false } = options;
  return timely(
    "throttle",
    function* (timed) {
      /** The value that is to be given; empty if there is none. */
      let waiting: unknown[] = [];
      let isPausing = false;
      for (;;) {
        const event = yield* timed.next();
        // Whether this is the moment at which what waits may be given.
        let isDue = trailing;
        if (event === null) isPausing = false;
        else if (event[1]) {
          waiting = [event[0]];
          isDue = leading && !isPausing;
          if (!leading && !isPausing) timed.timer.reset(ms);
          isPausing = true;
        } else {
          if (!(trailing && isPausing && waiting.length > 0)) return;
          yield* timed.pause();
        }
        if (isDue && waiting.length > 0) {
          yield waiting[0];
          if (event?.[1] === false) return;
          waiting = [];
          isPausing = true;
          timed.timer.reset(ms);
        }
      }
    },
    () => `${ms} ms`,
  );
}
