/**
 * How many Ps there are: set before a program starts, and changed while it runs.
 *
 *   RZ1  A P from P_COUNT on is P_GONE and its ring is empty.
 *   RZ2  What it had queued is in the global queue; the M that held it finds out at its next round.
 *
 * @go runtime/proc.go procresize
 */
import type { i32 } from "./atomics.js";
import { add, cas, load, put, spin, store } from "./atomics.js";
import { globqPut } from "./globq.js";
import { anyWork, wakep } from "./idle.js";
import { M_STATUS, MAX_PS, mLine, P_COUNT, P_HEAD, P_RUNNEXT, P_STATUS, P_TAIL, pPage } from "./layout.js";
import { runqGet } from "./runq.js";
import {
  M_RUNNING,
  P_GLOBAL,
  P_GONE,
  P_HANDOFFS,
  P_IDLE,
  P_PINNED,
  P_STEALS,
  S_COUNT,
  S_CRASHED,
  S_FIRST,
  S_IDLE_PS,
  S_LAST,
  S_LAST_ID,
  S_LOCK,
  S_RESIZE_LOCK,
  S_SPINNING,
  S_STARTING,
  S_WAITING_MS,
  S_WANTED,
  stateOf,
} from "./sched-words.js";

/** Makes everything ready for a program of `procs` Ps. No M but the caller runs. `lastId`: ids up to it are taken. */
export function setUpSched(procs: i32, lastId: i32): void {
  put(S_SPINNING, 0);
  put(S_WAITING_MS, 0);
  put(S_LOCK, 0);
  put(S_FIRST, 0);
  put(S_LAST, 0);
  put(S_COUNT, 0);
  put(S_WANTED, 0);
  put(S_STARTING, 0);
  put(S_RESIZE_LOCK, 0);
  put(S_LAST_ID, lastId);
  put(S_CRASHED, 0);
  let i: i32 = 0;
  while (i < MAX_PS) {
    const p: i32 = pPage(i);
    put(p + P_HEAD, 0);
    put(p + P_TAIL, 0);
    put(p + P_RUNNEXT, 0);
    put(p + P_STEALS, 0);
    put(p + P_HANDOFFS, 0);
    put(p + P_GLOBAL, 0);
    put(p + P_STATUS, i < procs ? P_IDLE : P_GONE);
    i += 1;
  }
  put(S_IDLE_PS, procs);
  store(P_COUNT, procs);
}

/** Changes the number of Ps; answers what it was. */
export function resizeSched(procs: i32, me: i32): i32 {
  let n: i32 = 0;
  while (cas(S_RESIZE_LOCK, 0, me + 1) !== 0) {
    spin(n);
    n += 1;
  }
  const before: i32 = load(P_COUNT);
  if (procs > before) {
    add(S_IDLE_PS, procs - before);
    let i: i32 = before;
    while (i < procs) {
      store(pPage(i) + P_STATUS, P_IDLE);
      i += 1;
    }
    store(P_COUNT, procs);
  } else {
    store(P_COUNT, procs);
    let i: i32 = procs;
    while (i < before) {
      retire(i, me);
      i += 1;
    }
  }
  store(S_RESIZE_LOCK, 0);
  if (anyWork()) wakep(me);
  return before;
}

/** Takes a P out of use (RZ1). */
function retire(index: i32, me: i32): void {
  const p: i32 = pPage(index);
  let n: i32 = 0;
  while (true) {
    const seen: i32 = load(p + P_STATUS);
    if (seen !== P_IDLE && stateOf(seen) === P_PINNED) {
      spin(n);
      n += 1;
      continue;
    }
    if (cas(p + P_STATUS, seen, P_GONE) !== seen) continue;
    if (seen === P_IDLE) add(S_IDLE_PS, -1);
    break;
  }
  while (true) {
    const g: i32 = runqGet(p);
    if (g === 0) return;
    globqPut(g, me);
  }
}

/** Says that M `me` runs. */
export function enterM(me: i32): void {
  store(mLine(me) + M_STATUS, M_RUNNING);
}
