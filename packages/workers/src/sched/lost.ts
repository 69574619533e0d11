/**
 * What an M that died was running, or about to: goroutines that never come back.
 *
 *   LO1  A goroutine is begun by who moves its record from G_QUEUED to G_RUNNING. One that is given up is moved to G_LOST
 *        first: whoever should find its record in a queue all the same leaves it alone.
 *   LO2  Between a queue and the beginning of a goroutine, a record is nowhere for some hundred nanoseconds. If the M dies
 *        there, nobody has it. So records that are in no queue, several times in a row, are given up.
 *   LO3  While records are looked for the program is not dead: who waits for one may yet be told.
 */
import { host } from "@gopark/core/internal";
import { drain } from "../inbox-loop.js";
import type { RemoteGoroutine } from "../remote-goroutine.js";
import { cas, get, load } from "../shm/atomics.js";
import { MAX_MS, P_COUNT, P_HEAD, P_RING, P_RUNNEXT, P_TAIL, pPage } from "../shm/layout.js";
import { G_LOST, G_NEXT, G_OUTCOME, G_RUNNING } from "../shm/record.js";
import { RING } from "../shm/runq.js";
import { S_COUNT, S_FIRST } from "../shm/sched-words.js";
import { abandon, allPending, lose, startedOn } from "./pending.js";

/** Looks for records that are in no queue. */
const LOOKS = 20;
/** Milliseconds between two looks. All together far longer than the host keeps a living thread from the CPU. */
const PAUSE = 25;

/** Searches that are not over. */
let searches = 0;

/** Whether this thread looks for records that may have gone down with an M (LO3). */
export function isSeeking(): boolean {
  return searches > 0;
}

/**
 * M `dead` has died: the goroutines that this thread had started and that ran there end. Who waits for one panics with
 * WorkerLost. Those that it had only queued are still queued, and run elsewhere.
 */
export function lostWith(dead: number): void {
  // What it had sent before it died is here, or never will be.
  drain();
  for (const g of startedOn(dead)) lose(g, dead);
  const missing = nowhere(allPending());
  if (missing.length === 0) return;
  searches++;
  seek(dead, missing, LOOKS);
}

/** Looks again for records that were nowhere, and gives up those that have been nowhere each time (LO2). */
function seek(dead: number, missing: RemoteGoroutine[], looks: number): void {
  const look = (): void => {
    const still = nowhere(missing);
    if (still.length > 0 && looks > 1) {
      seek(dead, still, looks - 1);
      return;
    }
    searches--;
    for (const g of still) {
      const { rec } = g;
      const seen = load(rec + G_OUTCOME);
      if (cas(rec + G_OUTCOME, seen, G_LOST) === seen) abandon(g, dead);
    }
  };
  host.setTimer(look, PAUSE, true);
}

/** Those of some goroutines that have not come back, are in no queue, and run on no M. */
function nowhere(some: readonly RemoteGoroutine[]): RemoteGoroutine[] {
  const suspects = some.filter((g) => g.status === "runnable" || isBetween(g));
  if (suspects.length === 0) return suspects;
  const queued = allQueued();
  return suspects.filter((g) => !queued.has(g.rec));
}

/** Whether a goroutine has been begun, and its record does not say yet by whom. */
function isBetween({ rec }: RemoteGoroutine): boolean {
  const runner = rec === 0 ? 1 : get(rec + G_NEXT);
  return rec !== 0 && load(rec + G_OUTCOME) === G_RUNNING && (runner < 1 || runner > MAX_MS);
}

/** The records in all queues, read while others use them: one that moves may be missed, and is seen the next time. */
function allQueued(): Set<number> {
  const all = new Set<number>();
  for (let p = 0; p < load(P_COUNT); p++) {
    const page = pPage(p);
    all.add(load(page + P_RUNNEXT));
    for (let i = load(page + P_HEAD); i !== load(page + P_TAIL); i = (i + 1) | 0)
      all.add(get(page + P_RING + (i & (RING - 1)) * 4));
  }
  let g = load(S_FIRST);
  for (let n = load(S_COUNT); n > 0 && g !== 0; n--) {
    all.add(g);
    g = get(g + G_NEXT);
  }
  return all;
}
