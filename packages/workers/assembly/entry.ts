/**
 * What the accelerator offers: the functions of `ShmEngine`.
 */
export { commit } from "./commit";
export { closeChan, recvNow, sendNow } from "./hchan";
export { unlockMutex } from "./hmutex";
export { readUnlock, writeUnlock } from "./hrwmutex";
export { addTally, signal } from "./hwaitgroup";
export { takeInOrder, watch } from "./inbox";
export { freeRecord, newWaiter } from "./record";
export { enter, leave, tryOnce } from "./wait";
