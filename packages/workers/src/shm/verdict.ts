/**
 * What an attempt to do something with an object came to.
 */
import type { i32 } from "./atomics.js";

/** Not possible now. */
export const BUSY: i32 = 0;
/** Done. */
export const DONE: i32 = 1;
/** The channel is closed. */
export const OVER: i32 = 2;
/** A thread died that the object depends on. */
export const SPOILT: i32 = 3;
/** Misuse: what was to be released is not held, or a count fell below zero. */
export const MISUSED: i32 = 4;
/** Not possible now, for a ring looks empty or full: who is at work on its other side may change that at any moment. */
export const STALLED: i32 = 5;
