/**
 * Effect's clock on the clock and the timers of gopark: `Effect.sleep` stands in the timer heap of the program.
 *
 *   K1  Where gopark's clock is virtual, Effect's time is the same virtual time.
 *   K2  It is Effect's own clock with other readings: its effects read the time by its functions.
 */

import type { Clock as Clocks } from "effect";
import { Clock, host, hostCalendar, never, sleep, toMillis, yieldNow } from "./seam.js";
import { toEffect } from "./to-effect.js";

/** Milliseconds as whole nanoseconds. */
const nanos = (ms: number): bigint => BigInt(Math.round(ms * 1e6));

const monotonicNow = (): bigint => nanos(host.now());

const readings: Partial<Clocks.Clock> = {
  currentTimeMillisUnsafe: () => Math.floor(hostCalendar.origin() + host.now()),
  // The two apart: their sum has no room for nanoseconds in a number.
  currentTimeNanosUnsafe: () => nanos(hostCalendar.origin()) + monotonicNow(),
  monotonicTimeNanosUnsafe: monotonicNow,
  sleep(duration) {
    const ms = toMillis(duration);
    if (ms <= 0) return yieldNow;
    return ms < Infinity ? toEffect(() => sleep(ms)) : never;
  },
};

/** The clock of goroutines, as Effect's. */
export const clock: Clocks.Clock = /* @__PURE__ */ Object.assign(
  /* @__PURE__ */ Clock.defaultValue(),
  readings,
);
