/**
 * Claims: who decides that a wait is over, and how the waiter learns of it.
 *
 * A waiter that waits for one thing is claimed by whoever takes it out of the line. The cases of a select point to one
 * word, its gate, and the first to write it has decided: 0 open, LOCAL, else the record of the case that has happened.
 *
 *   CL1  Of all who find cases of one select, on any thread and of any object, exactly one claims: it is a
 *        compare-and-swap from 0, and nobody but the waiter's own thread writes 0, when no case stands in any line.
 *   CL2  Who has claimed writes how it ended and sends the record to its owner, under the lock of the object. A
 *        claim that is not followed by a record means that its thread died with the lock, and that is poisoned.
 *   CL3  Threads are notified when the lock is released: waking one costs more than all the rest.
 */
import type { i32 } from "./atomics.js";
import { cas, get, notify, put } from "./atomics.js";
import { pushQuietly } from "./inbox.js";
import { M_HAS_WOKEN, M_LANDED, M_LANDED_LAST, M_WAKE, mLine } from "./layout.js";
import { CLAIM, CLAIM_AT, LINK, OK, OWNER } from "./record.js";

/** In a gate: a case that is local to the waiter's thread has happened, or the select was given up. */
export const LOCAL: i32 = -2;

/** Decides for a record just taken out of its line. Answers 1, or 0 if something else was decided before. */
export function claim(rec: i32): i32 {
  const at: i32 = get(rec + CLAIM_AT);
  if (at === rec + CLAIM) {
    // Nobody else can: it stood in one line only, and the lock of that is held.
    put(at, rec);
    return 1;
  }
  return cas(at, 0, rec) === 0 ? 1 : 0;
}

/** Sends a record that was claimed back to its owner (CL2). The caller then unlocks and calls `wakeAfter`. */
export function deliver(rec: i32, ok: i32, me: i32): void {
  put(rec + OK, ok);
  const owner: i32 = get(rec + OWNER);
  const line: i32 = mLine(me);
  if (owner === me) {
    const last: i32 = get(line + M_LANDED_LAST);
    put(rec + LINK, 0);
    if (last === 0) put(line + M_LANDED, rec);
    else put(last + LINK, rec);
    put(line + M_LANDED_LAST, rec);
    return;
  }
  const inbox: i32 = pushQuietly(owner, rec);
  if (inbox === 0) return;
  // More than one in a section is rare: a close, or the last reader to leave.
  if (get(line + M_WAKE) !== 0) notify(get(line + M_WAKE));
  put(line + M_WAKE, inbox);
}

/** Wakes whom `deliver` has found asleep (CL3). */
export function wakeAfter(me: i32): void {
  const line: i32 = mLine(me);
  const inbox: i32 = get(line + M_WAKE);
  if (inbox === 0) return;
  put(line + M_WAKE, 0);
  put(line + M_HAS_WOKEN, 1);
  notify(inbox);
}
