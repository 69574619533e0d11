/**
 * A mutex in shared memory. First come, first served: unlocking hands it to who waits longest.
 *
 * Go lets newcomers pass who are running already, until somebody has lost for a millisecond. Across threads that
 * saves nothing: a waiter that lost would have to travel back to the line.
 *
 *   HM1  HOLDER is 0 only if nobody in the line can be claimed.
 *   HM2  HOLDER names the M that has it, for the sweep after that M's death. Any M may unlock.
 *
 * @go sync/mutex.go
 */
import type { i32 } from "./atomics.js";
import { get, put } from "./atomics.js";
import { deliver, wakeAfter } from "./claim.js";
import { lock, unlock } from "./lock.js";
import { LINE_A, LOCK, STATE } from "./object.js";
import { OWNER } from "./record.js";
import { BUSY, DONE, MISUSED, SPOILT } from "./verdict.js";
import { dequeue } from "./waitq.js";

/** Index of the M that has it, plus 1; 0: nobody. */
export const HOLDER: i32 = STATE;
/** Of a `once`: whether its function has ended. */
export const ONCE_DONE: i32 = 40;

/** Takes the mutex for M `me`, under the object's lock: DONE or BUSY. */
export function mutexLocked(mu: i32, me: i32): i32 {
  if (get(mu + HOLDER) !== 0) return BUSY;
  put(mu + HOLDER, me + 1);
  return DONE;
}

/** Releases the mutex, or hands it over: DONE, MISUSED if nobody has it, SPOILT. */
export function unlockMutex(mu: i32, me: i32): i32 {
  if (lock(mu + LOCK, me) === 0) return SPOILT;
  if (get(mu + HOLDER) === 0) {
    unlock(mu + LOCK);
    return MISUSED;
  }
  const heir: i32 = dequeue(mu + LINE_A);
  if (heir === 0) put(mu + HOLDER, 0);
  else {
    put(mu + HOLDER, get(heir + OWNER) + 1);
    deliver(heir, DONE, me);
  }
  unlock(mu + LOCK);
  wakeAfter(me);
  return DONE;
}
