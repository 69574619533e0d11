/**
 * The states of an operation (O1 of operation.ts). Plain constants in a file of their own, which imports nothing:
 * bundlers then write the numbers.
 */

/** Holds no state: one object serves everybody, and may be performed any number of times. */
export const EVER = -1;
/** Not performed yet. */
export const FRESH = 0;
/** Performed; its goroutine has parked in it. */
export const PARKED = 1;
/** Completed at once. An operation may have further states above this one. */
export const DONE = 2;
/** Of a send or receive: completed by the channel being closed. */
export const CLOSED = 3;
