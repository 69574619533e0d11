/**
 * Ps change hands: an M takes an idle one, lets go of its own, or waits in line for one.
 *
 *   HO1  A P in P_IDLE means that no M was in M_WAITING when it became idle, or that one of both looks again:
 *
 *          let go:  1. an M in M_WAITING gets the P; if there is none:
 *                   2. the P becomes idle   3. as 1 once more, for the idle P
 *          wait:    a. M_STATUS becomes M_WAITING   b. an idle P is looked for once more
 *
 *        If 3 has not seen the M, a comes after 3, so b comes after 2: the M finds the P.
 *   HO2  An M leaves the line by the one who moves it from M_WAITING to another state: itself, at b, or a granter. A
 *        granter tells which P right after, so the M waits for that, and gives one back if it has two. An M in line writes
 *        nothing over its state and takes no P that lies about: it may be granted one at any time, whatever else wakes it.
 *   HO3  Ms get their turns in the order of their indices, beginning after that of who lets go: nobody is passed over
 *        for ever.
 *   HO4  M_NEXT_P is empty when an M gets in line: what was granted to who had its index before, or came too late for it, is
 *        not for it.
 *
 * @go runtime/proc.go acquirep, releasep, handoffp, exitsyscall
 */
import type { i32 } from "./atomics.js";
import { add, cas, exchange, get, load, put, spin, store } from "./atomics.js";
import { poke } from "./inbox.js";
import { M_COUNT, M_STATUS, mLine, P_COUNT, P_STATUS, pPage } from "./layout.js";
import {
  held,
  M_GRANTED,
  M_IDLE,
  M_LAST_P,
  M_NEXT_P,
  M_RUNNING,
  M_SPINNING,
  M_UNABLE,
  M_WAITING,
  M_WOKEN,
  P_IDLE,
  P_PINNED,
  P_RUNNING,
  S_IDLE_PS,
  S_SPINNING,
  S_WAITING_MS,
} from "./sched-words.js";

/** Rounds for which a granted P is waited for: more than any waker needs, unless it died. */
const GRANT_ROUNDS: i32 = 20000;

/** Whether M `me` holds P `p` (its page). */
export function holds(p: i32, me: i32): boolean {
  return load(p + P_STATUS) === held(me, P_RUNNING);
}

/** Keeps others from taking the P, to write to its ring (SW2); false if it has been taken already. */
export function pin(p: i32, me: i32): boolean {
  const mine: i32 = held(me, P_RUNNING);
  return cas(p + P_STATUS, mine, held(me, P_PINNED)) === mine;
}

/** Ends a pin. */
export function unpin(p: i32, me: i32): void {
  store(p + P_STATUS, held(me, P_RUNNING));
}

/** Takes a P if it is idle. */
export function acquire(p: i32, me: i32): boolean {
  if (load(p + P_STATUS) !== P_IDLE) return false;
  if (cas(p + P_STATUS, P_IDLE, held(me, P_RUNNING)) !== P_IDLE) return false;
  add(S_IDLE_PS, -1);
  return true;
}

/** Takes an idle P, the one it had last if it can; answers its page, 0: there is none. */
export function acquireAny(me: i32): i32 {
  const last: i32 = get(mLine(me) + M_LAST_P);
  if (last > 0 && acquire(pPage(last - 1), me)) return pPage(last - 1);
  if (load(S_IDLE_PS) <= 0) return 0;
  const count: i32 = load(P_COUNT);
  let i: i32 = 0;
  while (i < count) {
    if (acquire(pPage(i), me)) {
      put(mLine(me) + M_LAST_P, i + 1);
      return pPage(i);
    }
    i += 1;
  }
  return 0;
}

/** Moves an M from one state to another, if it is the first to; answers its index, -1: no M is in that state. */
export function claimM(from: i32, to: i32, me: i32): i32 {
  const count: i32 = load(M_COUNT);
  // Beginning after the own index: none is passed over for ever.
  let i: i32 = 1;
  while (i <= count) {
    const m: i32 = (me + i) % count;
    const status: i32 = mLine(m) + M_STATUS;
    if (load(status) === from && cas(status, from, to) === from) return m;
    i += 1;
  }
  return -1;
}

/** Tells an M in M_GRANTED which P it gets: the index plus 1, or -1. */
function grant(m: i32, p: i32): void {
  store(mLine(m) + M_NEXT_P, p);
  poke(m);
}

/**
 * Lets go of a P whose status word is `seen`: it goes to an M that waits for one, else it becomes idle. False if the
 * word is another by now. Whoever calls it looks for work afterwards, or calls `wakep`.
 */
export function pass(index: i32, seen: i32, me: i32): boolean {
  const status: i32 = pPage(index) + P_STATUS;
  let from: i32 = seen;
  while (true) {
    const m: i32 = load(S_WAITING_MS) > 0 ? claimM(M_WAITING, M_GRANTED, me) : -1;
    if (m < 0) {
      if (from === P_IDLE) return true;
      add(S_IDLE_PS, 1);
      if (cas(status, from, P_IDLE) !== from) {
        add(S_IDLE_PS, -1);
        return false;
      }
      // An M may have begun to wait before the P was idle: one of both sees the other (HO1).
      from = P_IDLE;
      continue;
    }
    add(S_WAITING_MS, -1);
    if (cas(status, from, held(m, P_RUNNING)) === from) {
      if (from === P_IDLE) add(S_IDLE_PS, -1);
      grant(m, index + 1);
      return true;
    }
    grant(m, -1);
    return from === P_IDLE;
  }
}

/** Lets go of the P that M `me` holds; false if it had been taken away. */
export function letGo(index: i32, me: i32): boolean {
  return pass(index, held(me, P_RUNNING), me);
}

/** Waits for the P that was granted; answers its index plus 1, -1: it was taken away meanwhile. */
function granted(me: i32): i32 {
  const word: i32 = mLine(me) + M_NEXT_P;
  let n: i32 = 0;
  while (n < GRANT_ROUNDS) {
    const p: i32 = exchange(word, 0);
    if (p !== 0) return p;
    spin(n);
    n += 1;
  }
  return -1;
}

/** Whether M `me` waits in line for a P, or has been granted one. Only it itself gets in line, and only by `regain` out again. */
export function isInLine(me: i32): boolean {
  const status: i32 = load(mLine(me) + M_STATUS);
  return status === M_WAITING || status === M_GRANTED;
}

/**
 * Gets a P for an M that has none: one granted, or an idle one. Answers its page, 0: there is none. The M is in line then, or in
 * M_RUNNING or M_SPINNING.
 */
export function regain(me: i32): i32 {
  const line: i32 = mLine(me);
  const status: i32 = line + M_STATUS;
  // Looked at once: it may be granted a P in between (HO2).
  const seen: i32 = load(status);
  if (seen === M_WAITING) return 0;
  if (seen === M_GRANTED) {
    const p: i32 = granted(me);
    store(status, M_RUNNING);
    if (p > 0) {
      put(line + M_LAST_P, p);
      return pPage(p - 1);
    }
  } else if (seen > M_UNABLE) {
    store(status, M_RUNNING);
  } else if (cas(status, M_IDLE, M_RUNNING) === M_WOKEN) {
    // Counted as spinning by who woke it.
    store(status, M_SPINNING);
  }
  return acquireAny(me);
}

/**
 * An M without P, which is not in line, has goroutines to run: it waits for a P. Answers the page of one if it got one at once.
 * S_SPINNING does not count it any more.
 */
export function awaitP(me: i32): i32 {
  const status: i32 = mLine(me) + M_STATUS;
  const wasSpinning: boolean = load(status) === M_SPINNING;
  put(mLine(me) + M_NEXT_P, 0);
  add(S_WAITING_MS, 1);
  store(status, M_WAITING);
  if (wasSpinning) add(S_SPINNING, -1);
  const p: i32 = acquireAny(me);
  if (p === 0) return 0;
  if (cas(status, M_WAITING, M_RUNNING) === M_WAITING) {
    add(S_WAITING_MS, -1);
    return p;
  }
  const second: i32 = granted(me);
  store(status, M_RUNNING);
  if (second > 0) pass(second - 1, held(me, P_RUNNING), me);
  return p;
}
