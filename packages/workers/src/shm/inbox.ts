/**
 * The inbox of an M: a stack of records that all threads push on and the owner takes as a whole.
 *
 * One word: 0 empty, PARKED if the owner sleeps, else the newest record, which links to the one before it. The word
 * is also what the owner sleeps on.
 *
 *   IN1  A record is in at most one inbox, once.
 *   IN2  Only the owner takes and parks. So what it finds empty or not PARKED stays so but for pushes and pokes.
 *
 * No wake-up is lost:
 *
 *   1. `park` writes PARKED only over 0, in one step. If a record was pushed before, it fails: the owner does not
 *      sleep. If it succeeds, every push comes after it.
 *   2. A push is one step that answers what it replaced. The first push after 1 replaces PARKED, and only that one
 *      does: it notifies, others need not.
 *   3. The owner sleeps by "wait while the word is PARKED", in which the host compares and falls asleep in one step.
 *      If the push came before it, the word differs and it does not sleep; if after it, the notify finds it asleep.
 *   4. `poke` takes PARKED away in the same way, so of a poke and a push at the same time one notifies.
 */
import type { i32 } from "./atomics.js";
import { add, cas, exchange, get, load, notify, put } from "./atomics.js";
import { M_HAS_WOKEN, M_INBOX, mLine } from "./layout.js";
import { LINK } from "./record.js";

/** The owner sleeps. */
export const PARKED: i32 = -1;

/** Pushes a record on the inbox of M `m`; answers the word to notify, 0 if that is not needed (step 2). */
export function pushQuietly(m: i32, rec: i32): i32 {
  const inbox: i32 = mLine(m) + M_INBOX;
  // Not looked at before: mostly it is empty, and a look would fetch the line twice.
  let seen: i32 = 0;
  while (true) {
    put(rec + LINK, seen === PARKED ? 0 : seen);
    const was: i32 = cas(inbox, seen, rec);
    if (was === seen) return seen === PARKED ? inbox : 0;
    seen = was;
  }
}

/** Pushes a record on the inbox of M `m`, and wakes the M. */
export function push(m: i32, rec: i32): void {
  const inbox: i32 = pushQuietly(m, rec);
  if (inbox !== 0) notify(inbox);
}

/** Takes all records out: the newest, linked to those before it by LINK; 0 if there are none. Ends a park. */
export function take(m: i32): i32 {
  const inbox: i32 = mLine(m) + M_INBOX;
  if (load(inbox) === 0) return 0;
  const newest: i32 = exchange(inbox, 0);
  return newest === PARKED ? 0 : newest;
}

/** Takes all records out, as `take` does: the oldest, linked to those after it by LINK; 0 if there are none. */
export function takeInOrder(m: i32): i32 {
  let newest: i32 = take(m);
  let oldest: i32 = 0;
  while (newest !== 0) {
    const before: i32 = get(newest + LINK);
    put(newest + LINK, oldest);
    oldest = newest;
    newest = before;
  }
  return oldest;
}

/**
 * Looks at the inbox of M `m` until there is something in it, at most so many times; answers 1 if there is. The
 * instruction that changes nothing makes a look last as long as in JavaScript, and leaves the processor to a thread that
 * shares it.
 */
export function watch(m: i32, looks: i32): i32 {
  const line: i32 = mLine(m);
  let i: i32 = 0;
  while (i < looks) {
    if (load(line + M_INBOX) !== 0) return 1;
    add(line + M_HAS_WOKEN, 0);
    i += 1;
  }
  return 0;
}

/** Whether there is anything in it. */
export function isFull(m: i32): boolean {
  const seen: i32 = load(mLine(m) + M_INBOX);
  return seen !== 0 && seen !== PARKED;
}

/** Says that the owner is about to sleep on the word; false if there is something in it (step 1). */
export function park(m: i32): boolean {
  const seen: i32 = cas(mLine(m) + M_INBOX, 0, PARKED);
  return seen === 0 || seen === PARKED;
}

/** Wakes the M if it sleeps, without a record. */
export function poke(m: i32): void {
  const inbox: i32 = mLine(m) + M_INBOX;
  if (cas(inbox, PARKED, 0) === PARKED) notify(inbox);
}
