/**
 * What the monitor does when an M has died: the first of the steps in death.ts.
 *
 *   BU1  The monitor is never ended in the middle of it: the locks it has then would stay locked for all programs to come,
 *        and no later burial would come to its end. Whoever ends it waits for `endBurials`.
 *
 * Apart from the others, for the monitor loads no scheduler.
 */
import { BURYING, LAST_BURIED, MONITOR, NO_BURIAL, S_BURIAL } from "./monitor-words.js";
import { cas, load, notify, store } from "./shm/atomics.js";
import { sweepSched } from "./shm/idle.js";
import { poke } from "./shm/inbox.js";
import { M_COUNT, M_INBOX, mLine } from "./shm/layout.js";
import { sweepObjects } from "./shm/sweep.js";
import { releaseLarge } from "./wire/large.js";

/**
 * Makes good what M `index` held in shared memory. It can't write any more. False: not all of it, since another seems
 * to be dead as well, of which this thread will hear: it is to be called again then.
 */
export function bury(index: number): boolean {
  releaseLarge(index);
  sweepSched(index, MONITOR);
  return sweepObjects(index, MONITOR) >= 0;
}

/** `bury`, by the monitor. False also if the program is being ended: who ends it does it then. */
export function buryInTime(index: number): boolean {
  if (cas(S_BURIAL, NO_BURIAL, BURYING) !== NO_BURIAL) return false;
  const isDone = bury(index);
  store(S_BURIAL, NO_BURIAL);
  return isDone;
}

/**
 * Resolves with true when the monitor is at no burial; from then on it begins none. With false if it is still at one after
 * `limit` milliseconds.
 */
export async function endBurials(limit: number): Promise<boolean> {
  const end = performance.now() + limit;
  while (cas(S_BURIAL, NO_BURIAL, LAST_BURIED) === BURYING) {
    if (performance.now() >= end) return false;
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  return true;
}

/** Wakes all that sleep: what they wait for may never come. */
export function pokeAll(): void {
  const count = load(M_COUNT);
  for (let index = 0; index < count; index++) {
    poke(index);
    // Who died may have taken PARKED out of an inbox, and not come to the notify.
    notify(mLine(index) + M_INBOX);
  }
}
