/**
 * A spin lock that knows who holds it.
 *
 * One word: 0 free, above 0 the index of the holder plus 1, below 0 poisoned. Sections are short and never wait for anything but
 * another lock, so spinning is bounded by them, unless the host takes the CPU from the holder: then `spin` sleeps.
 *
 *   LO1  Who sees `lock` answer 1 is alone until it calls `unlock`, and sees all that was written before the unlock
 *        that came before: both are sequentially consistent.
 *   LO2  Who holds several has taken them in ascending order of their addresses. So nobody waits in a circle.
 *   LO3  The lock of a thread that died is never given to another: what it guards may be half written. It is
 *        poisoned for ever (sweep.ts).
 */
import type { i32 } from "./atomics.js";
import { cas, load, spin, store } from "./atomics.js";

/** What the word is for ever after M `dead` has died with the lock. */
export function poisonOf(dead: i32): i32 {
  return -1 - dead;
}

/** Locks for M `me`. Answers 1, or 0 if it is poisoned. */
export function lock(a: i32, me: i32): i32 {
  if (cas(a, 0, me + 1) === 0) return 1;
  return lockSlowly(a, me);
}

/** Waits until the lock is free. It looks before it tries: a try takes the line away from the holder. */
function lockSlowly(a: i32, me: i32): i32 {
  let rounds: i32 = 0;
  while (true) {
    const seen: i32 = load(a);
    if (seen < 0) return 0;
    if (seen === 0 && cas(a, 0, me + 1) === 0) return 1;
    spin(rounds);
    rounds += 1;
  }
}

/** Unlocks. The caller holds it. */
export function unlock(a: i32): void {
  store(a, 0);
}
