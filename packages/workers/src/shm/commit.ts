/**
 * The commit of a select: all its cases in shared memory, in one step.
 *
 *   CM1  The locks of all objects are held while the cases are looked at and join the lines. So nobody sees half a
 *        select, and two selects that meet in two channels can't both take and be taken.
 *   CM2  Locks are taken in ascending order of addresses, each once (LO2).
 *   CM3  The claim word is written by this thread alone until the first unlock: no case stands in a line before.
 *
 * The cases come linked twice: by LINK in ascending order of their objects, by NEXT in the order to look.
 *
 * @go runtime/select.go selectgo
 */
import type { i32 } from "./atomics.js";
import { get, put, store } from "./atomics.js";
import { wakeAfter } from "./claim.js";
import { CLAIM_AT, LINK, NEXT, OK, TARGET } from "./record.js";
import { lockObject, locksOf, unlockObject } from "./sides.js";
import { BUSY, SPOILT } from "./verdict.js";
import { attempt, stand } from "./wait.js";

/** Unlocks the objects of the cases from `first` up to, but not including, `end`. */
function unlockAll(first: i32, end: i32): void {
  let rec: i32 = first;
  while (rec !== end) {
    // Read before the unlock: from then on the record may travel, and LINK is another's.
    const next: i32 = get(rec + LINK);
    const obj: i32 = get(rec + TARGET);
    if (next === end || get(next + TARGET) !== obj) unlockObject(obj, locksOf(obj));
    rec = next;
  }
}

/** Writes down which case has happened, and how: nobody else can decide yet (CM3). */
function decide(rec: i32, ok: i32): i32 {
  put(rec + OK, ok);
  store(get(rec + CLAIM_AT), rec);
  return rec;
}

/**
 * Performs a case that can happen now, the first in the order to look, and answers its record; or puts all in line
 * and answers 0.
 */
export function commit(first: i32, look: i32, me: i32): i32 {
  let rec: i32 = first;
  let last: i32 = 0;
  while (rec !== 0) {
    const obj: i32 = get(rec + TARGET);
    if (obj !== last && lockObject(obj, me) === 0) {
      unlockAll(first, rec);
      return decide(rec, SPOILT);
    }
    last = obj;
    rec = get(rec + LINK);
  }
  let winner: i32 = 0;
  rec = look;
  while (rec !== 0) {
    const verdict: i32 = attempt(get(rec + TARGET), rec, me);
    if (verdict !== BUSY) {
      winner = decide(rec, verdict);
      break;
    }
    rec = get(rec + NEXT);
  }
  if (winner === 0) {
    rec = first;
    while (rec !== 0) {
      stand(get(rec + TARGET), rec);
      rec = get(rec + LINK);
    }
  }
  unlockAll(first, 0);
  wakeAfter(me);
  return winner;
}
