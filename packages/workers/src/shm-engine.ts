/**
 * The algorithms on shared memory, as this thread calls them: the same functions in JavaScript, or in WebAssembly
 * where an accelerator was installed.
 */
import { commit } from "./shm/commit.js";
import { closeChan, recvNow, sendNow } from "./shm/hchan.js";
import { unlockMutex } from "./shm/hmutex.js";
import { readUnlock, writeUnlock } from "./shm/hrwmutex.js";
import { addTally, signal } from "./shm/hwaitgroup.js";
import { takeInOrder, watch } from "./shm/inbox.js";
import { freeRecord, newWaiter } from "./shm/record.js";
import { enter, leave, tryOnce } from "./shm/wait.js";

/** The functions; an accelerator replaces them before anything is called. */
export interface ShmEngine {
  takeInOrder: typeof takeInOrder;
  watch: typeof watch;
  newWaiter: typeof newWaiter;
  freeRecord: typeof freeRecord;
  enter: typeof enter;
  tryOnce: typeof tryOnce;
  leave: typeof leave;
  commit: typeof commit;
  sendNow: typeof sendNow;
  recvNow: typeof recvNow;
  closeChan: typeof closeChan;
  unlockMutex: typeof unlockMutex;
  readUnlock: typeof readUnlock;
  writeUnlock: typeof writeUnlock;
  addTally: typeof addTally;
  signal: typeof signal;
}

/** What this thread calls. */
export const shm: ShmEngine = {
  takeInOrder,
  watch,
  newWaiter,
  freeRecord,
  enter,
  tryOnce,
  leave,
  commit,
  sendNow,
  recvNow,
  closeChan,
  unlockMutex,
  readUnlock,
  writeUnlock,
  addTally,
  signal,
};
