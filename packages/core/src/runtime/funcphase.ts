/**
 * How far a call of a function with deferred calls has come. A file of its own, which imports nothing: bundlers then
 * write the numbers.
 */

/** The body runs, or has not begun. */
export const BODY = 0;
/** The deferred calls run. */
export const DEFERRED = 1;
/** It has ended. */
export const OVER = 2;
