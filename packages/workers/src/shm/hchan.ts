/**
 * A channel in shared memory: a ring of values and two lines of waiting records.
 *
 * The algorithm is that of core's hchan.ts, with a lock around each step. Receivers wait in LINE_A, senders in LINE_B.
 * All functions but `closeChan` are called under the lock.
 *
 *   HC1  Both lines are not occupied by records that can be claimed, unless one select stands in both.
 *   HC2  A value in the ring means that no receiver can be claimed.
 *   HC3  A free place in the ring means that no sender can be claimed.
 *   HC4  Closed means both lines are empty, for ever.
 *
 * "Can be claimed": cases of selects that are over may still stand in a line, until they are found or withdrawn.
 *
 * @go runtime/chan.go
 */
import type { i32 } from "./atomics.js";
import { get, put } from "./atomics.js";
import { deliver, wakeAfter } from "./claim.js";
import { lock, unlock } from "./lock.js";
import { LINE_A, LINE_B, LOCK, OBJECT_HEAD, STATE } from "./object.js";
import { NEXT, VALUE } from "./record.js";
import { BUSY, DONE, OVER, SPOILT } from "./verdict.js";
import { dequeue } from "./waitq.js";

/** Values the ring can hold. */
export const CAP: i32 = STATE;
/** Values in the ring. */
export const COUNT: i32 = 40;
/** Index of the oldest. */
export const HEAD: i32 = 44;
/** Whether it was closed. */
export const CLOSED: i32 = 48;
/** The goroutine that closed it. */
export const CLOSER: i32 = 52;
/** wire: number of its codec. */
export const CODEC: i32 = 56;
/** The ring: 16 bytes for each value. */
export const SLOTS: i32 = OBJECT_HEAD;

/** Bytes of a channel. */
export function chanBytes(cap: i32): i32 {
  return SLOTS + (cap << 4);
}

/** Copies a value. */
function copy(from: i32, to: i32): void {
  put(to, get(from));
  put(to + 4, get(from + 4));
  put(to + 8, get(from + 8));
  put(to + 12, get(from + 12));
}

/** Sends the value at `from` if that is possible now: DONE, OVER or BUSY. */
export function sendLocked(ch: i32, from: i32, me: i32): i32 {
  if (get(ch + CLOSED) !== 0) return OVER;
  if (get(ch + LINE_A) !== 0) {
    const receiver: i32 = dequeue(ch + LINE_A);
    if (receiver !== 0) {
      copy(from, receiver + VALUE);
      deliver(receiver, DONE, me);
      return DONE;
    }
  }
  const cap: i32 = get(ch + CAP);
  const count: i32 = get(ch + COUNT);
  if (count === cap) return BUSY;
  let i: i32 = get(ch + HEAD) + count;
  if (i >= cap) i -= cap;
  copy(from, ch + SLOTS + (i << 4));
  put(ch + COUNT, count + 1);
  return DONE;
}

/** Receives a value into `to` if that is possible now: DONE, OVER or BUSY. */
export function recvLocked(ch: i32, to: i32, me: i32): i32 {
  const count: i32 = get(ch + COUNT);
  let sender: i32 = 0;
  if (get(ch + LINE_B) !== 0) sender = dequeue(ch + LINE_B);
  if (count === 0) {
    if (sender === 0) return get(ch + CLOSED) !== 0 ? OVER : BUSY;
    copy(sender + VALUE, to);
    deliver(sender, DONE, me);
    return DONE;
  }
  const head: i32 = get(ch + HEAD);
  const slot: i32 = ch + SLOTS + (head << 4);
  copy(slot, to);
  put(ch + HEAD, head + 1 === get(ch + CAP) ? 0 : head + 1);
  if (sender === 0) put(ch + COUNT, count - 1);
  else {
    // A waiting sender proves the ring is full (HC3): its value goes into the place just freed, behind all others.
    copy(sender + VALUE, slot);
    deliver(sender, DONE, me);
  }
  return DONE;
}

/** Tag of a value of which a part lies with the thread that sent it (wire/value.ts). */
export const PARCEL_TAG: i32 = 15;
/** In the block of such a value, the word that names that thread, above 8 bits (wire/format.ts). */
export const PARCEL_OWNER: i32 = 0;

/**
 * Whether the value that a receive would take, under the lock, is one that can't be read at once on M `me`. An attempt that may not
 * wait has to leave it where it is.
 */
export function isElsewhere(ch: i32, me: i32): i32 {
  let cell: i32 = 0;
  if (get(ch + COUNT) !== 0) cell = ch + SLOTS + (get(ch + HEAD) << 4);
  else if (get(ch + LINE_B) !== 0) cell = get(ch + LINE_B) + VALUE;
  if (cell === 0 || (get(cell) & 255) !== PARCEL_TAG) return 0;
  return get(get(cell + 4) + PARCEL_OWNER) >>> 8 !== me ? 1 : 0;
}

/** Closes for goroutine `closer`: DONE, OVER if it was closed before, SPOILT if a thread died in it. */
export function closeChan(ch: i32, closer: i32, me: i32): i32 {
  if (lock(ch + LOCK, me) === 0) return SPOILT;
  if (get(ch + CLOSED) !== 0) {
    unlock(ch + LOCK);
    return OVER;
  }
  put(ch + CLOSED, 1);
  put(ch + CLOSER, closer);
  // As in Go: all waiters on a stack, made runnable from its top. The one that waited longest comes last, takes
  // runnext and runs first.
  let stack: i32 = 0;
  let line: i32 = ch + LINE_A;
  while (line !== 0) {
    let rec: i32 = dequeue(line);
    while (rec !== 0) {
      put(rec + NEXT, stack);
      stack = rec;
      rec = dequeue(line);
    }
    line = line === ch + LINE_A ? ch + LINE_B : 0;
  }
  while (stack !== 0) {
    // Read before it is sent away: from then on it belongs to another thread.
    const next: i32 = get(stack + NEXT);
    deliver(stack, OVER, me);
    stack = next;
  }
  unlock(ch + LOCK);
  wakeAfter(me);
  return DONE;
}
