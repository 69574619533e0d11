/**
 * The seam to shared memory: every read and write of it goes through these functions.
 *
 * An address is a byte offset, a multiple of 4. The files of this folder are written over these functions in a
 * language small enough to be compiled twice, to JavaScript and to WebAssembly; a test that wants to decide who runs
 * when replaces exactly this file.
 *
 *   AT1  All functions but `get`, `put` and `copyWide` are sequentially consistent: they happen in one order that all
 *        threads agree on.
 *   AT2  Those are plain. They are used under a lock, or on words that one thread owns or has alone
 *        (shared-chan-alone.ts), and for the values that a later atomic store publishes.
 */

/** An integer of 32 bits. A type of WebAssembly; here a number that is kept in range. */
export type i32 = number;

/** The memory in words; without memory, an empty one. */
let words: Int32Array = /* @__PURE__ */ new Int32Array(0);

/** Reads a word. */
export function load(a: i32): i32 {
  return Atomics.load(words, a >> 2);
}

/** Writes a word. */
export function store(a: i32, v: i32): void {
  Atomics.store(words, a >> 2, v);
}

/** Writes `v` if the word is `expected`; answers what it was. */
export function cas(a: i32, expected: i32, v: i32): i32 {
  return Atomics.compareExchange(words, a >> 2, expected, v);
}

/** Writes a word; answers what it was. */
export function exchange(a: i32, v: i32): i32 {
  return Atomics.exchange(words, a >> 2, v);
}

/** Adds to a word; answers what it was. */
export function add(a: i32, v: i32): i32 {
  return Atomics.add(words, a >> 2, v);
}

/** Wakes all threads that wait for a change of the word. */
export function notify(a: i32): void {
  Atomics.notify(words, a >> 2);
}

/** Reads a word, with no order among threads (AT2). */
export function get(a: i32): i32 {
  return words[a >> 2] as i32;
}

/** Writes a word, with no order among threads (AT2). */
export function put(a: i32, v: i32): void {
  words[a >> 2] = v;
}

/**
 * Copies the 8 bytes of a number, with no order among threads (AT2). In one piece: a processor takes ten times as long to read as
 * one what was written as two words just before, and the number is written and read as one.
 */
export function copyWide(from: i32, to: i32): void {
  views.floats[to >> 3] = views.floats[from >> 3] as number;
}

/** Rounds of spinning until a thread that may sleep does, in case it keeps from the CPU whom it waits for. */
const PATIENCE = 200;

/** A pause in a loop that waits for another thread; `n` counts the rounds so far. */
export function spin(n: i32): void {
  if (n >= PATIENCE && canSleep) Atomics.wait(sleeper, 0, 0, 0.05);
}

// What follows is for JavaScript only: the files that are compiled twice don't use it.

/** Sleeps while the word is `v`, at most a tenth of a millisecond; not at all where this thread may not block. */
export function doze(a: i32, v: i32): void {
  if (canSleep) Atomics.wait(words, a >> 2, v, 0.1);
}

/** Nobody ever notifies it: to wait for it is to sleep. */
const sleeper: Int32Array = /* @__PURE__ */ new Int32Array(
  /* @__PURE__ */ typeof SharedArrayBuffer === "undefined"
    ? /* @__PURE__ */ new ArrayBuffer(4)
    : /* @__PURE__ */ new SharedArrayBuffer(4),
);

/** Whether this thread may block: the one of a page may not. */
const canSleep: boolean = /* @__PURE__ */ mayBlock();

function mayBlock(): boolean {
  try {
    Atomics.wait(sleeper, 0, 1, 0);
    return true;
  } catch {
    return false;
  }
}

/** Views of the memory for values; replaced by `attach`, so never kept. */
export const views: { words: Int32Array; floats: Float64Array; bigs: BigInt64Array; bytes: Uint8Array } = {
  words,
  floats: /* @__PURE__ */ new Float64Array(0),
  bigs: /* @__PURE__ */ new BigInt64Array(0),
  bytes: /* @__PURE__ */ new Uint8Array(0),
};

/** Makes `buffer` the memory of this thread. */
export function attach(buffer: ArrayBufferLike): void {
  words = new Int32Array(buffer);
  views.words = words;
  views.floats = new Float64Array(buffer);
  views.bigs = new BigInt64Array(buffer);
  views.bytes = new Uint8Array(buffer);
}

/** Sleeps while the word is `v`, at most `timeout` milliseconds. */
export function wait(a: i32, v: i32, timeout: number): void {
  Atomics.wait(words, a >> 2, v, timeout);
}

/** What `Atomics.waitAsync` answers. */
type WaitResult = { async: false; value: string } | { async: true; value: Promise<string> };

/** A promise for the next notify of the word; null if the word is not `v`. Undefined where the host has no such thing. */
export function waitAsync(a: i32, v: i32): Promise<unknown> | null | undefined {
  const { waitAsync } = Atomics as unknown as {
    waitAsync?: (cells: Int32Array, index: number, value: number) => WaitResult;
  };
  if (waitAsync === undefined) return undefined;
  const result = waitAsync(words, a >> 2, v);
  return result.async ? result.value : null;
}
