/**
 * A program's scheduler words in a memory of their own, without threads: tests play the Ms.
 */
import { load, put, store } from "../src/shm/atomics.js";
import { M_COUNT, M_INBOX, M_STATUS, mLine, P_COUNT, P_STATUS, pPage } from "../src/shm/layout.js";
import { FINISHED, newRecord } from "../src/shm/record.js";
import { setUpSched } from "../src/shm/resize.js";
import { held, M_RUNNING, P_IDLE, P_RUNNING, S_IDLE_PS } from "../src/shm/sched-words.js";
import { join, newMemory } from "../src/thread.js";

/** Makes a program of `procs` Ps and `ms` Ms, all of them running. The first `holders` Ms hold the P of their number. */
export function newProgram(procs: number, ms: number, holders: number): void {
  join(newMemory(1 << 20), 0);
  setUpSched(procs, 0);
  store(M_COUNT, ms);
  for (let m = 0; m < ms; m++) {
    store(mLine(m) + M_STATUS, M_RUNNING);
    store(mLine(m) + M_INBOX, 0);
  }
  for (let p = 0; p < holders; p++) store(pPage(p) + P_STATUS, held(p, P_RUNNING));
  put(S_IDLE_PS, procs - holders);
}

/** A goroutine that has not started, of M0. */
export function newG(): number {
  return newRecord(0, FINISHED);
}

/** The state of an M. */
export function statusOf(m: number): number {
  return load(mLine(m) + M_STATUS);
}

/** Who holds the Ps: the index of an M, or -1. */
export function holders(): number[] {
  return Array.from({ length: load(P_COUNT) }, (_, p) => {
    const status = load(pPage(p) + P_STATUS);
    return status === P_IDLE ? -1 : (status >> 2) - 1;
  });
}
