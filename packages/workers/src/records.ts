/**
 * The records that this thread has in reserve for its operations.
 *
 *   RS1  A spare record stands in no line, decides for itself, and has not been claimed.
 */
import { full } from "./handles.js";
import { type i32, put } from "./shm/atomics.js";
import { CLAIM, CLAIM_AT, TARGET, VERB } from "./shm/record.js";
import { shm } from "./shm-engine.js";
import { type SharedMemory, thread } from "./thread.js";

/** Records that are free, for the next operations: to ask the free list in shared memory costs a call. */
const spares: i32[] = [];
/** The memory that they lie in. */
let of: SharedMemory | null = null;

/** Takes a record into use that wants `verb` of an object. @throws RangeError the memory is full */
export function newRecord(target: i32, verb: i32): i32 {
  if (of !== thread.memory) {
    of = thread.memory;
    spares.length = 0;
  }
  if (spares.length === 0) {
    const fresh = shm.newWaiter(target, verb, thread.index);
    if (fresh === 0) throw full("a waiting goroutine");
    return fresh;
  }
  const rec = spares.pop() as i32;
  put(rec + TARGET, target);
  put(rec + VERB, verb);
  return rec;
}

/** The record is free (SO2). It decides for itself again. */
export function freeRecord(rec: i32): void {
  put(rec + CLAIM_AT, rec + CLAIM);
  put(rec + CLAIM, 0);
  spares.push(rec);
}
