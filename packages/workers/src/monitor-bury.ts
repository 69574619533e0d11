/**
 * What the monitor does when an M has died: the first of the steps in death.ts.
 *
 * Apart from the others, for the monitor loads no scheduler.
 */
import { MONITOR } from "./monitor-words.js";
import { load, notify } from "./shm/atomics.js";
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

/** Wakes all that sleep: what they wait for may never come. */
export function pokeAll(): void {
  const count = load(M_COUNT);
  for (let index = 0; index < count; index++) {
    poke(index);
    // Who died may have taken PARKED out of an inbox, and not come to the notify.
    notify(mLine(index) + M_INBOX);
  }
}
