/**
 * sample(ms | notifier): the latest value, now and then.
 */
import type { Duration } from "@gopark/core";
import { MORE, STOP } from "./codes.js";
import { Inlet } from "./drive.js";
import { Ticker } from "./engine.js";
import { push, sourceOf } from "./feed.js";
import type { Source } from "./pipe.js";
import { boundary, check, type Operator } from "./stage.js";
import { Timed } from "./timed.js";

/**
 * Gives the latest value every `ms` milliseconds, or each time that `notifier` gives one, if there has been a new
 * value since. Ends when the source does, without the value that waits.
 *
 * @throws TypeError `ms` is not above 0, or `notifier` is no source
 * @example
 * ```ts
 * import { collect, interval, pipe, sample, take } from "@gopark/streams";
 *
 * const [first] = await pipe(interval(4), sample(10), take(1), collect());
 * console.log(first === 1); // prints: true
 * ```
 */
export function sample<A>(beat: Duration | Source<unknown>): Operator<A, A> {
  if (typeof beat !== "number") sourceOf("sample", beat);
  else check(beat > 0, "sample", "milliseconds above 0", beat);
  return boundary("sample", function* (up, head, flow) {
    const ticker = typeof beat === "number" ? new Ticker(beat) : null;
    const notes = new Inlet(up.scope);
    // A notifier that has ended is one that never speaks again.
    notes.scope.onEmpty = null;
    if (ticker === null) notes.add(beat, up.where);
    const timed = new Timed(up, ticker === null ? notes.ch : ticker.c);
    /** The value that is new; empty if none is. */
    let waiting: unknown[] = [];
    try {
      for (;;) {
        const event = yield* timed.next();
        if (event === null) {
          if (waiting.length > 0 && (yield* push(waiting[0], head, flow)) === STOP) return STOP;
          waiting = [];
        } else if (event[1]) waiting = [event[0]];
        else return MORE;
      }
    } finally {
      ticker?.stop();
      notes.scope.cancel();
      timed.leave();
    }
  });
}
