/**
 * The two sides of a channel with a ring, and the lock of an object that may have them.
 *
 * Receivers and senders each have a lock, an index and a count on a line of memory of their own, so that threads that
 * only receive and threads that only send don't take lines from each other for every value. The lock of the receivers is
 * that of the object.
 *
 *   SI1  What receivers use without the lock of the senders is written under both, or under theirs alone: HEAD, RECEIVED,
 *        SEEN_SENT, both lines. The same, the other way round, of TAIL, SENT, SEEN_RECEIVED, SENDS_SLOWLY. A thread that
 *        has the channel alone takes neither (shared-chan-alone.ts).
 *   SI2  SEEN_SENT is what SENT was at some time: there are at least as many values. So with SEEN_RECEIVED and room.
 *   SI3  SENDS_SLOWLY is not 0 if a receiver stands in its line or the channel is closed: a sender has to look.
 *   SI4  Of the locks, that of the receivers is taken first. A poisoned one poisons the other: in the sweep, or by who
 *        finds it before.
 */
import type { i32 } from "./atomics.js";
import { cas, get, load, put, spin, store } from "./atomics.js";
import { lock, unlock } from "./lock.js";
import { CHAN, LINE_A, LOCK, OBJECT_KIND, STATE } from "./object.js";

/** Values the ring can hold. Never changes. */
export const CAP: i32 = STATE;
/** Index of the oldest value. */
export const HEAD: i32 = 40;
/** Values that were ever taken out of the ring. */
export const RECEIVED: i32 = 44;
/** Whether it was closed. */
export const CLOSED: i32 = 48;
/** What SENT was when a receiver looked last. */
export const SEEN_SENT: i32 = 60;

/** The lock of the senders. From here on a channel has what is told only if it has a ring. */
export const SEND_LOCK: i32 = 128;
/** The same as CAP. */
export const SEND_CAP: i32 = 132;
/** Index of the next free place. */
export const TAIL: i32 = 136;
/** Values that were ever put into the ring. */
export const SENT: i32 = 140;
/** What RECEIVED was when a sender looked last. */
export const SEEN_RECEIVED: i32 = 144;
/** Not 0: there is more to a send than to put a value into the ring (SI3). */
export const SENDS_SLOWLY: i32 = 148;
/** The ring: 16 bytes for each value. */
export const SLOTS: i32 = 256;

/** Whether an object has two sides. Answered for ever, once it has been made. */
function hasSides(obj: i32): boolean {
  return get(obj + OBJECT_KIND) === CHAN && get(obj + CAP) !== 0;
}

/** Locks an object for M `me`. Answers 0 if it is poisoned, else how many locks it has taken, for `unlockObject`. */
export function lockObject(obj: i32, me: i32): i32 {
  if (lock(obj + LOCK, me) === 0) return 0;
  if (!hasSides(obj)) return 1;
  if (lock(obj + SEND_LOCK, me) === 1) return 2;
  store(obj + LOCK, load(obj + SEND_LOCK));
  return 0;
}

/** Unlocks an object of which the caller has so many locks. */
export function unlockObject(obj: i32, locks: i32): void {
  if (locks === 2) {
    put(obj + SENDS_SLOWLY, get(obj + LINE_A) | get(obj + CLOSED));
    unlock(obj + SEND_LOCK);
  }
  unlock(obj + LOCK);
}

/** How many locks an object has that the caller has a handle of. */
export function locksOf(obj: i32): i32 {
  return hasSides(obj) ? 2 : 1;
}

/** The same for the sweep, which meets objects that others are making or giving back. */
function hasSidesNow(obj: i32): boolean {
  return load(obj + OBJECT_KIND) === CHAN && get(obj + CAP) !== 0;
}

/** Poisons the locks of an object that M `dead` holds: answers 1 if there is one. `poison` is the word for it. Never waits. */
export function poisonHeld(obj: i32, dead: i32, poison: i32): i32 {
  let held: i32 = 0;
  // The compare-and-swaps fail for all that the dead one did not hold.
  if (cas(obj + LOCK, dead + 1, poison) === dead + 1) held = 1;
  if (hasSidesNow(obj) && cas(obj + SEND_LOCK, dead + 1, poison) === dead + 1) held = 1;
  return held;
}

/** Rounds of waiting for a lock, some tens of milliseconds, after which its holder may be dead as well. */
const PATIENCE: i32 = 1000;

/** Takes a lock for the sweep: 1, 0 if it is poisoned, -1 if its holder does not let go of it. */
function lockPatiently(a: i32, me: i32): i32 {
  let rounds: i32 = 0;
  while (rounds < PATIENCE) {
    const seen: i32 = cas(a, 0, me + 1);
    if (seen === 0) return 1;
    if (seen < 0) return 0;
    spin(rounds);
    rounds += 1;
  }
  return -1;
}

/** `lockObject` for the sweep, with -1 if a holder does not let go. What one side has of poison the other gets. */
export function lockForSweep(obj: i32, me: i32): i32 {
  const first: i32 = lockPatiently(obj + LOCK, me);
  if (first < 0 || !hasSidesNow(obj)) return first;
  const second: i32 = lockPatiently(obj + SEND_LOCK, me);
  if (first === 1 && second === 1) return 2;
  if (second < 0) {
    if (first === 1) unlock(obj + LOCK);
    return -1;
  }
  if (first === 1) store(obj + LOCK, load(obj + SEND_LOCK));
  if (second === 1) store(obj + SEND_LOCK, load(obj + LOCK));
  return 0;
}
