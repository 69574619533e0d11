/**
 * The run queue of a P: goroutines that have not started, in a ring of 256 and one place before it.
 *
 * One M, which holds the P and has pinned it, adds at the tail; any M takes at the head.
 *
 *   RQ1  head <= tail <= head + RING (counted modulo 2^32): what lies between them is queued, in order.
 *   RQ2  Only the pinned owner writes slots and the tail. A slot is written before the tail that publishes it.
 *   RQ3  Who moves the head from h to h + n owns what the slots h..h+n-1 held. It reads them before: none is
 *        written again until the head has passed it, and then the compare-and-set on the head fails.
 *   RQ4  A goroutine in `runnext` belongs to who exchanges it for 0.
 *
 * @go runtime/proc.go runqput, runqget, runqgrab, runqsteal
 */
import type { i32 } from "./atomics.js";
import { cas, exchange, get, load, put, store } from "./atomics.js";
import { globqPutBatch } from "./globq.js";
import { P_HEAD, P_RING, P_RUNNEXT, P_STATUS, P_TAIL } from "./layout.js";
import { G_NEXT } from "./record.js";
import { P_RUNNING, stateOf } from "./sched-words.js";

/** Goroutines that a ring holds. */
export const RING: i32 = 256;

/** Looks at a `runnext` before a thief takes it: its owner is likely to run it within the next microseconds. */
const RESPECT: i32 = 400;

/** Address of a slot. */
function slot(p: i32, index: i32): i32 {
  return p + P_RING + (index & (RING - 1)) * 4;
}

/** Makes `g` the next that the P runs; who stood there goes to the end. `p` is pinned by `me`. */
export function runqPutNext(p: i32, g: i32, me: i32): void {
  const old: i32 = exchange(p + P_RUNNEXT, g);
  if (old !== 0) runqPut(p, old, me);
}

/** Puts `g` at the end; half of a full ring goes to the global queue with it. `p` is pinned by `me`. */
export function runqPut(p: i32, g: i32, me: i32): void {
  while (true) {
    const head: i32 = load(p + P_HEAD);
    const tail: i32 = get(p + P_TAIL);
    if (((tail - head) | 0) < RING) {
      put(slot(p, tail), g);
      store(p + P_TAIL, (tail + 1) | 0);
      return;
    }
    if (moveHalf(p, head, g, me)) return;
  }
}

/** Moves the older half of a full ring, and `g` after it, to the global queue; false if a thief was faster. */
function moveHalf(p: i32, head: i32, g: i32, me: i32): boolean {
  const n: i32 = RING / 2;
  if (cas(p + P_HEAD, head, (head + n) | 0) !== head) return false;
  // Read after the head has moved, unlike what thieves may do (RQ3): only this M writes slots.
  const first: i32 = get(slot(p, head));
  let last: i32 = first;
  let i: i32 = 1;
  while (i < n) {
    const next: i32 = get(slot(p, (head + i) | 0));
    put(last + G_NEXT, next);
    last = next;
    i += 1;
  }
  put(last + G_NEXT, g);
  globqPutBatch(first, g, n + 1, me);
  return true;
}

/** Takes the goroutine that the P runs next; 0: none. */
export function runqGet(p: i32): i32 {
  const next: i32 = load(p + P_RUNNEXT);
  // Only the owner fills it: if it was stolen meanwhile, it is empty.
  if (next !== 0 && cas(p + P_RUNNEXT, next, 0) === next) return next;
  while (true) {
    const head: i32 = load(p + P_HEAD);
    if (load(p + P_TAIL) === head) return 0;
    const g: i32 = get(slot(p, head));
    if (cas(p + P_HEAD, head, (head + 1) | 0) === head) return g;
  }
}

/** How many goroutines are queued. A guess, unless nobody else runs. */
export function runqCount(p: i32): i32 {
  const n: i32 = (load(p + P_TAIL) - load(p + P_HEAD)) | 0;
  const next: i32 = load(p + P_RUNNEXT) === 0 ? 0 : 1;
  return (n < 0 ? 0 : n) + next;
}

/** Whether nothing is queued. Of what moves from `runnext` to the ring meanwhile, nothing is overlooked. */
export function runqEmpty(p: i32): boolean {
  while (true) {
    const head: i32 = load(p + P_HEAD);
    const tail: i32 = load(p + P_TAIL);
    const next: i32 = load(p + P_RUNNEXT);
    // A put that pushes the old one out of `runnext` empties that first: the tail tells.
    if (tail === load(p + P_TAIL)) return head === tail && next === 0;
  }
}

/**
 * Steals half of what P `from` has queued, rounded up, for the empty ring of P `to`, which `me` has pinned; answers
 * the goroutine to run now, 0: none. Of a P that has only a `runnext`, that one, if `takesNext`.
 */
export function runqSteal(to: i32, from: i32, takesNext: boolean): i32 {
  const tail: i32 = get(to + P_TAIL);
  const n: i32 = grab(to, tail, from, takesNext);
  if (n === 0) return 0;
  const g: i32 = get(slot(to, (tail + n - 1) | 0));
  if (n > 1) store(to + P_TAIL, (tail + n - 1) | 0);
  return g;
}

/** Copies half of a ring to the slots from `tail` on of another, which are not published; answers how many. */
function grab(to: i32, tail: i32, from: i32, takesNext: boolean): i32 {
  while (true) {
    const head: i32 = load(from + P_HEAD);
    const queued: i32 = (load(from + P_TAIL) - head) | 0;
    const n: i32 = queued - (queued >> 1);
    if (n <= 0) return takesNext ? grabNext(to, tail, from) : 0;
    // The head was read before the tail: a difference of more than a ring means that both have moved since.
    if (n > RING / 2) continue;
    let i: i32 = 0;
    while (i < n) {
      put(slot(to, (tail + i) | 0), get(slot(from, (head + i) | 0)));
      i += 1;
    }
    if (cas(from + P_HEAD, head, (head + n) | 0) === head) return n;
  }
}

/** Takes the `runnext` of a P that does not come to it by itself. */
function grabNext(to: i32, tail: i32, from: i32): i32 {
  const next: i32 = load(from + P_RUNNEXT);
  if (next === 0) return 0;
  let i: i32 = 0;
  while (i < RESPECT && stateOf(load(from + P_STATUS)) === P_RUNNING) {
    if (load(from + P_RUNNEXT) !== next) return 0;
    i += 1;
  }
  if (cas(from + P_RUNNEXT, next, 0) !== next) return 0;
  put(slot(to, tail), next);
  return 1;
}
