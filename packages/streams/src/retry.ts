/**
 * retry: begins again after an error.
 */
import type { Duration } from "@gopark/core";
import { STOP } from "./codes.js";
import { Inlet } from "./drive.js";
import { hostDice, sleep } from "./engine.js";
import { boundary, millis, type Operator, whole } from "./stage.js";

/**
 * How often and how soon `retry` begins again.
 *
 * @example
 * ```ts
 * import { count, pipe, type RetryOptions, retry, tap } from "@gopark/streams";
 *
 * const twice: RetryOptions = { count: 2, delay: 10, backoff: 2, maxDelay: 1000, jitter: 0.5 };
 * const failing = tap(() => {
 *   console.log("attempt"); // prints: attempt | attempt | attempt
 *   throw new Error("down");
 * });
 * const error = await pipe([1], failing, retry(twice), count()).then(undefined, (error: Error) => error);
 * console.log(String(error)); // prints: StreamError: tap (stage 1): down
 * ```
 */
export interface RetryOptions {
  /** How many times at most; without end if not given. */
  readonly count?: number;
  /** How long to wait before, in milliseconds. 0 if not given. */
  readonly delay?: Duration;
  /** By how much the wait grows each time. 1, not at all, if not given. */
  readonly backoff?: number;
  /** The longest wait, in milliseconds. */
  readonly maxDelay?: Duration;
  /** Which part of the wait is left to chance, from 0 (none, if not given) to 1. */
  readonly jitter?: number;
  /** Whether a value counts as success: then `count` and the wait begin anew. */
  readonly resetOnSuccess?: boolean;
}

/**
 * When a stage upstream or the source fails, runs them again, from the start as far as the source can. What failed has
 * been cancelled and closed by then. After the last attempt the error is the pipeline's.
 *
 * The wait before attempt k is `delay * backoff ** (k - 1)`, at most `maxDelay`, less a random part of up to `jitter`
 * of it. A plain number is the `count`.
 *
 * @throws TypeError an option is not what it has to be
 * @example Three attempts, the last of which succeeds.
 * ```ts
 * import { collect, map, pipe, retry } from "@gopark/streams";
 *
 * let attempts = 0;
 * const flaky = map(() => {
 *   if (++attempts < 3) throw new Error("not yet");
 *   return attempts;
 * });
 * console.log(await pipe(["go"], flaky, retry({ count: 5, delay: 1, backoff: 2 }), collect())); // prints: [ 3 ]
 * ```
 */
export function retry<A>(options: number | RetryOptions = {}): Operator<A, A> {
  const {
    count = Infinity,
    delay = 0,
    backoff = 1,
    maxDelay = Infinity,
    jitter = 0,
    resetOnSuccess = false,
  } = typeof options === "number" ? { count: options } : options;
  whole("retry: count", count, 0);
  for (const [name, value] of Object.entries({ delay, backoff, maxDelay, jitter }))
    millis(`retry: ${name}`, value);
  return boundary("retry", function* (up, head) {
    for (let failures = 1; ; failures++) {
      const inlet = new Inlet(up.scope, 0, true);
      const sender = inlet.sender();
      up.open(sender);
      const code = yield* inlet.pour(head);
      const { hasFailed, error } = inlet.scope;
      if (code === STOP || !hasFailed) return code;
      if (resetOnSuccess && sender.hasSent) failures = 1;
      if (failures > count) throw error;
      const wait = Math.min(delay * backoff ** (failures - 1), maxDelay);
      yield* sleep(wait * (1 - Math.min(jitter, 1) * hostDice.random()));
    }
  });
}
