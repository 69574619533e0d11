/**
 * The sweep after the death of a thread: nobody waits for a lock that is never released, or stands behind a record
 * that nobody serves.
 *
 *   SW1  It runs once for each dead M, on one thread, when the dead one can't write any more.
 *   SW2  An object whose lock the dead one held may be half written: it is poisoned for ever, and its lines are
 *        not looked at. Each living thread then ends the waits of its own that depend on it (`endPoisoned`).
 *   SW3  Of all other objects the dead one's records leave the lines. A lock that it held for a goroutine of its own
 *        is poisoned: what that lock protects may be half done.
 *   SW4  A wait that the dead one claimed, and sent no record for, was of an object whose lock it held (CL2): SW2.
 *
 * What runs meanwhile on other threads is kept out by the lock of each object. An object that is made after the sweep
 * has begun is of a living thread.
 */
import type { i32 } from "./atomics.js";
import { add, cas, get, load, put, store } from "./atomics.js";
import { LOCAL, wakeAfter } from "./claim.js";
import { HOLDER } from "./hmutex.js";
import { READS, settle, WRITER } from "./hrwmutex.js";
import { FREE_OBJECTS, OBJECTS, OBJECTS_LOCK, POISONINGS } from "./layout.js";
import { poisonOf, unlock } from "./lock.js";
import {
  CLASSES,
  FREE,
  INT32,
  LINE_A,
  LINE_B,
  LOCK,
  MUTEX,
  OBJECT_KIND,
  OBJECT_NEXT,
  ONCE,
  RWMUTEX,
} from "./object.js";
import { CLAIM_AT, NEXT, OK, OWNER, TARGET } from "./record.js";
import { lockForSweep, poisonHeld, unlockObject } from "./sides.js";
import { SPOILT } from "./verdict.js";
import { remove } from "./waitq.js";

/** Takes the records of M `dead` out of a line. */
function clean(q: i32, dead: i32): void {
  let rec: i32 = get(q);
  while (rec !== 0) {
    const next: i32 = get(rec + NEXT);
    if (get(rec + OWNER) === dead) remove(q, rec);
    rec = next;
  }
}

/** Whether a goroutine of M `dead` held what the object is: 1 or 0. */
function wasHeld(obj: i32, kind: i32, dead: i32): i32 {
  if (kind === MUTEX || kind === ONCE) return get(obj + HOLDER) === dead + 1 ? 1 : 0;
  if (kind !== RWMUTEX) return 0;
  return get(obj + WRITER) === dead + 1 || get(obj + READS + (dead << 2)) > 0 ? 1 : 0;
}

/** Cleans one object up; answers 1 if it is poisoned now, -1 if a lock is not to be had. */
function sweepObject(obj: i32, dead: i32, me: i32): i32 {
  const kind: i32 = load(obj + OBJECT_KIND);
  if (kind === FREE || kind >= INT32) return 0;
  // SW2.
  const held: i32 = poisonHeld(obj, dead, poisonOf(dead));
  const locks: i32 = lockForSweep(obj, me);
  if (locks <= 0) return held === 1 ? 1 : locks;
  if (wasHeld(obj, kind, dead) === 1) {
    store(obj + LOCK, poisonOf(dead));
    return 1;
  }
  clean(obj + LINE_A, dead);
  clean(obj + LINE_B, dead);
  // Readers may have waited behind a writer that is gone now.
  if (kind === RWMUTEX) settle(obj, me);
  unlockObject(obj, locks);
  wakeAfter(me);
  return 0;
}

/** Poisons what M `dead` had locked, and does not wait for anything: where several have died, before the sweep of any. */
export function poisonObjects(dead: i32): void {
  let obj: i32 = load(OBJECTS);
  while (obj !== 0) {
    const kind: i32 = load(obj + OBJECT_KIND);
    if (kind !== FREE && kind < INT32 && poisonHeld(obj, dead, poisonOf(dead)) === 1) add(POISONINGS, 1);
    obj = get(obj + OBJECT_NEXT);
  }
}

/**
 * Sweeps all objects after the death of M `dead`; answers how many are poisoned. The caller pokes all Ms then. -1: a lock was
 * not to be had, since its holder is dead as well, or kept from the CPU. Then it is to be called again when that may have changed.
 */
export function sweepObjects(dead: i32, me: i32): i32 {
  if (cas(OBJECTS_LOCK, dead + 1, me + 1) === dead + 1) {
    // The free lists may be torn: what is in them is lost.
    let i: i32 = 0;
    while (i < CLASSES) {
      put(FREE_OBJECTS + (i << 2), 0);
      i += 1;
    }
    unlock(OBJECTS_LOCK);
  }
  let poisoned: i32 = 0;
  let isDone: boolean = true;
  let obj: i32 = load(OBJECTS);
  while (obj !== 0) {
    const end: i32 = sweepObject(obj, dead, me);
    if (end < 0) isDone = false;
    else poisoned += end;
    obj = get(obj + OBJECT_NEXT);
  }
  if (poisoned > 0) add(POISONINGS, 1);
  return isDone ? poisoned : -1;
}

/**
 * Ends a wait of the calling thread if its object is poisoned: answers 1 if it is the caller's to wake now. The
 * caller has taken everything out of its inbox before, and the record was not in it.
 */
export function endPoisoned(rec: i32): i32 {
  if (load(get(rec + TARGET) + LOCK) >= 0) return 0;
  const at: i32 = get(rec + CLAIM_AT);
  const was: i32 = cas(at, 0, rec);
  // Another case of its select has happened, or the select was given up.
  if (was === LOCAL || (was !== 0 && was !== rec)) return 0;
  put(rec + OK, SPOILT);
  return 1;
}
