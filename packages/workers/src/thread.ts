/**
 * This thread, as the shared memory knows it. One per JavaScript realm.
 *
 *   TH1  All threads of a program are attached to the same memory, each with an index of its own.
 *   TH2  The memory never grows or moves: addresses and views stay good.
 *   TH3  Where memory can't be shared each thread has one for itself, and what lies in it is used on that thread only.
 */
import type { WasmMemory } from "./host/host-type.js";
import { attach, cas, get, load, put, store } from "./shm/atomics.js";
import {
  BUMP,
  HEAP,
  LIMIT,
  M_CELL,
  M_COUNT,
  M_LANDED,
  MAGIC,
  MAGIC_AT,
  MAX_MS,
  mLine,
} from "./shm/layout.js";

/** What backs the memory: the wasm memory if there is one, which the accelerator needs, and its buffer. */
export interface SharedMemory {
  /** The bytes. */
  readonly buffer: ArrayBufferLike;
  /** The memory as WebAssembly sees it; null without WebAssembly. */
  readonly wasm: WasmMemory | null;
}

/** The state of the thread. */
interface Thread {
  /** Index of its M; 0: M0. */
  index: number;
  /** The memory; null until something shared is made. */
  memory: SharedMemory | null;
  /** Address of the word that names what this thread has completed for itself (M_LANDED). */
  landed: number;
  /** Address of the value that an operation of this thread gives or takes at once (M_CELL). */
  cell: number;
}

/** This thread. */
export const thread: Thread = {
  index: 0,
  memory: null,
  landed: mLine(0) + M_LANDED,
  cell: mLine(0) + M_CELL,
};

/** Bytes of a memory of which nothing else was said. The host gives real memory only for pages that are used. */
const DEFAULT_BYTES: number = 64 * 1024 * 1024;

/** Bytes of a page of WebAssembly. */
const PAGE = 65536;

/** Makes a memory of at least `bytes`, set up and not attached. Plain memory where the host can't share any. */
export function newMemory(bytes: number = DEFAULT_BYTES): SharedMemory {
  const pages = Math.ceil(bytes / PAGE);
  if (!canShare()) return { buffer: new ArrayBuffer(pages * PAGE), wasm: null };
  try {
    const wasm = new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true });
    return { buffer: wasm.buffer, wasm };
  } catch {
    return { buffer: new SharedArrayBuffer(pages * PAGE), wasm: null };
  }
}

/** Whether threads can share memory here. Where they can't, each has a memory of its own (TH3). */
export function canShare(): boolean {
  return typeof SharedArrayBuffer !== "undefined";
}

/** This thread is M `index`. */
export function become(index: number): void {
  thread.index = index;
  thread.landed = mLine(index) + M_LANDED;
  thread.cell = mLine(index) + M_CELL;
}

/** Attaches this thread, as M `index`, to a memory. Whoever comes first sets it up. */
export function join(memory: SharedMemory, index: number): void {
  attach(memory.buffer);
  thread.memory = memory;
  become(index);
  if (load(MAGIC_AT) === MAGIC) return;
  put(LIMIT, memory.buffer.byteLength | 0);
  put(BUMP, HEAP);
  put(M_COUNT, 1);
  store(MAGIC_AT, MAGIC);
}

/** The memory of this thread; made if there is none. */
export function memory(): SharedMemory {
  if (thread.memory === null) join(newMemory(), thread.index);
  return thread.memory as SharedMemory;
}

/** Gives out the index of a new M; -1 if there are MAX_MS. */
export function newIndex(): number {
  let count = load(M_COUNT);
  while (count < MAX_MS) {
    const seen = cas(M_COUNT, count, count + 1);
    if (seen === count) return count;
    count = seen;
  }
  return -1;
}

/** Bytes of the heap that were given out, for reports. */
export function bytesUsed(): number {
  return load(BUMP) - HEAP;
}

/** Bytes of the memory. */
export function bytesTotal(): number {
  return get(LIMIT);
}
