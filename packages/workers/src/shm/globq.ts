/**
 * The global queue: goroutines that have not started, of no P: what overflowed, and what Ps had that are gone.
 *
 *   GQ1  From S_FIRST the goroutines are linked by G_NEXT to S_LAST, whose G_NEXT is 0.
 *   GQ2  S_COUNT, S_FIRST and S_LAST change under S_LOCK. S_COUNT is read without it, as a hint, by who looks again.
 *   GQ3  An M that dies under the lock leaves a list that `globqRepair` makes good: its links are written in an
 *        order in which each goroutine hangs in the list, or is the dead M's.
 *
 * @go runtime/proc.go globrunqput, globrunqget
 */
import type { i32 } from "./atomics.js";
import { cas, get, load, put, spin, store } from "./atomics.js";
import { P_COUNT } from "./layout.js";
import { G_NEXT } from "./record.js";
import { S_COUNT, S_FIRST, S_LAST, S_LOCK } from "./sched-words.js";

function acquire(me: i32): void {
  let n: i32 = 0;
  while (cas(S_LOCK, 0, me + 1) !== 0) {
    spin(n);
    n += 1;
  }
}

/** Puts the goroutines from `first` to `last`, `n` of them, at the end. */
export function globqPutBatch(first: i32, last: i32, n: i32, me: i32): void {
  put(last + G_NEXT, 0);
  acquire(me);
  const tail: i32 = get(S_LAST);
  if (tail === 0) put(S_FIRST, first);
  else put(tail + G_NEXT, first);
  put(S_LAST, last);
  store(S_COUNT, get(S_COUNT) + n);
  store(S_LOCK, 0);
}

/** Puts a goroutine at the end. */
export function globqPut(g: i32, me: i32): void {
  globqPutBatch(g, g, 1, me);
}

/** How many goroutines are queued. */
export function globqCount(): i32 {
  return load(S_COUNT);
}

/**
 * Takes a fair share of the queue, at most `max`: linked by G_NEXT, the last one's is 0. Answers the first, 0: none.
 * @go runtime/proc.go globrunqget
 */
export function globqTake(max: i32, me: i32): i32 {
  if (load(S_COUNT) === 0) return 0;
  acquire(me);
  const count: i32 = get(S_COUNT);
  const first: i32 = get(S_FIRST);
  if (first === 0) {
    store(S_LOCK, 0);
    return 0;
  }
  let n: i32 = ((count / get(P_COUNT)) | 0) + 1;
  if (n > max) n = max;
  let last: i32 = first;
  let taken: i32 = 1;
  while (taken < n && get(last + G_NEXT) !== 0) {
    last = get(last + G_NEXT);
    taken += 1;
  }
  const rest: i32 = get(last + G_NEXT);
  put(S_FIRST, rest);
  if (rest === 0) put(S_LAST, 0);
  store(S_COUNT, count - taken);
  put(last + G_NEXT, 0);
  store(S_LOCK, 0);
  return first;
}

/** Makes the list good again and releases the lock, if M `dead` died holding it (GQ3). */
export function globqRepair(dead: i32): void {
  if (load(S_LOCK) !== dead + 1) return;
  let count: i32 = 0;
  let last: i32 = 0;
  let g: i32 = get(S_FIRST);
  while (g !== 0) {
    last = g;
    count += 1;
    g = get(g + G_NEXT);
  }
  put(S_LAST, last);
  store(S_COUNT, count);
  store(S_LOCK, 0);
}
