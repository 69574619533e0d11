/**
 * The states of a goroutine's life, in order: what is at least DEAD never runs again.
 *
 * @go runtime/runtime2.go _Gidle, _Grunnable, ...
 */

/** Made, not started. */
export const IDLE = 0;
/** In a run queue. */
export const RUNNABLE = 1;
/** Its code is on the JavaScript stack. */
export const RUNNING = 2;
/** Parked in an operation. */
export const WAITING = 3;
/** Its function has returned. */
export const DEAD = 4;
/** Its program ended before it did. */
export const DROPPED = 5;

/** The states, as users see them. */
export const STATUS = ["runnable", "runnable", "running", "waiting", "dead", "dead"] as const;
