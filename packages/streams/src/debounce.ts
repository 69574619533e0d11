/**
 * debounce(ms): the last value before a pause.
 */
import type { Duration } from "@gopark/core";
import { millis, type Operator } from "./stage.js";
import { gathered } from "./timed.js";

/**
 * Gives a value when `ms` milliseconds have passed without another one: RxJS's debounceTime. At the end, the value
 * that is waiting is given at once.
 *
 * @throws TypeError `ms` is no number of milliseconds
 * @example
 * ```ts
 * import { collect, debounce, pipe } from "@gopark/streams";
 *
 * console.log(await pipe(["g", "go"], debounce(1), collect())); // prints: [ 'go' ]
 * ```
 */
export function debounce<A>(ms: Duration): Operator<A, A> {
  millis("debounce", ms);
  return gathered(
    "debounce",
    (values, value, timed) => {
      values[0] = value;
      timed.timer.reset(ms);
      return false;
    },
    ([value]) => value,
    () => `${ms} ms`,
  );
}
