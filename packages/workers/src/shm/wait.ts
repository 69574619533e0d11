/**
 * Waiting for an object: try, stand in line, leave the line. One set of functions for all objects: what a record
 * wants is its verb.
 *
 *   WA1  The attempt and the joining of the line are one section under the object's lock: nobody can pass between
 *        them, so nobody who could complete the wait has looked and gone.
 *   WA2  A record in a line is completed by somebody else or withdrawn by its owner, never both: both happen under
 *        the lock, and the first clears OBJECT.
 */
import type { i32 } from "./atomics.js";
import { get } from "./atomics.js";
import { wakeAfter } from "./claim.js";
import { isElsewhere, recvLocked, sendLocked } from "./hchan.js";
import { mutexLocked } from "./hmutex.js";
import { readLocked, settle, writeLocked } from "./hrwmutex.js";
import { waitLocked } from "./hwaitgroup.js";
import { LINE_A, LINE_B } from "./object.js";
import { OBJECT, TARGET, VALUE, VERB } from "./record.js";
import { lockObject, unlockObject } from "./sides.js";
import { BUSY, SPOILT } from "./verdict.js";
import { enqueue, remove } from "./waitq.js";

/** Verb: receive a value. */
export const RECV: i32 = 1;
/** Verb: send a value. */
export const SEND: i32 = 2;
/** Verb: lock a mutex. */
export const TAKE: i32 = 3;
/** Verb: lock for reading. */
export const READ: i32 = 4;
/** Verb: lock for writing. */
export const WRITE: i32 = 5;
/** Verb: wait for a group. */
export const AWAIT: i32 = 6;
/** Verb: wait for a condition. */
export const NOTICE: i32 = 7;

/** The line for those who want `verb`, as an offset. */
function lineOf(verb: i32): i32 {
  return verb === SEND || verb === WRITE ? LINE_B : LINE_A;
}

/** Does what the record wants if that is possible now, under the object's lock. The result is in the record. */
export function attempt(obj: i32, rec: i32, me: i32): i32 {
  const verb: i32 = get(rec + VERB);
  if (verb === RECV) return recvLocked(obj, rec + VALUE, me);
  if (verb === SEND) return sendLocked(obj, rec + VALUE, me);
  if (verb === TAKE) return mutexLocked(obj, me);
  if (verb === READ) return readLocked(obj, me);
  if (verb === WRITE) return writeLocked(obj, me);
  if (verb === AWAIT) return waitLocked(obj);
  return BUSY;
}

/** Does what the record wants if that is possible now: a verdict; BUSY leaves everything as it was. */
export function tryOnce(rec: i32, me: i32): i32 {
  const obj: i32 = get(rec + TARGET);
  const locks: i32 = lockObject(obj, me);
  if (locks === 0) return SPOILT;
  let verdict: i32 = BUSY;
  if (get(rec + VERB) !== RECV || isElsewhere(obj, me) === 0) verdict = attempt(obj, rec, me);
  unlockObject(obj, locks);
  wakeAfter(me);
  return verdict;
}

/** Does what the record wants, or stands in line for it, which is BUSY (WA1). */
export function enter(rec: i32, me: i32): i32 {
  const obj: i32 = get(rec + TARGET);
  const locks: i32 = lockObject(obj, me);
  if (locks === 0) return SPOILT;
  const verdict: i32 = attempt(obj, rec, me);
  if (verdict === BUSY) stand(obj, rec);
  unlockObject(obj, locks);
  wakeAfter(me);
  return verdict;
}

/** Joins the line, under the object's lock. */
export function stand(obj: i32, rec: i32): void {
  enqueue(obj + lineOf(get(rec + VERB)), rec);
}

/**
 * Leaves the line. Answers 1 if the record stood in it; 0 if it was taken out before: then it is on its way to its
 * owner, or it is a case of a select that is over.
 */
export function leave(rec: i32, me: i32): i32 {
  const obj: i32 = get(rec + TARGET);
  const locks: i32 = lockObject(obj, me);
  if (locks === 0) return 0;
  const verb: i32 = get(rec + VERB);
  const stood: i32 = get(rec + OBJECT) !== 0 ? 1 : 0;
  if (stood === 1) remove(obj + lineOf(verb), rec);
  // A writer that goes, also one found to be gone, may have held readers up.
  if (verb === WRITE) settle(obj, me);
  unlockObject(obj, locks);
  wakeAfter(me);
  return stood;
}
