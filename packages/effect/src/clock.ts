/**
 * Effect's clock on the clock and the timers of gopark: `Effect.sleep` stands in the timer heap of the program.
 *
 *   K1  Where gopark's clock is virtual, Effect's time is the same virtual time.
 */

import type { Clock } from "effect";
import { host, never, sleep, sync, toMillis, yieldNow } from "./seam.js";
import { toEffect } from "./to-effect.js";

/** Milliseconds as whole nanoseconds. */
const nanos = (ms: number): bigint => BigInt(Math.round(ms * 1e6));

const millisNow = (): number => Math.floor(host.origin() + host.now());
const monotonicNow = (): bigint => nanos(host.now());
// The two apart: their sum has no room for nanoseconds in a number.
const nanosNow = (): bigint => nanos(host.origin()) + monotonicNow();

/** The clock of goroutines, as Effect's. */
export const clock: Clock.Clock = {
  currentTimeMillisUnsafe: millisNow,
  currentTimeMillis: /* @__PURE__ */ sync(millisNow),
  currentTimeNanosUnsafe: nanosNow,
  currentTimeNanos: /* @__PURE__ */ sync(nanosNow),
  monotonicTimeNanosUnsafe: monotonicNow,
  monotonicTimeNanos: /* @__PURE__ */ sync(monotonicNow),
  sleep(duration) {
    const ms = toMillis(duration);
    if (ms <= 0) return yieldNow;
    return ms < Infinity ? toEffect(() => sleep(ms)) : never;
  },
};
