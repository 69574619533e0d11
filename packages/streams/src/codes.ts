/**
 * What a step answers. Plain constants in a file of their own, which imports nothing: bundlers then write the
 * numbers.
 */

/** Closed: neither `push` nor `end` is called again. */
export const STOP = 0;
/** Go on. */
export const MORE = 1;
/** The value is on its way, but a step has to wait: `flow.settle()` says how it went. */
export const PARK = 2;
/** Of a cursor only: the time slice is over. */
export const PREEMPTED = 3;
/** Of a cursor only: nothing has come yet. */
export const WAIT = 4;
/** Of a cursor only: there are no more values. */
export const END = 5;

/** STOP, MORE or PARK. */
export type Code = number;
