/**
 * sample(ms | notifier): the latest value, now and then.
 */
import type { Duration } from "@gopark/core";
import { Ticker } from "./engine.js";
import { sourceOf } from "./feed.js";
import type { Source } from "./pipe.js";
import { check, type Operator } from "./stage.js";
import { timely } from "./timed.js";

/**
 * Gives the latest value every `ms` milliseconds, or each time that `notifier` gives one, if there has been a new
 * value since. Ends when the source does, without the value that waits.
 *
 * @throws TypeError `ms` is not above 0, or `notifier` is no source
 * @example
 * ```ts
 * import { collect, interval, pipe, sample, take } from "@gopark/streams";
 *
 * const [latest = 0] = await pipe(interval(10), sample(200), take(1), collect());
 * console.log(latest > 2); // prints: true
 * ```
 */
export function sample<A>(beat: Duration | Source<unknown>): Operator<A, A> {
  if (typeof beat !== "number") sourceOf("sample", beat);
  else check(beat > 0, "sample", "milliseconds above 0", beat);
  return timely(
    "sample",
    function* (timed) {
      /** The value that is new; empty if none is. */
      let waiting: unknown[] = [];
      for (;;) {
        const event = yield* timed.next();
        if (event === null) {
          yield* waiting;
          waiting = [];
        } else if (event[1]) waiting = [event[0]];
        else return;
      }
    },
    undefined,
    (up) => {
      if (typeof beat === "number") return new Ticker(beat);
      const { scope, ch } = up.beside(beat);
      // A notifier that has ended is one that never speaks again.
      scope.onGone = null;
      return { c: ch, stop: () => scope.cancel() };
    },
  );
}
