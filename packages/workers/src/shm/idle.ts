/**
 * Who sleeps and who is woken: Ms look for work before they sleep, and whoever has work for others wakes one.
 *
 *   ID1  An M looks into every queue after it got a P and before it lets go of it.
 *   ID2  S_SPINNING counts Ms that will look into every queue before they sleep, and those who are about to wake one.
 *
 * No goroutine stays queued while an M and a P are idle. All steps are atomic and sequentially consistent.
 *
 *   put:    1. the goroutine is put into a queue
 *           2. S_SPINNING above 0, or no idle P: done
 *           3. S_SPINNING from 0 to 1; an M in M_IDLE is claimed (-> M_WOKEN) and poked: it spins, takes an idle P
 *              and looks everywhere. If there is none: S_SPINNING back, and from 2 again if there is work and an M.
 *   sleep:  a. the P becomes idle (count first: SW3)
 *           b. M_STATUS becomes M_IDLE
 *           c. S_SPINNING is lowered, if the M was counted there
 *           d. all queues are looked into once more: if there is work and an idle P, the M takes it and goes on
 *           e. the inbox is parked; that fails if a poke or a record came
 *
 *   - 2 read a spinner that is M itself: then c comes after 2, and d after 1. M finds the goroutine at d.
 *   - 2 read a spinner that is another M: the same holds for that one, when it stops (ID2), or it finds something:
 *     then it wakes another, if it was the last spinner (`stopSpinning`).
 *   - 2 read one that was only waking: it comes by at 2 again after it has lowered S_SPINNING, which is after 1.
 *   - 2 read no idle P: a of every M that sleeps comes after 2, so d comes after 1.
 *   - 3 found no M in M_IDLE: b of every M that sleeps comes after 3, so d comes after 1.
 *   - 3 claimed an M that has not parked yet: the poke comes before e, or the M saw M_WOKEN: it asks before it sleeps.
 *   - At d there is work but no idle P: every P is held by an M which will let go of it, and then looks (ID1).
 *
 * @go runtime/proc.go findRunnable, wakep, resetspinning, retake
 */
import type { i32 } from "./atomics.js";
import { add, cas, exchange, load, notify, put, store } from "./atomics.js";
import { globqCount, globqRepair } from "./globq.js";
import { acquireAny, claimM, letGo, pass } from "./handover.js";
import { poke } from "./inbox.js";
import { M_COUNT, M_HAS_WOKEN, M_P, M_STATUS, mLine, P_COUNT, P_STATUS, pPage } from "./layout.js";
import { runqEmpty } from "./runq.js";
import {
  M_BLOCKED,
  M_DEAD,
  M_IDLE,
  M_LOCKED,
  M_NONE,
  M_RUNNING,
  M_SPINNING,
  M_UNABLE,
  M_WAITING,
  M_WOKEN,
  ownerOf,
  P_GONE,
  P_HANDOFFS,
  S_IDLE_PS,
  S_RESIZE_LOCK,
  S_SPINNING,
  S_STARTING,
  S_WAITING_MS,
  S_WANTED,
} from "./sched-words.js";

/** Begins to look for work, unless half of the busy Ps do already. */
export function startSpinning(me: i32): boolean {
  const status: i32 = mLine(me) + M_STATUS;
  if (load(status) === M_SPINNING) return true;
  const spinning: i32 = load(S_SPINNING);
  if (2 * spinning >= load(P_COUNT) - load(S_IDLE_PS)) return false;
  store(status, M_SPINNING);
  add(S_SPINNING, 1);
  return true;
}

/** A spinning M has found work: the last one that spun wakes another, for there may be more. */
export function stopSpinning(me: i32): void {
  store(mLine(me) + M_STATUS, M_RUNNING);
  if (add(S_SPINNING, -1) <= 1) wakep(me);
}

/** Whether a goroutine that has not started is queued anywhere. */
export function anyWork(): boolean {
  if (globqCount() > 0) return true;
  const count: i32 = load(P_COUNT);
  let i: i32 = 0;
  while (i < count) {
    if (!runqEmpty(pPage(i))) return true;
    i += 1;
  }
  return false;
}

/**
 * The M has found nothing: it lets go of its P and becomes idle (steps a to d). Answers the page of a P if it is to
 * go on, 0: it may sleep.
 */
export function becomeIdle(index: i32, me: i32): i32 {
  const status: i32 = mLine(me) + M_STATUS;
  const wasSpinning: boolean = load(status) === M_SPINNING;
  if (index >= 0) letGo(index, me);
  store(status, M_IDLE);
  if (wasSpinning) add(S_SPINNING, -1);
  return lookAgain(me);
}

/**
 * The M has found nothing of its own and takes nothing of others': it lets go of its P, and nobody wakes it for what
 * it would not take.
 */
export function becomeLocked(index: i32, me: i32): void {
  const status: i32 = mLine(me) + M_STATUS;
  const wasSpinning: boolean = load(status) === M_SPINNING;
  if (index >= 0) letGo(index, me);
  store(status, M_LOCKED);
  if (wasSpinning) add(S_SPINNING, -1);
  if (anyWork()) wakep(me);
}

/** Step d: whether an idle M is to go on; the page of its P, or 0. */
function lookAgain(me: i32): i32 {
  if (load(S_IDLE_PS) <= 0 || !anyWork()) return 0;
  const p: i32 = acquireAny(me);
  if (p === 0) return 0;
  const status: i32 = mLine(me) + M_STATUS;
  // As a spinner: it is about to look everywhere, and others who have work need not wake one more.
  if (cas(status, M_IDLE, M_SPINNING) === M_IDLE) add(S_SPINNING, 1);
  else store(status, M_SPINNING);
  return p;
}

/** Wakes an M to run what was queued, if a P is idle and nobody looks for work already (steps 2 and 3). */
export function wakep(me: i32): void {
  while (true) {
    const seen: i32 = load(S_SPINNING);
    if (seen > 0 || load(S_IDLE_PS) <= 0) return;
    // A count that a dead M has left below 0 is made good here.
    if (cas(S_SPINNING, seen, 1) !== seen) continue;
    const m: i32 = claimM(M_IDLE, M_WOKEN, me);
    if (m >= 0) {
      put(mLine(me) + M_HAS_WOKEN, 1);
      poke(m);
      return;
    }
    add(S_SPINNING, -1);
    if (!anyWork()) return;
    if (!someM(M_IDLE)) {
      wantM();
      // Step 3: who became idle since looks by itself.
      return;
    }
  }
}

/** Whether an M is in that state. */
function someM(wanted: i32): boolean {
  const count: i32 = load(M_COUNT);
  let m: i32 = 0;
  while (m < count) {
    if (load(mLine(m) + M_STATUS) === wanted) return true;
    m += 1;
  }
  return false;
}

/** How many Ms can run goroutines: those that exist and are not blocked. */
function ableMs(): i32 {
  const count: i32 = load(M_COUNT);
  let able: i32 = 0;
  let m: i32 = 0;
  while (m < count) {
    const status: i32 = load(mLine(m) + M_STATUS);
    if (status !== M_NONE && status < M_UNABLE) able += 1;
    m += 1;
  }
  return able;
}

/** Asks for another M, if there are fewer than Ps that can run. */
function wantM(): void {
  const starting: i32 = load(S_STARTING);
  if (ableMs() + starting >= load(P_COUNT)) return;
  // Of several who ask at the same time one is enough: the others' work is found by who comes.
  if (cas(S_STARTING, starting, starting + 1) !== starting) return;
  add(S_WANTED, 1);
  notify(S_WANTED);
}

/**
 * Takes a P away from an M that is blocked, for others; false if its status is not `seen` any more. For the monitor,
 * and for the M itself before a call that blocks.
 */
export function retake(index: i32, seen: i32, me: i32): boolean {
  const victim: i32 = ownerOf(seen);
  const status: i32 = mLine(victim) + M_STATUS;
  // Before the P is free: who takes it is to know that there is an M less.
  const was: i32 = load(status);
  if (was === M_RUNNING) cas(status, M_RUNNING, M_BLOCKED);
  if (!pass(index, seen, me)) {
    if (was === M_RUNNING) cas(status, M_BLOCKED, M_RUNNING);
    return false;
  }
  add(pPage(index) + P_HANDOFFS, 1);
  if (anyWork()) wakep(me);
  return true;
}

/** Gives back all that an M held which has ended by accident: its P, its lock and its place in the counts. */
export function sweepSched(dead: i32, me: i32): void {
  const line: i32 = mLine(dead);
  const was: i32 = exchange(line + M_STATUS, M_DEAD);
  if (was === M_SPINNING || was === M_WOKEN) add(S_SPINNING, -1);
  if (was === M_WAITING) add(S_WAITING_MS, -1);
  globqRepair(dead);
  cas(S_RESIZE_LOCK, dead + 1, 0);
  store(line + M_P, 0);
  const count: i32 = load(P_COUNT);
  let i: i32 = 0;
  while (i < count) {
    const seen: i32 = load(pPage(i) + P_STATUS);
    if (seen !== P_GONE && ownerOf(seen) === dead) pass(i, seen, me);
    i += 1;
  }
  if (anyWork()) wakep(me);
}
