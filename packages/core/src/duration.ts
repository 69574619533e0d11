/**
 * Durations: lengths of time, as numbers of milliseconds, and names for the usual ones.
 */

/**
 * A length of time, in milliseconds, with fractions. Zero, negative numbers and NaN are no time at all.
 *
 * @example
 * ```ts
 * import { type Duration, Minute, Second } from "@gopark/core";
 *
 * const limit: Duration = 1.5 * Minute;
 * console.log(limit / Second); // prints: 90
 * ```
 * @go time.Duration
 */
export type Duration = number;

/**
 * A nanosecond, as a duration: 1e-6.
 *
 * @example
 * ```ts
 * import { Millisecond, Nanosecond } from "@gopark/core";
 *
 * console.log(Nanosecond, Millisecond); // prints: 0.000001 1
 * ```
 * @go time.Nanosecond
 */
export const Nanosecond = 1e-6;

/**
 * A microsecond, as a duration: 0.001.
 *
 * @example
 * ```ts
 * import { Microsecond } from "@gopark/core";
 *
 * console.log(500 * Microsecond); // prints: 0.5
 * ```
 * @go time.Microsecond
 */
export const Microsecond = 1e-3;

/**
 * A millisecond, as a duration: 1.
 *
 * @example
 * ```ts
 * import { Millisecond } from "@gopark/core";
 *
 * console.log(20 * Millisecond); // prints: 20
 * ```
 * @go time.Millisecond
 */
export const Millisecond = 1;

/**
 * A second, as a duration: 1000.
 *
 * @example
 * ```ts
 * import { Second } from "@gopark/core";
 *
 * console.log(2 * Second); // prints: 2000
 * ```
 * @go time.Second
 */
export const Second = 1000;

/**
 * A minute, as a duration: 60,000.
 *
 * @example
 * ```ts
 * import { Minute, Second } from "@gopark/core";
 *
 * console.log(Minute / Second); // prints: 60
 * ```
 * @go time.Minute
 */
export const Minute = 60_000;

/**
 * An hour, as a duration: 3,600,000.
 *
 * @example
 * ```ts
 * import { Hour, Minute } from "@gopark/core";
 *
 * console.log(Hour / Minute); // prints: 60
 * ```
 * @go time.Hour
 */
export const Hour = 3_600_000;
