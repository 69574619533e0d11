/**
 * Large blocks of shared memory, and what slabs are cut from: one list of free memory for all threads.
 *
 * A large value is rare and costs far more to copy than a lock. What any thread gives back is there for all, whole: what
 * lies side by side becomes one block again, and a block is cut to what is asked for.
 *
 *   LA1  Free blocks stand in the list in ascending order of their addresses, and no two of them touch.
 *   LA2  The list is whole after each single write: a thread that ends between two of them loses a block, not the list. So
 *        its lock may be given to others (`releaseLarge`).
 *   LA3  Blocks begin at a multiple of 64 and have a multiple of 64 bytes, of which 8 are the header.
 */
import { add, cas, get, type i32, load, put } from "../shm/atomics.js";
import { alloc } from "../shm/heap.js";
import { BUMP, WIRE_HEAD } from "../shm/layout.js";
import { lock, unlock } from "../shm/lock.js";
import { thread } from "../thread.js";

/** Lock of the list. */
const POOL_LOCK: i32 = WIRE_HEAD + 1024;
/** The first free block; 0: none. */
const POOL: i32 = WIRE_HEAD + 1028;
/** Bytes of all large blocks, in use or free. */
const POOL_BYTES: i32 = WIRE_HEAD + 1032;

/** Of a block: its header, which is the arena's; its bytes; the next free one, if it is free. */
const HEADER: i32 = 0;
const SIZE: i32 = 4;
const NEXT: i32 = 8;
/** Bytes before the payload. */
const HEAD: i32 = 8;

/** Takes a block with room for `bytes`, with `header` in its first word. Answers the address of its payload; 0: there is no room. */
export function takeLarge(bytes: i32, header: i32): i32 {
  const size: i32 = (bytes + HEAD + 63) & -64;
  const at: i32 = carve(size);
  if (at === 0) return 0;
  add(POOL_BYTES, size);
  put(at + HEADER, header);
  put(at + SIZE, size);
  return at + HEAD;
}

/** Takes `size` bytes, a multiple of 64, out of the list or else from the heap; 0: there are none. They are no block. */
export function carve(size: i32): i32 {
  lock(POOL_LOCK, thread.index);
  let before: i32 = 0;
  let at: i32 = get(POOL);
  while (at !== 0 && get(at + SIZE) < size) {
    before = at;
    at = get(at + NEXT);
  }
  // Nothing in the list is large enough: `before` is its last.
  const isNew: boolean = at === 0;
  if (isNew) at = alloc(size);
  if (at === 0 && before !== 0) at = grow(before, size);
  else if (!isNew) at = shrink(before, at, size);
  unlock(POOL_LOCK);
  return at;
}

/** Cuts `size` bytes off the end of a free block, which stands behind `before`. */
function shrink(before: i32, at: i32, size: i32): i32 {
  const rest: i32 = get(at + SIZE) - size;
  add(POOL_BYTES, -size);
  if (rest > 0) put(at + SIZE, rest);
  else put(before === 0 ? POOL : before + NEXT, get(at + NEXT));
  return at + rest;
}

/** Takes the last free block and as much of the heap behind it as is missing, if the heap begins there; 0 if not. */
function grow(last: i32, size: i32): i32 {
  const has: i32 = get(last + SIZE);
  const end: i32 = last + has;
  if (load(BUMP) !== end) return 0;
  const more: i32 = alloc(size - has);
  if (more === 0) return 0;
  add(POOL_BYTES, size - has);
  if (more === end) {
    put(last + SIZE, size);
    return shrink(beforeOf(last), last, size);
  }
  // Another thread was faster: what lies behind it is free, and no neighbour.
  put(more + SIZE, size - has);
  put(more + NEXT, 0);
  put(last + NEXT, more);
  return 0;
}

/** The free block before the one at `at`; 0: none. */
function beforeOf(at: i32): i32 {
  let before: i32 = 0;
  for (let one: i32 = get(POOL); one !== 0 && one < at; one = get(one + NEXT)) before = one;
  return before;
}

/** Gives a block back, from any thread. */
export function freeLarge(block: i32): void {
  const at: i32 = block - HEAD;
  lock(POOL_LOCK, thread.index);
  const before: i32 = beforeOf(at);
  const next: i32 = get(before === 0 ? POOL : before + NEXT);
  // LA2: as long as it is not in the list it may be written in any order.
  if (at + get(at + SIZE) === next) {
    put(at + SIZE, get(at + SIZE) + get(next + SIZE));
    put(at + NEXT, get(next + NEXT));
  } else put(at + NEXT, next);
  if (before !== 0 && before + get(before + SIZE) === at) {
    // Between these two what was merged above is in no block.
    put(before + NEXT, get(at + NEXT));
    put(before + SIZE, get(before + SIZE) + get(at + SIZE));
  } else put(before === 0 ? POOL : before + NEXT, at);
  unlock(POOL_LOCK);
}

/** M `dead` has died: if it held the lock, others may have it (LA2). */
export function releaseLarge(dead: i32): void {
  cas(POOL_LOCK, dead + 1, 0);
}

/** Whether no large block is in use. For tests. */
export function isLargeIdle(): boolean {
  let free: i32 = 0;
  for (let at: i32 = get(POOL); at !== 0; at = get(at + NEXT)) free += get(at + SIZE);
  return free === get(POOL_BYTES);
}
