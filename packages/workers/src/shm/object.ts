/**
 * Objects: what goroutines of different threads share, each with a lock and two lines of waiting records.
 *
 *   OB1  All but `LOCK` and `REFS` is read and written under the lock, or by a thread that has the object alone.
 *   OB2  Every object that was ever made is in the list of all objects, also while it is free: a sweep finds them
 *        all. The list only grows, at its front.
 *   OB3  An object lives while `REFS` is above 0: each thread that has a handle counts 1, and so does each value on
 *        its way that names it. Who waits in it keeps its thread's handle alive.
 */
import type { i32 } from "./atomics.js";
import { add, cas, get, load, put, store } from "./atomics.js";
import { alloc } from "./heap.js";
import { FREE_OBJECTS, OBJECTS, OBJECTS_LOCK } from "./layout.js";
import { lock, unlock } from "./lock.js";

/** The lock (lock.ts). */
export const LOCK: i32 = 0;
/** What it is: one of the kinds below. */
export const OBJECT_KIND: i32 = 4;
/** The next of all objects. */
export const OBJECT_NEXT: i32 = 8;
/** Its size: 64 << this. */
const OBJECT_CLASS: i32 = 12;
/** The first line: receivers, readers, all who wait for a lock. First and last record. */
export const LINE_A: i32 = 16;
/** The second line: senders, writers. First and last record. */
export const LINE_B: i32 = 24;
/** How many handles there are (OB3); of a free object, the next of its size. */
export const REFS: i32 = 32;
/** Where its own words begin. */
export const STATE: i32 = 36;
/** Bytes of the part that all objects have. */
export const OBJECT_HEAD: i32 = 64;

/** Kind: free. */
export const FREE: i32 = 0;
/** Kind: a channel. */
export const CHAN: i32 = 1;
/** Kind: a mutex. */
export const MUTEX: i32 = 2;
/** Kind: a lock for readers and writers. */
export const RWMUTEX: i32 = 3;
/** Kind: a wait group. */
export const WAITGROUP: i32 = 4;
/** Kind: a condition. */
export const COND: i32 = 5;
/** Kind: once. */
export const ONCE: i32 = 6;
/** Kinds: an atomic; no lock, no lines. */
export const INT32: i32 = 7;
export const UINT32: i32 = 8;
export const INT64: i32 = 9;
export const UINT64: i32 = 10;
export const BOOL: i32 = 11;

/** Sizes there are free lists for. */
export const CLASSES: i32 = 25;

/** Makes an object of at least `bytes`, all zeros, with one handle; 0 if the memory is full. */
export function newObject(kind: i32, bytes: i32, me: i32): i32 {
  let size: i32 = OBJECT_HEAD;
  let sizeClass: i32 = 0;
  while (size < bytes) {
    size = size << 1;
    sizeClass += 1;
    if (sizeClass === CLASSES) return 0;
  }
  const free: i32 = FREE_OBJECTS + (sizeClass << 2);
  let obj: i32 = 0;
  if (load(free) !== 0 && lock(OBJECTS_LOCK, me) === 1) {
    obj = get(free);
    if (obj !== 0) put(free, get(obj + REFS));
    unlock(OBJECTS_LOCK);
  }
  if (obj === 0) {
    obj = alloc(size);
    if (obj === 0) return 0;
    put(obj + OBJECT_CLASS, sizeClass);
    list(obj);
  } else {
    let at: i32 = LINE_A;
    while (at < size) {
      put(obj + at, 0);
      at += 4;
    }
  }
  put(obj + REFS, 1);
  store(obj + OBJECT_KIND, kind);
  return obj;
}

/** Puts a new object in front of the list of all (OB2). */
function list(obj: i32): void {
  let first: i32 = load(OBJECTS);
  while (true) {
    put(obj + OBJECT_NEXT, first);
    const seen: i32 = cas(OBJECTS, first, obj);
    if (seen === first) return;
    first = seen;
  }
}

/** Counts one handle more. The caller has one, or a value that names it. */
export function retain(obj: i32): void {
  add(obj + REFS, 1);
}

/** Counts one handle less; answers 1 if it was the last: then the caller frees what is in it and calls `freeObject`. */
export function release(obj: i32): i32 {
  return add(obj + REFS, -1) === 1 ? 1 : 0;
}

/** Frees an object that nobody has a handle of. One that is poisoned is never used again (LO3). */
export function freeObject(obj: i32, me: i32): void {
  if (load(obj + LOCK) !== 0) return;
  if (lock(OBJECTS_LOCK, me) === 0) return;
  store(obj + OBJECT_KIND, FREE);
  const free: i32 = FREE_OBJECTS + (get(obj + OBJECT_CLASS) << 2);
  put(obj + REFS, get(free));
  store(free, obj);
  unlock(OBJECTS_LOCK);
}
