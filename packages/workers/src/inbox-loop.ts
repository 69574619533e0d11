/**
 * What comes back to this thread: records that others have completed, and those it has completed itself.
 *
 *   LP1  `waiters[slot]` is the sudog that the record of that slot stands for, from when the record joins a line
 *        until it comes back or is withdrawn. It is null for a record that was given up while it was on its way.
 *   LP2  Records are handled in the order in which they were sent, each once, and a handler runs to its end.
 *   LP3  After every call that may complete a wait of this thread, `land` is called before other code runs.
 *   LP4  A record with a value that is not complete is handled again when it is. Till then it counts as waiting for
 *        something outside.
 */
import { expect, outermost, type Sudog, wake } from "@gopark/core/internal";
import type { SharedGate } from "./gate.js";
import { get, type i32, load, put } from "./shm/atomics.js";
import { PARCEL_TAG } from "./shm/hchan.js";
import { M_LANDED, M_LANDED_LAST, POISONINGS } from "./shm/layout.js";
import { LOCK } from "./shm/object.js";
import { FINISHED, KIND, LINK, OK, SLOT, TARGET, VALUE, VERB, WAITER } from "./shm/record.js";
import { endPoisoned } from "./shm/sweep.js";
import { DONE } from "./shm/verdict.js";
import { RECV } from "./shm/wait.js";
import { shm } from "./shm-engine.js";
import { thread } from "./thread.js";
import { pending } from "./wire/value.js";

/** What is done with a record that has come back. */
export type Handler = (rec: i32) => void;

/** From the oldest that has landed to the newest, as words. */
const LAST = M_LANDED_LAST - M_LANDED;
/** Who waits, by slot (LP1). */
const waiters: (Sudog | null)[] = [];
/** The records of the same slots. */
const records: i32[] = [];
/** Records that have come back, with a value that is not complete (LP4). */
const fetching = new Set<i32>();
/** By kind. */
const handlers: Handler[] = [];
/** What is done with a record that was given up and has come back all the same. */
let orphaned: Handler = () => {};
/** How many poisonings have been looked at. */
let poisonings = 0;

/** Says what is done with records of a kind. */
export function onArrival(kind: i32, handler: Handler): void {
  handlers[kind] = handler;
}

/** Says what is done with a waiter's record that was given up and comes back all the same. */
export function onOrphan(handler: Handler): void {
  orphaned = handler;
}

/** From now on `sudog` waits for the record to come back. */
export function expectRecord(rec: i32, sudog: Sudog): void {
  const slot = get(rec + SLOT);
  while (waiters.length <= slot) {
    waiters.push(null);
    records.push(0);
  }
  waiters[slot] = sudog;
  records[slot] = rec;
}

/** Nobody waits for the record any more. */
export function forget(rec: i32): void {
  waiters[get(rec + SLOT)] = null;
}

/** Whether a record has received a value of which a part may lie with another thread. */
function isIncomplete(rec: i32): boolean {
  return (get(rec + VALUE) & 255) === PARCEL_TAG && get(rec + VERB) === RECV && get(rec + OK) === DONE;
}

/** A waiter's record has come back, or has ended without having waited. */
export function arrive(rec: i32): void {
  const slot = get(rec + SLOT);
  const sudog = waiters[slot] as Sudog | null;
  const fetched = isIncomplete(rec) ? pending(rec + VALUE) : null;
  if (fetched !== null && sudog !== null) {
    // A part of the value has to come from the sender's thread first (LP4).
    expect(sudog.g, 1);
    fetching.add(rec);
    void fetched.then(() => {
      expect(sudog.g, -1);
      fetching.delete(rec);
      arrive(rec);
    });
    return;
  }
  if (sudog === null) {
    orphaned(rec);
    return;
  }
  waiters[slot] = null;
  const gate = sudog.select === null ? null : outermost(sudog)?.gate;
  wake(sudog);
  (gate as SharedGate | null)?.left();
}

handlers[WAITER] = arrive;
handlers[FINISHED] = () => {};

/** Handles a list of records, linked from the oldest. */
function handle(oldest: i32): void {
  let rec = oldest;
  while (rec !== 0) {
    const next = get(rec + LINK);
    (handlers[get(rec + KIND)] as Handler)(rec);
    rec = next;
  }
}

/** Handles what this thread has completed itself (LP3). */
export function land(): void {
  if (get(thread.landed) !== 0) landAll();
}

/** Only waiters land: goroutines come back through the inbox, also to their own thread. */
function landAll(): void {
  for (;;) {
    let rec = get(thread.landed);
    if (rec === 0) return;
    put(thread.landed, 0);
    put(thread.landed + LAST, 0);
    while (rec !== 0) {
      const next = get(rec + LINK);
      arrive(rec);
      rec = next;
    }
  }
}

/** Handles all that has come back. Called whenever the thread looks for something to run. */
export function drain(): void {
  drainInbox();
  if (get(POISONINGS) !== poisonings) endPoisonedWaits();
}

function drainInbox(): void {
  handle(shm.takeInOrder(thread.index));
  land();
}

/**
 * Ends all waits of this thread for objects that were poisoned.
 *
 * Who died with a lock may have sent records before. They are in the inbox when the lock is seen to be poisoned, so it is
 * emptied between that look and the end of a wait. Tempting and wrong: to rely on having emptied it before the look.
 */
function endPoisonedWaits(): void {
  poisonings = load(POISONINGS);
  const spoilt: [slot: number, sudog: Sudog][] = [];
  for (const [slot, sudog] of waiters.entries())
    if (sudog !== null && load(get((records[slot] as i32) + TARGET) + LOCK) < 0) spoilt.push([slot, sudog]);
  drainInbox();
  for (const [slot, sudog] of spoilt) {
    const rec = records[slot] as i32;
    if (waiters[slot] === sudog && !fetching.has(rec) && endPoisoned(rec) === 1) arrive(rec);
  }
}

/** For reports: who waits for what, as pairs of verb and object. */
export function waits(): [verb: number, object: number][] {
  return waiters.flatMap((sudog, slot) => {
    const rec = records[slot] as i32;
    return sudog === null ? [] : [[get(rec + VERB), get(rec + TARGET)] as [number, number]];
  });
}
