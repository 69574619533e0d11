/**
 * A line of waiting records, first come, first served.
 *
 * The first and the last stand in two words of the object; the links live in the records. Everything here happens
 * under the object's lock.
 *
 *   WQ1  `first` and `last` are both 0, or neither is.
 *   WQ2  OBJECT of a record is the object if it stands in one of its lines, and 0 if it stands in none.
 */
import type { i32 } from "./atomics.js";
import { get, put } from "./atomics.js";
import { claim } from "./claim.js";
import { NEXT, OBJECT, PREV, TARGET } from "./record.js";

/** Joins the line `q` at its end. */
export function enqueue(q: i32, rec: i32): void {
  const last: i32 = get(q + 4);
  put(rec + NEXT, 0);
  put(rec + PREV, last);
  if (last === 0) put(q, rec);
  else put(last + NEXT, rec);
  put(q + 4, rec);
  put(rec + OBJECT, get(rec + TARGET));
}

/** Leaves the line from any place in it. */
export function remove(q: i32, rec: i32): void {
  const prev: i32 = get(rec + PREV);
  const next: i32 = get(rec + NEXT);
  if (prev === 0) put(q, next);
  else put(prev + NEXT, next);
  if (next === 0) put(q + 4, prev);
  else put(next + PREV, prev);
  put(rec + OBJECT, 0);
}

/**
 * Takes the first out of the line for whom nothing else has happened yet, and claims it; 0 if there is none. Cases
 * of selects that are over leave the line: their own threads find that out when they withdraw them.
 */
export function dequeue(q: i32): i32 {
  while (true) {
    const rec: i32 = get(q);
    if (rec === 0) return 0;
    const next: i32 = get(rec + NEXT);
    put(q, next);
    if (next === 0) put(q + 4, 0);
    else put(next + PREV, 0);
    put(rec + OBJECT, 0);
    if (claim(rec) === 1) return rec;
  }
}
