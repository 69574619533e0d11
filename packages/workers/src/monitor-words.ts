/**
 * Words of shared memory that the monitor and the watch for a deadlock use.
 *
 * The scheduler's own are in shm/sched-words.ts; these lie behind them.
 */
import { load, notify, store } from "./shm/atomics.js";
import { M_COUNTERS, MAX_MS, SCHED_HEAD } from "./shm/layout.js";
import { S_WANTED } from "./shm/sched-words.js";

/** The index that the monitor has among the Ms, for locks and sweeps. It runs no goroutine. */
export const MONITOR: number = MAX_MS - 1;
/** Of an M: 1 while nothing on it can go on of itself (deadlock.ts). */
export const M_QUIET: number = M_COUNTERS + 64;
/** Of an M: 1 from when it can run goroutines. */
export const M_UP: number = M_COUNTERS + 72;
/** Of an M: number of the fleet it belongs to; 0: none. */
export const M_FLEET: number = M_COUNTERS + 68;
/** Grows whenever an M that was quiet stirs. */
export const S_EPOCH: number = SCHED_HEAD + 576;
/** Deaths that not all Ms have been told of. */
export const S_DEATHS: number = SCHED_HEAD + 580;
/** 1 while the monitor sleeps until it is roused. */
export const S_MONITOR: number = SCHED_HEAD + 584;

/** Whether the monitor makes good what a dead M held: one of the three below. */
export const S_BURIAL: number = SCHED_HEAD + 588;
/** It does not. */
export const NO_BURIAL = 0;
/** It does: it has locks, and things half done. */
export const BURYING = 1;
/** It does not, and won't: the program is being ended. */
export const LAST_BURIED = 2;

/** Wakes the monitor if it sleeps. Called by who has just taken an idle P. */
export function rouse(): void {
  if (load(S_MONITOR) === 0) return;
  store(S_MONITOR, 0);
  notify(S_WANTED);
}
