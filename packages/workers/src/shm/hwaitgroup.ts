/**
 * A wait group and a condition in shared memory. All waiters stand in LINE_A.
 *
 *   HG1  TALLY is not below 0. If it is 0, nobody in the line can be claimed.
 *
 * @go sync/waitgroup.go, sync/cond.go
 */
import type { i32 } from "./atomics.js";
import { get, put } from "./atomics.js";
import { deliver, wakeAfter } from "./claim.js";
import { lock, unlock } from "./lock.js";
import { LINE_A, LOCK, STATE } from "./object.js";
import { BUSY, DONE, MISUSED, SPOILT } from "./verdict.js";
import { dequeue } from "./waitq.js";

/** How many are not done. */
export const TALLY: i32 = STATE;

/** Whether the wait is over, under the object's lock: DONE or BUSY. */
export function waitLocked(wg: i32): i32 {
  return get(wg + TALLY) === 0 ? DONE : BUSY;
}

/** Wakes `most` who wait, in their order. */
function wakeSome(obj: i32, most: i32, me: i32): void {
  let left: i32 = most;
  while (left > 0) {
    const rec: i32 = dequeue(obj + LINE_A);
    if (rec === 0) return;
    deliver(rec, DONE, me);
    left -= 1;
  }
}

/** All who wait. */
export const ALL: i32 = 0x7fffffff;

/** Adds to the tally, and at 0 lets all go who wait: DONE, MISUSED if it fell below 0, SPOILT. */
export function addTally(wg: i32, n: i32, me: i32): i32 {
  if (lock(wg + LOCK, me) === 0) return SPOILT;
  const tally: i32 = (get(wg + TALLY) + n) | 0;
  put(wg + TALLY, tally);
  if (tally === 0) wakeSome(wg, ALL, me);
  unlock(wg + LOCK);
  wakeAfter(me);
  return tally < 0 ? MISUSED : DONE;
}

/** Wakes at most `most` who wait for a condition: DONE or SPOILT. */
export function signal(cond: i32, most: i32, me: i32): i32 {
  if (lock(cond + LOCK, me) === 0) return SPOILT;
  wakeSome(cond, most, me);
  unlock(cond + LOCK);
  wakeAfter(me);
  return DONE;
}
