/**
 * Handles: the JavaScript objects that stand for objects in shared memory.
 *
 *   HD1  A thread has at most one handle of an object at a time: `===` tells on each thread whether two are the same.
 *   HD2  A handle counts 1 in the object (OB3), and so does each value on its way that names the object. When the
 *        last is gone the object is freed, with the values in it.
 *   HD3  Engines collect handles when their own memory fills up, which doesn't tell them how full the shared memory is. So
 *        they are given a reason to when handles of this thread may hold much of it, and when it is full: what handles hold
 *        besides their objects, the values left in a channel, is not known.
 */
import type { i32 } from "./shm/atomics.js";
import { get } from "./shm/atomics.js";
import { LIMIT } from "./shm/layout.js";
import { freeObject, newObject, OBJECT_KIND, release, retain } from "./shm/object.js";
import { bytesUsed, memory, type SharedMemory, thread } from "./thread.js";

/**
 * What stands for an object in shared memory: a lock, a wait group, an atomic.
 *
 * @example
 * ```ts
 * import { shared, type SharedHandle } from "@gopark/workers";
 *
 * const handle: SharedHandle = new shared.Mutex();
 * console.log(handle.addr > 0); // prints: true
 * ```
 */
export interface SharedHandle {
  /** Where in the shared memory it lies, in bytes: the same on all threads. For reports; there is nothing to do with it. */
  readonly addr: number;
}

/** An object that is there already, as what a handle is made from. */
export class Place {
  /** Its address. */
  readonly addr: i32;

  constructor(addr: i32) {
    this.addr = addr;
  }
}

/** What is known about a kind of objects. */
export interface HandleKind {
  /** Makes a handle for an object that is there already; it ends in `adopt`. */
  make(place: Place): SharedHandle;
  /** A value is made that names the object of a handle: it may get to another thread. */
  leave?(handle: SharedHandle): void;
  /** Frees what is in an object, before it is freed itself. */
  clear?(addr: i32): void;
}

/** By kind (object.ts). */
const kinds: HandleKind[] = [];
/** What handles inherit from. */
const prototypes = new Set<object>();
/** The handles of this thread, by address (HD1). */
const handles = new Map<i32, WeakRef<SharedHandle>>();
/** The memory that they are about. */
let of: SharedMemory | null = null;
/** Hears of handles that are gone; made with the first handle. */
let registry: FinalizationRegistry<Gone> | null = null;

/** Bytes of the objects that handles were made for since the engine was last given a reason to collect (HD3). */
let adopted = 0;
/** Bytes of a buffer that makes V8 collect: it weighs memory outside its heap, whether or not it was ever touched. */
const BALLAST = 128 * 1024 * 1024;

/** What is left of a handle. */
interface Gone {
  readonly addr: i32;
  readonly memory: SharedMemory | null;
}

/** Says how handles of a kind are made, and that objects with this prototype are such handles. */
export function defineKind(kind: i32, prototype: object, how: HandleKind): void {
  kinds[kind] = how;
  prototypes.add(prototype);
}

/** Makes an object; its handle ends in `adopt`. @throws RangeError the memory is full */
export function create(kind: i32, bytes: number): i32 {
  memory();
  // Beyond 2^31 a size would be taken for a negative one.
  const addr = bytes > get(LIMIT) ? 0 : newObject(kind, bytes, thread.index);
  if (addr === 0) throw full(`an object of ${bytes} bytes`);
  return addr;
}

/** The address for a handle under construction: that of its place, or of a new object. */
export function settleAt(place: unknown, kind: i32, bytes: number): i32 {
  return place instanceof Place ? place.addr : create(kind, bytes);
}

/** `handle`, which counts 1 in its object, is the handle of this thread from now on. */
export function adopt(handle: SharedHandle): void {
  const { addr } = handle;
  handleOf(addr);
  registry ??= new FinalizationRegistry(finalize);
  registry.register(handle, { addr, memory: of });
  handles.set(addr, new WeakRef(handle));
  // The buffers of channels are all that is large.
  adopted += 64 + 16 * ((handle as { cap?: number }).cap ?? 0);
  const limit = get(LIMIT);
  if (adopted > limit / 32 && bytesUsed() > limit / 2) collect();
}

/** Gives the engine a reason to look for handles that nobody has any more (HD3). It does so in the next milliseconds. */
function collect(): void {
  adopted = 0;
  try {
    new ArrayBuffer(BALLAST);
  } catch {
    // Where that much can't be had the engine has looked already.
  }
}

/** The handle of an object, if this thread has one. */
function handleOf(addr: i32): SharedHandle | undefined {
  if (of !== thread.memory) {
    handles.clear();
    of = thread.memory;
  }
  return handles.get(addr)?.deref();
}

/** A handle is gone; there may be a new one by now. */
function finalize({ addr, memory: whose }: Gone): void {
  if (whose !== thread.memory) return;
  if (handleOf(addr) === undefined) handles.delete(addr);
  releaseObject(addr);
}

/** The handle of an object that a value names. The value keeps its own count: `releaseObject` gives it up. */
export function handleAt(addr: i32): SharedHandle {
  const known = handleOf(addr);
  if (known !== undefined) return known;
  retain(addr);
  return (kinds[get(addr + OBJECT_KIND)] as HandleKind).make(new Place(addr));
}

/** Whether a value is a handle. */
export function isHandle(value: unknown): value is SharedHandle {
  return typeof value === "object" && value !== null && prototypes.has(Object.getPrototypeOf(value));
}

/** Counts a value that names the object of a handle, or of what passes for one: a proxy, a copy. */
export function retainObject({ addr }: SharedHandle): void {
  retain(addr);
  const handle = handleOf(addr);
  if (handle !== undefined) kinds[get(addr + OBJECT_KIND)]?.leave?.(handle);
}

/** A value that named an object was taken or dropped: frees the object if nobody else has a handle. */
export function releaseObject(addr: i32): void {
  if (release(addr) === 0) return;
  kinds[get(addr + OBJECT_KIND)]?.clear?.(addr);
  freeObject(addr, thread.index);
}

/** What is thrown when there is no room for something. There may be soon, if handles hold what nobody needs (HD3). */
export function full(what: string): RangeError {
  if (adopted > 0) collect();
  const size = get(LIMIT) / (1024 * 1024);
  return new RangeError(
    `shared memory is full: no room for ${what} in ${size} MiB; want a larger option memory of run`,
  );
}
