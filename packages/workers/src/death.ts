/**
 * The death of an M: what is done about it, and who is told.
 *
 * A thread may end at any moment: by `process.exit` in it, an exception outside goroutines, for lack of memory, by
 * `terminate`. The monitor is told by the host and then does, in this order:
 *
 *   1. `bury` (monitor-bury.ts): the M is marked dead and its P given back, so that nobody waits for it to run
 *      anything; the objects it had locked, or in whose lines it stood, are made good (shm/sweep.ts). Goroutines that
 *      had not started stay in the ring of the P, and run elsewhere.
 *   2. Every M is poked, and told through its control line. Each looks after the goroutines that it had started and
 *      that ran there (sched/lost.ts), and after its line to that M.
 *   3. M0 is told last, when all is in order: the program fails with WorkerLost, or its supervisor goes on.
 *
 * A goroutine that the dead M had just taken out of a queue, and had not begun, is in no queue and runs nowhere. It is
 * found as soon as no P is in use: then whoever has started one that is still marked as queued puts it back (`putBack`).
 *
 *   DE1  A death is handled once, in the monitor, whoever is blocked meanwhile.
 */
import { disconnected } from "./connect.js";
import { nudged, setRescue } from "./deadlock.js";
import { current } from "./sched/current.js";
import { isSeeking, lostWith } from "./sched/lost.js";
import { startedOn } from "./sched/pending.js";
import { load } from "./shm/atomics.js";
import { globqPut } from "./shm/globq.js";
import { anyWork, wakep } from "./shm/idle.js";
import { M_COUNT, M_STATUS, mLine, P_COUNT, P_SCHEDTICK, P_STATUS, pPage } from "./shm/layout.js";
import { M_BLOCKED, P_IDLE } from "./shm/sched-words.js";
import { thread } from "./thread.js";

/** Called with the index of an M that died, and why. */
export type OnDeath = (index: number, reason: string) => void;

const listeners = new Set<OnDeath>();

/** Calls `f` for each M that dies from now on. Returns a function that ends that. */
export function onDeath(f: OnDeath): () => void {
  listeners.add(f);
  return () => void listeners.delete(f);
}

/** This thread is told of a death (step 2). */
export function died(index: number, reason: string): void {
  setRescue(putBack);
  nudged();
  disconnected(index);
  lostWith(index);
  // That took what was in the inbox, which ended the sleep of this M for all others: a poke would not wake it any more.
  current.machine?.sched.wakeup();
  for (const f of listeners) f(index, reason);
}

/**
 * Queues again what this thread has started and a dead M took with it. Answers whether there is anything that is
 * marked as queued, or looked for (sched/lost.ts): then this thread goes on looking. Called while this thread is idle.
 */
export function putBack(): boolean {
  const waiting = startedOn(-1);
  if (waiting.length > 0 && nobodyTakes()) {
    for (const { rec } of waiting) globqPut(rec, thread.index);
    wakep(thread.index);
  }
  return waiting.length > 0 || isSeeking();
}

/** Whether no queue holds anything, and no M has a hand in one: who takes holds a P, or has lost it to the monitor. */
function nobodyTakes(): boolean {
  const before = taken();
  if (before < 0 || anyWork()) return false;
  const count = load(M_COUNT);
  for (let index = 0; index < count; index++) {
    if (load(mLine(index) + M_STATUS) === M_BLOCKED) return false;
  }
  return taken() === before;
}

/** How many goroutines the Ps have begun; -1 if one of them is in use. */
function taken(): number {
  const count = load(P_COUNT);
  let sum = 0;
  for (let index = 0; index < count; index++) {
    const page = pPage(index);
    if (load(page + P_STATUS) !== P_IDLE) return -1;
    sum += load(page + P_SCHEDTICK);
  }
  return sum;
}
