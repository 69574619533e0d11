/**
 * Records: what stands for a waiting goroutine, or for one that has not started, in shared memory. 64 bytes each.
 *
 *   RE1  A record belongs to the M that made it. Only that M takes it into use and frees it; others write to it
 *        while it stands in a line or travels, as the owner of the line or the traveller's link.
 *   RE2  A free record is linked in the owner's free list and nowhere else.
 *   RE3  `slot` counts the records of an M from 0 and never changes: it is the index of what the owner's
 *        JavaScript knows about it.
 */
import type { i32 } from "./atomics.js";
import { get, put } from "./atomics.js";
import { alloc } from "./heap.js";
import { M_FREE, M_RECORDS, mLine } from "./layout.js";

/** Bytes of a record. */
export const RECORD: i32 = 64;
/** Next in an inbox, in the list of those landed, in a free list, or in the gate that commits. */
export const LINK: i32 = 0;
/** WAITER or FINISHED. */
export const KIND: i32 = 4;
/** Index of the M it belongs to (RE1). */
export const OWNER: i32 = 8;
/** Its number among the records of its owner (RE3). */
export const SLOT: i32 = 12;

/** Of a waiter: next in the line, or in the gate that looks. */
export const NEXT: i32 = 16;
/** Of a waiter: previous in the line. */
export const PREV: i32 = 20;
/** Of a waiter: the object in one of whose lines it stands; 0: in none. Written under the object's lock. */
export const OBJECT: i32 = 24;
/** Of a waiter: address of the word that decides (claim.ts). */
export const CLAIM_AT: i32 = 28;
/** Of a waiter: the word that decides, if it waits for one thing; of a gate: that of all its cases. */
export const CLAIM: i32 = 32;
/** Of a waiter: how the wait ended: a verdict (verdict.ts), never BUSY. */
export const OK: i32 = 36;
/** Of a waiter: what it wants of the object: a verb (wait.ts). */
export const VERB: i32 = 40;
/** Of a waiter: the object, from when it is taken into use until it is freed. */
export const TARGET: i32 = 44;
/** Of a waiter: the value to hand over, or the one handed over: 16 bytes. */
export const VALUE: i32 = 48;

/** Of a goroutine: next in a queue. */
export const G_NEXT: i32 = 16;
/** Of a goroutine: the function, by its number among names. */
export const G_FUNCTION: i32 = 20;
/** Of a goroutine: its id. */
export const G_ID: i32 = 24;
/** Of a goroutine: G_RUNNING, G_RETURNED or G_LOST; negative while it is queued. */
export const G_OUTCOME: i32 = 28;
/** Of a goroutine: its arguments, a value of 16 bytes. */
export const G_ARGS: i32 = 32;
/** Of a goroutine: its result or what it panicked with, a value of 16 bytes. */
export const G_RESULT: i32 = 48;

/** Kind: waits in a line. */
export const WAITER: i32 = 1;
/** Kind: a goroutine, which comes back to its owner when it has ended. */
export const FINISHED: i32 = 2;

/** Outcome: not ended yet. */
export const G_RUNNING: i32 = 0;
/** Outcome: returned. */
export const G_RETURNED: i32 = 1;
/** Outcome: its thread died. */
export const G_LOST: i32 = 3;

/** Records that are made at a time. */
const BATCH: i32 = 64;

/** Takes a record of M `me` into use; 0 if the memory is full. */
export function newRecord(me: i32, kind: i32): i32 {
  const line: i32 = mLine(me);
  let rec: i32 = get(line + M_FREE);
  if (rec === 0) {
    rec = moreRecords(me);
    if (rec === 0) return 0;
  }
  put(line + M_FREE, get(rec + LINK));
  put(rec + LINK, 0);
  put(rec + KIND, kind);
  return rec;
}

/** Takes a record into use that wants `verb` of an object and decides for itself; 0 if the memory is full. */
export function newWaiter(target: i32, verb: i32, me: i32): i32 {
  const rec: i32 = newRecord(me, WAITER);
  if (rec === 0) return 0;
  put(rec + OBJECT, 0);
  put(rec + CLAIM_AT, rec + CLAIM);
  put(rec + CLAIM, 0);
  put(rec + VERB, verb);
  put(rec + TARGET, target);
  return rec;
}

/** Gives a record back. Only its owner does (RE1), when it stands in no line and does not travel. */
export function freeRecord(rec: i32): void {
  const line: i32 = mLine(get(rec + OWNER));
  put(rec + KIND, 0);
  put(rec + LINK, get(line + M_FREE));
  put(line + M_FREE, rec);
}

/** Makes a batch of records and puts them into the free list; answers the first, 0 if the memory is full. */
function moreRecords(me: i32): i32 {
  const line: i32 = mLine(me);
  const base: i32 = alloc(BATCH * RECORD);
  if (base === 0) return 0;
  const slot: i32 = get(line + M_RECORDS);
  // First: who dies in the loop leaves slots that nobody has, not slots that two records have.
  put(line + M_RECORDS, slot + BATCH);
  let i: i32 = BATCH;
  while (i > 0) {
    i -= 1;
    const rec: i32 = base + i * RECORD;
    put(rec + OWNER, me);
    put(rec + SLOT, slot + i);
    put(rec + LINK, get(line + M_FREE));
    put(line + M_FREE, rec);
  }
  return base;
}
