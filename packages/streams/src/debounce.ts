/**
 * debounce(ms): the last value before a pause.
 */
import type { Duration } from "@gopark/core";
import { type Code, MORE, STOP } from "./codes.js";
import { push } from "./feed.js";
import { boundary, millis, type Operator } from "./stage.js";
import { Timed } from "./timed.js";

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
  return boundary(
    "debounce",
    function* (up, head, flow) {
      const timed = new Timed(up);
      /** The value that waits; empty if none does. */
      let waiting: unknown[] = [];
      try {
        for (;;) {
          const event = yield* timed.next();
          if (event?.[1]) {
            waiting = [event[0]];
            timed.start(ms);
            continue;
          }
          let code: Code = MORE;
          if (waiting.length > 0) code = yield* push(waiting[0], head, flow);
          waiting = [];
          if (event !== null || code === STOP) return code;
        }
      } finally {
        timed.leave();
      }
    },
    () => `${ms} ms`,
  );
}
