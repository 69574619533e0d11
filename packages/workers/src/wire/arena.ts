/**
 * The arena: blocks of shared memory for values that do not fit into a cell.
 *
 * Sizes are powers of two from 64 bytes to 16 KiB, of which 8 are the block's header. A thread takes blocks from its own
 * free lists, so that taking one needs no atomic instruction; whoever is the last to need a block gives it back
 * to the thread that took it, over that thread's stack of returned blocks. Larger ones are of nobody (large.ts).
 *
 *   AR1  A block belongs to the M that took it first, and after its death to the next M with its index. It stands in one of that M's free lists, in its stack of
 *        returned blocks, or it is in use: never two of these.
 *   AR2  Only the owner touches its free lists and its slab. Everybody may push on its stack; only the owner takes
 *        from it, and always all of it. So there is no ABA: nobody ever removes one block from a stack.
 *   AR3  A payload begins at a multiple of 8: numbers of 64 bits lie aligned in it.
 *   AR4  A block that is given back carries FREED: giving it back twice is found at once.
 */
import { full } from "../handles.js";
import { cas, exchange, get, type i32, load, put } from "../shm/atomics.js";
import { LIMIT, M_WIRE, mLine } from "../shm/layout.js";
import { thread } from "../thread.js";
import { carve, freeLarge, isLargeIdle, takeLarge } from "./large.js";

/** Blocks that other threads have given back, linked by LINK; alone on its line (L1). */
const RETURNED: i32 = M_WIRE;
/** First and last + 1 address of the slab that small blocks are cut from. */
const SLAB: i32 = M_WIRE + 128;
const SLAB_END: i32 = M_WIRE + 132;
/** Payload bytes in use, for reports: those taken by this M, less those it gave back itself. */
const TAKEN: i32 = M_WIRE + 136;
/** The free lists, a word for each class from MIN_CLASS to MAX_CLASS. */
const LISTS: i32 = M_WIRE + 140;

/** 64 bytes. */
const MIN_CLASS: i32 = 6;
/** 16 KiB. */
const MAX_CLASS: i32 = 14;
/** Of a header: a large block. */
const LARGE: i32 = 31;
/** Most bytes of a value in a block of a class. */
const MOST: i32 = (1 << MAX_CLASS) - 8;
/** Bytes of a slab. */
const SLAB_BYTES: i32 = 65536;

/** Before the payload: owner, class and the mark of a free block, in one word. */
const HEADER: i32 = -8;
/** Of a header: where the class begins, and the owner below it. */
const CLASS_SHIFT: i32 = 16;
const OWNER_MASK: i32 = 0xffff;
/** Before the payload: the next in a list. */
const LINK: i32 = -4;
/** Of a header: the block is not in use (AR4). */
const FREED: i32 = 0x40000000;

/** Takes a block with room for `bytes`. Answers the address of its payload. @throws RangeError the memory is full */
export function take(bytes: number): i32 {
  if (bytes > MOST) return takeWhole(bytes);
  const size: i32 = 32 - Math.clz32((bytes + 7) | 0);
  const kind: i32 = size < MIN_CLASS ? MIN_CLASS : size;
  const line: i32 = mLine(thread.index);
  const list: i32 = line + LISTS + ((kind - MIN_CLASS) << 2);
  const first: i32 = get(list);
  if (first !== 0) {
    put(list, get(first + LINK));
    put(first + HEADER, get(first + HEADER) & ~FREED);
    return first;
  }
  return takeFresh(line, kind, bytes);
}

/** Takes a large block. */
function takeWhole(bytes: number): i32 {
  const block: i32 = bytes < get(LIMIT) ? takeLarge(bytes, LARGE << CLASS_SHIFT) : 0;
  if (block === 0) throw full(`a value of ${bytes} bytes`);
  return block;
}

/** Takes a block that no free list has: one that came back, one that is new, or a larger one. */
function takeFresh(line: i32, kind: i32, bytes: number): i32 {
  if (load(line + RETURNED) !== 0) {
    collect(line);
    return take(bytes);
  }
  let at: i32 = cut(line, kind);
  if (at === 0) {
    // Nothing new is left. A free block of a larger class serves whole.
    for (let larger = kind + 1; larger <= MAX_CLASS && at === 0; larger++) {
      const list: i32 = line + LISTS + ((larger - MIN_CLASS) << 2);
      at = get(list);
      if (at !== 0) {
        put(list, get(at + LINK));
        put(at + HEADER, get(at + HEADER) & ~FREED);
      }
    }
    if (at === 0) throw full(`a value of ${bytes} bytes`);
    return at;
  }
  put(at, thread.index | (kind << CLASS_SHIFT));
  put(line + TAKEN, get(line + TAKEN) + (1 << kind));
  return at - HEADER;
}

/** A piece of memory of class `kind` that is no block yet; 0 if there is none. */
function cut(line: i32, kind: i32): i32 {
  const size: i32 = 1 << kind;
  const at: i32 = get(line + SLAB);
  if (get(line + SLAB_END) - at >= size) {
    put(line + SLAB, at + size);
    return at;
  }
  const slab: i32 = carve(SLAB_BYTES);
  // Near the end of the memory there may still be room for the block alone.
  if (slab === 0) return carve(size);
  put(line + SLAB, slab + size);
  put(line + SLAB_END, slab + SLAB_BYTES);
  return slab;
}

/** Gives a block back, from any thread. The caller is the last to know its address. */
export function free(block: i32): void {
  const header: i32 = get(block + HEADER);
  if ((header & FREED) !== 0) throw new Error(`arena: block ${block} is given back twice (AR4)`);
  put(block + HEADER, header | FREED);
  if (header >> CLASS_SHIFT === LARGE) {
    freeLarge(block);
    return;
  }
  const owner: i32 = header & OWNER_MASK;
  if (owner === thread.index) {
    shelve(mLine(owner), block);
    return;
  }
  const stack: i32 = mLine(owner) + RETURNED;
  let seen: i32 = load(stack);
  for (;;) {
    put(block + LINK, seen);
    const was: i32 = cas(stack, seen, block);
    if (was === seen) return;
    seen = was;
  }
}

/** Puts a block into the free list of its class (AR2: by the owner). */
function shelve(line: i32, block: i32): void {
  const kind: i32 = (get(block + HEADER) >> CLASS_SHIFT) & 0xff;
  const list: i32 = line + LISTS + ((kind - MIN_CLASS) << 2);
  put(block + LINK, get(list));
  put(list, block);
}

/** Puts everything that came back to this M into its free lists. */
function collect(line: i32): void {
  let block: i32 = exchange(line + RETURNED, 0);
  while (block !== 0) {
    const next: i32 = get(block + LINK);
    shelve(line, block);
    block = next;
  }
}

/** Bytes that an M has ever cut into blocks: free or in use. For reports. */
export function bytesOf(index: i32): number {
  return get(mLine(index) + TAKEN);
}

/** Whether all blocks this thread owns are back in its free lists or its stack, and all large ones are free. For tests. */
export function isIdle(): boolean {
  const line: i32 = mLine(thread.index);
  if (load(line + RETURNED) !== 0) collect(line);
  let sum = 0;
  for (let kind = MIN_CLASS; kind <= MAX_CLASS; kind++) {
    let block: i32 = get(line + LISTS + ((kind - MIN_CLASS) << 2));
    for (; block !== 0; block = get(block + LINK)) sum += 1 << kind;
  }
  return sum === get(line + TAKEN) && isLargeIdle();
}
