/**
 * timeout(ms): an error when values stay away.
 */
import type { Duration, Go, Op } from "@gopark/core";
import { TimeoutError, timeout as within } from "./engine.js";
import { giving } from "./frame-feed.js";
import { millis, type Operator } from "./stage.js";

function* inTime<T>(op: Op<T>, ms: Duration): Go<T> {
  try {
    return yield* within(op, ms);
  } catch {
    // A receive on a channel of the engine's own fails for no other reason.
    throw new TimeoutError("next value", ms);
  }
}

/**
 * Fails if a value, or the end, does not come within `ms` milliseconds from when it was asked for. While downstream is
 * busy with the last value, no time counts.
 *
 * @throws TypeError `ms` is no number of milliseconds
 * @throws TimeoutError (of `@gopark/select`) when run, as the cause of a StreamError
 * @example
 * ```ts
 * import { collect, interval, pipe, timeout } from "@gopark/streams";
 *
 * const late = await pipe(interval(1000), timeout(5), collect()).then(undefined, (error: Error) => error.message);
 * console.log(late); // prints: timeout (stage 1): next value: not complete after 5 ms
 * ```
 */
export function timeout<A>(ms: Duration): Operator<A, A> {
  millis("timeout", ms);
  return giving(
    "timeout",
    function* (up) {
      const { scope, ch } = up.inlet();
      try {
        for (;;) {
          const [value, ok] = yield* inTime(ch.recvOk(), ms);
          if (!ok) return;
          yield value;
        }
      } finally {
        scope.cancel();
      }
    },
    () => `${ms} ms`,
  );
}
