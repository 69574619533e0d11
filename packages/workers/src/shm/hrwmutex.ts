/**
 * A lock for many readers or one writer, in shared memory. Readers wait in LINE_A, writers in LINE_B.
 *
 *   HR1  WRITER is not 0: nobody reads.
 *   HR2  A reader waits only while there is a writer, inside or in LINE_B. A writer waits only while somebody is
 *        inside.
 *   HR3  When a writer leaves, all readers that wait come in, and before the next writer: both alternate.
 *   HR4  The words from READS tell for each M how many readers it let in that have not left, for the sweep after its
 *        death. Who leaves on another M makes that one negative; only what is above 0 counts.
 *
 * @go sync/rwmutex.go
 */
import type { i32 } from "./atomics.js";
import { get, put } from "./atomics.js";
import { deliver, wakeAfter } from "./claim.js";
import { MAX_MS } from "./layout.js";
import { lock, unlock } from "./lock.js";
import { LINE_A, LINE_B, LOCK, OBJECT_HEAD, STATE } from "./object.js";
import { OWNER } from "./record.js";
import { BUSY, DONE, MISUSED, SPOILT } from "./verdict.js";
import { dequeue } from "./waitq.js";

/** Index of the M of the writer inside, plus 1; 0: none. */
export const WRITER: i32 = STATE;
/** Readers inside. */
export const READERS: i32 = 40;
/** Readers inside by M: a word each. */
export const READS: i32 = OBJECT_HEAD;
/** Bytes of the object. */
export const RW_BYTES: i32 = OBJECT_HEAD + MAX_MS * 4;

/** Counts a reader of M `m` in (n = 1) or out (n = -1). */
function count(rw: i32, m: i32, n: i32): void {
  put(rw + READERS, get(rw + READERS) + n);
  const at: i32 = rw + READS + (m << 2);
  put(at, get(at) + n);
}

/** Lets a reader of M `me` in, under the object's lock: DONE or BUSY. */
export function readLocked(rw: i32, me: i32): i32 {
  if (get(rw + WRITER) !== 0 || get(rw + LINE_B) !== 0) return BUSY;
  count(rw, me, 1);
  return DONE;
}

/** Lets a writer of M `me` in, under the object's lock: DONE or BUSY. */
export function writeLocked(rw: i32, me: i32): i32 {
  if (get(rw + WRITER) !== 0 || get(rw + READERS) !== 0) return BUSY;
  put(rw + WRITER, me + 1);
  return DONE;
}

/** Lets all readers in that wait. */
function admitReaders(rw: i32, me: i32): void {
  while (true) {
    const reader: i32 = dequeue(rw + LINE_A);
    if (reader === 0) return;
    count(rw, get(reader + OWNER), 1);
    deliver(reader, DONE, me);
  }
}

/** Lets in whom nothing holds up any more, under the object's lock. */
export function settle(rw: i32, me: i32): void {
  if (get(rw + WRITER) !== 0) return;
  if (get(rw + READERS) === 0) {
    const writer: i32 = dequeue(rw + LINE_B);
    if (writer !== 0) {
      put(rw + WRITER, get(writer + OWNER) + 1);
      deliver(writer, DONE, me);
      return;
    }
  }
  if (get(rw + LINE_B) === 0) admitReaders(rw, me);
}

/** A reader leaves: DONE, MISUSED if none is inside, SPOILT. */
export function readUnlock(rw: i32, me: i32): i32 {
  if (lock(rw + LOCK, me) === 0) return SPOILT;
  if (get(rw + READERS) === 0) {
    unlock(rw + LOCK);
    return MISUSED;
  }
  count(rw, me, -1);
  if (get(rw + READERS) === 0) settle(rw, me);
  unlock(rw + LOCK);
  wakeAfter(me);
  return DONE;
}

/** The writer leaves: DONE, MISUSED if none is inside, SPOILT. */
export function writeUnlock(rw: i32, me: i32): i32 {
  if (lock(rw + LOCK, me) === 0) return SPOILT;
  if (get(rw + WRITER) === 0) {
    unlock(rw + LOCK);
    return MISUSED;
  }
  put(rw + WRITER, 0);
  // HR3: readers first, whether or not a writer waits.
  admitReaders(rw, me);
  settle(rw, me);
  unlock(rw + LOCK);
  wakeAfter(me);
  return DONE;
}
