/**
 * Several Ms on one thread: the algorithms of `src/shm/` take the M they act for as an argument, so a test can be all
 * of them in turn, and look at memory in between.
 */
import { get, put, views } from "../../src/shm/atomics.js";
import { take } from "../../src/shm/inbox.js";
import { M_LANDED, M_LANDED_LAST, mLine } from "../../src/shm/layout.js";
import { newObject } from "../../src/shm/object.js";
import { CLAIM, CLAIM_AT, LINK, newRecord, newWaiter, VALUE, WAITER } from "../../src/shm/record.js";
import { join, newMemory } from "../../src/thread.js";
import { FLOAT, takeNumber } from "../../src/wire/value.js";

/** Makes a new memory that of this thread. */
export function freshMemory(bytes: number = 1 << 20): void {
  join(newMemory(bytes), 0);
}

/** An object of a kind, with its first words. */
export function objectOf(kind: number, bytes = 64, words: Readonly<Record<number, number>> = {}): number {
  const obj = newObject(kind, bytes, 0);
  for (const [at, word] of Object.entries(words)) put(obj + Number(at), word);
  return obj;
}

/** A waiter of M `m`, with a number as its value. */
export function waiterOf(m: number, target: number, verb: number, value = 0): number {
  const rec = newWaiter(target, verb, m);
  put(rec + VALUE, FLOAT);
  views.floats[(rec + VALUE + 8) >> 3] = value;
  return rec;
}

/** The number in a record. */
export function numberIn(rec: number): number {
  return takeNumber(rec + VALUE);
}

/** Makes records the cases of one select of M `m`: answers the record whose claim word is theirs. */
export function gated(m: number, ...recs: number[]): number {
  const gate = newRecord(m, WAITER);
  put(gate + CLAIM, 0);
  for (const rec of recs) put(rec + CLAIM_AT, gate + CLAIM);
  return gate;
}

/** Takes what has come back to M `m`, from others and then from itself, each from the oldest. */
export function arrivals(m: number): number[] {
  const recs: number[] = [];
  for (let rec = take(m); rec !== 0; rec = get(rec + LINK)) recs.unshift(rec);
  const landed = mLine(m) + M_LANDED;
  for (let rec = get(landed); rec !== 0; rec = get(rec + LINK)) recs.push(rec);
  put(landed, 0);
  put(mLine(m) + M_LANDED_LAST, 0);
  return recs;
}
