/**
 * A channel in shared memory: a ring of values and two lines of waiting records.
 *
 * The algorithm is that of core's hchan.ts, with locks around each step. Receivers wait in LINE_A, senders in LINE_B.
 * A channel with a ring has two sides (sides.ts): `recvNow` takes only the lock of the receivers, `sendNow` only that of
 * the senders, so one of each don't meet while the ring is neither empty nor full. Whatever else is to be done is done
 * under both, by the functions that end in "Locked".
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
import { copyWide, get, put } from "./atomics.js";
import { deliver, wakeAfter } from "./claim.js";
import { lock, unlock } from "./lock.js";
import { LINE_A, LINE_B, LOCK } from "./object.js";
import { NEXT, VALUE } from "./record.js";
import {
  CAP,
  CLOSED,
  HEAD,
  lockObject,
  RECEIVED,
  SEEN_RECEIVED,
  SEEN_SENT,
  SEND_CAP,
  SEND_LOCK,
  SENDS_SLOWLY,
  SENT,
  SLOTS,
  TAIL,
  unlockObject,
} from "./sides.js";
import { BUSY, DONE, OVER, SPOILT, STALLED } from "./verdict.js";
import { dequeue } from "./waitq.js";

/** The goroutine that closed it. */
export const CLOSER: i32 = 52;
/** wire: number of its codec. */
export const CODEC: i32 = 56;

/** Tag of a value of which a part lies with the thread that sent it (wire/value.ts). */
export const PARCEL_TAG: i32 = 15;

/** Bytes of a channel. */
export function chanBytes(cap: i32): i32 {
  return cap === 0 ? 64 : SLOTS + (cap << 4);
}

/** Makes a new object of that size a channel. */
export function beginChan(ch: i32, cap: i32): void {
  put(ch + CAP, cap);
  if (cap !== 0) put(ch + SEND_CAP, cap);
}

/** Tag of a number of 64 bits (wire/value.ts). */
export const FLOAT_TAG: i32 = 4;

/** Copies a value. */
function copy(from: i32, to: i32): void {
  const word: i32 = get(from);
  put(to, word);
  if (word === FLOAT_TAG) {
    copyWide(from + 8, to + 8);
    return;
  }
  put(to + 4, get(from + 4));
  put(to + 8, get(from + 8));
  put(to + 12, get(from + 12));
}

/** Values in the ring, under the lock of the object. */
export function countLocked(ch: i32): i32 {
  return get(ch + CAP) === 0 ? 0 : (get(ch + SENT) - get(ch + RECEIVED)) | 0;
}

/** Writes a value behind all others, under the lock of the senders. There is room. */
function append(ch: i32, from: i32, cap: i32): void {
  const i: i32 = get(ch + TAIL);
  copy(from, ch + SLOTS + (i << 4));
  put(ch + TAIL, i + 1 === cap ? 0 : i + 1);
  put(ch + SENT, (get(ch + SENT) + 1) | 0);
}

/** Takes the oldest value, under the lock of the receivers. There is one. */
function shift(ch: i32, to: i32): void {
  const i: i32 = get(ch + HEAD);
  copy(ch + SLOTS + (i << 4), to);
  put(ch + HEAD, i + 1 === get(ch + CAP) ? 0 : i + 1);
  put(ch + RECEIVED, (get(ch + RECEIVED) + 1) | 0);
}

/**
 * Sends the value at `from` on a channel with a ring, if that takes nothing but room in it: DONE. BUSY and STALLED say that
 * `enter` is to be asked; SPOILT that a thread died in it.
 */
export function sendNow(ch: i32, from: i32, me: i32): i32 {
  if (lock(ch + SEND_LOCK, me) === 0) return spoilt(ch, me);
  const cap: i32 = get(ch + SEND_CAP);
  let verdict: i32 = DONE;
  if (get(ch + SENDS_SLOWLY) !== 0) verdict = BUSY;
  // Who receives may have made room since: `enter` looks.
  else if (((get(ch + SENT) - get(ch + SEEN_RECEIVED)) | 0) >= cap) verdict = STALLED;
  else append(ch, from, cap);
  unlock(ch + SEND_LOCK);
  return verdict;
}

/**
 * Receives a value into `to` from a channel with a ring, if that takes nothing but a value in it: DONE. BUSY and STALLED
 * say that `enter` is to be asked; SPOILT that a thread died in it.
 */
export function recvNow(ch: i32, to: i32, me: i32): i32 {
  if (lock(ch + LOCK, me) === 0) return SPOILT;
  if (get(ch + LINE_B) !== 0) {
    unlock(ch + LOCK);
    return BUSY;
  }
  if (get(ch + RECEIVED) === get(ch + SEEN_SENT)) {
    if (lock(ch + SEND_LOCK, me) === 0) {
      unlock(ch + LOCK);
      return spoilt(ch, me);
    }
    put(ch + SEEN_SENT, get(ch + SENT));
    unlock(ch + SEND_LOCK);
    if (get(ch + RECEIVED) === get(ch + SEEN_SENT)) {
      const verdict: i32 = get(ch + CLOSED) !== 0 ? BUSY : STALLED;
      unlock(ch + LOCK);
      return verdict;
    }
  }
  // One that may have to be fetched from its sender's thread needs a record to wait with.
  if ((get(ch + SLOTS + (get(ch + HEAD) << 4)) & 255) === PARCEL_TAG) {
    unlock(ch + LOCK);
    return BUSY;
  }
  shift(ch, to);
  unlock(ch + LOCK);
  return DONE;
}

/** A thread died with the lock of the senders: sees to it that the object says so, too. */
function spoilt(ch: i32, me: i32): i32 {
  const locks: i32 = lockObject(ch, me);
  if (locks !== 0) unlockObject(ch, locks);
  return SPOILT;
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
  if (cap === 0) return BUSY;
  const received: i32 = get(ch + RECEIVED);
  put(ch + SEEN_RECEIVED, received);
  if (((get(ch + SENT) - received) | 0) === cap) return BUSY;
  append(ch, from, cap);
  return DONE;
}

/** Receives a value into `to` if that is possible now: DONE, OVER or BUSY. */
export function recvLocked(ch: i32, to: i32, me: i32): i32 {
  let sender: i32 = 0;
  if (get(ch + LINE_B) !== 0) sender = dequeue(ch + LINE_B);
  if (countLocked(ch) === 0) {
    if (sender === 0) return get(ch + CLOSED) !== 0 ? OVER : BUSY;
    copy(sender + VALUE, to);
    deliver(sender, DONE, me);
    return DONE;
  }
  shift(ch, to);
  if (sender !== 0) {
    // A waiting sender proves that the ring was full (HC3): its value goes into the place just freed, behind all others.
    append(ch, sender + VALUE, get(ch + CAP));
    deliver(sender, DONE, me);
  }
  put(ch + SEEN_SENT, get(ch + SENT));
  return DONE;
}

/** In the block of a value with PARCEL_TAG, the word that names that thread, above 8 bits (wire/format.ts). */
export const PARCEL_OWNER: i32 = 0;

/**
 * Whether the value that a receive would take, under the lock, is one that can't be read at once on M `me`. An attempt that may not
 * wait has to leave it where it is.
 */
export function isElsewhere(ch: i32, me: i32): i32 {
  let cell: i32 = 0;
  if (countLocked(ch) !== 0) cell = ch + SLOTS + (get(ch + HEAD) << 4);
  else if (get(ch + LINE_B) !== 0) cell = get(ch + LINE_B) + VALUE;
  if (cell === 0 || (get(cell) & 255) !== PARCEL_TAG) return 0;
  return get(get(cell + 4) + PARCEL_OWNER) >>> 8 !== me ? 1 : 0;
}

/** Closes for goroutine `closer`: DONE, OVER if it was closed before, SPOILT if a thread died in it. */
export function closeChan(ch: i32, closer: i32, me: i32): i32 {
  const locks: i32 = lockObject(ch, me);
  if (locks === 0) return SPOILT;
  if (get(ch + CLOSED) !== 0) {
    unlockObject(ch, locks);
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
  unlockObject(ch, locks);
  wakeAfter(me);
  return DONE;
}
