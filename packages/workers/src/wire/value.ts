/**
 * Values in shared memory: cells of 16 bytes, and blocks for what does not fit into one.
 *
 * A cell begins with a word that holds its tag in the low 8 bits; the other 24 belong to the tag. A cell of zeros is
 * undefined.
 *
 *   VA1  What `put` writes is taken by `take` or dropped by `drop`, once: both free what the cell refers to.
 *   VA2  If `put` throws, the cell is as before and nothing is left in memory.
 *   VA3  Numbers come out as small integers where they are: engines compute with what they were handed, and an integer
 *        that came as a float would make loops run in floats.
 *   VA4  `take` answers at once unless `pending` has given a promise: then only after that has settled.
 */
import { handleAt, isHandle, releaseObject, retainObject, type SharedHandle } from "../handles.js";
import { forgetMoves, move, movesOf } from "../move.js";
import { get, type i32, put as putWord, views } from "../shm/atomics.js";
import { thread } from "../thread.js";
import { free, take as takeBlock } from "./arena.js";
import { decode } from "./decode.js";
import { borrow, type Encoder, release, Unsendable } from "./encode.js";
import { AT_FLAGS, AT_PARCEL, AT_TRAVELLERS } from "./format.js";
import { kindOf, TRAVELLER } from "./kinds.js";
import { canGo, lending } from "./lending.js";
import { contentsOf, deposit, discard, fetchParcel, reclaim } from "./parcel.js";
import { isNarrow, Room } from "./room.js";
import { goesAway, HANDLE, registerTraveller, travellerAt, travellerOf } from "./travellers.js";
import { unsendable } from "./unsendable.js";

const UNDEFINED = 0;
const NULL = 1;
export const FALSE = 2;
export const TRUE = 3;
/** A float at +8. */
export const FLOAT = 4;
/** An integer of 32 bits at +4. */
export const INT = 5;
/** An integer of 64 bits at +8. */
export const BIG = 6;
/** A narrow string of up to 12 characters, from +4; its length beside the tag. */
const SHORT = 7;
/** The fields of a struct, from +4 or +8 (codec.ts). */
export const INLINE = 8;
/** An object of this project: its kind beside the tag, three words from +4. */
const TRAVEL = 9;
/** From here on: +4 is the address of a block, which the cell owns. */
const BLOCK = 10;
/** A narrow or wide string: characters at +8. */
const NARROW = 10;
const WIDE = 11;
/** Plain bytes: how many at +8. */
export const BYTES = 12;
/** The fields of a struct. */
export const RAW = 13;
/** A message (format.ts). */
const MESSAGE = 14;
/** A message that needs a parcel. */
export const PARCEL = 15;

/** Characters that fit into a cell. */
const INLINE_CHARS = 12;

// Handles of shared objects travel as their address. On its way the value counts as one handle more. To where there is no such
// memory some go as a number and a kind.
registerTraveller<SharedHandle>({
  kind: HANDLE,
  is: isHandle,
  pack(handle, words, at) {
    if (goesAway()) {
      if (!canGo(handle)) throw new Unsendable();
      lending().pack(handle, words, at);
      return;
    }
    const { addr } = handle;
    retainObject(handle);
    words[at] = addr;
    words[at + 1] = 0;
    words[at + 2] = 0;
  },
  unpack(a, b, c) {
    if (c !== 0) return lending().unpack(a, b, c) as SharedHandle;
    const handle = handleAt(a);
    releaseObject(a);
    return handle;
  },
  drop(a, b, c, isOwn) {
    if (c !== 0) lending().drop(a, b, isOwn);
    else releaseObject(a);
  },
});

/** The shared memory as a room; made again when there is another memory. */
let room: Room | null = null;

/** The shared memory as a room. */
export function sharedRoom(): Room {
  const { buffer } = views.bytes;
  if (room === null || room.bytes.buffer !== buffer) room = new Room(buffer);
  return room;
}

/**
 * Writes a value by what it is. `where` begins the text of errors: `send: value`, `go: argument 2`.
 * @throws TypeError a part of it cannot be sent
 * @throws RangeError the memory is full
 */
export function put(cell: i32, value: unknown, where = "send: value"): void {
  switch (typeof value) {
    case "number":
      putNumber(cell, value);
      return;
    case "string":
      putText(cell, value);
      return;
    case "undefined":
      putWord(cell, UNDEFINED);
      return;
    case "boolean":
      putWord(cell, value ? TRUE : FALSE);
      return;
    case "bigint":
      if (BigInt.asIntN(64, value) === value) {
        putWord(cell, BIG);
        views.bigs[(cell + 8) >> 3] = value;
        return;
      }
      break;
    case "object":
      if (value === null) {
        putWord(cell, NULL);
        return;
      }
      if (kindOf(value) === TRAVELLER) {
        const traveller = travellerOf(value);
        traveller.pack(value, views.words, (cell + 4) >> 2);
        putWord(cell, TRAVEL | (traveller.kind << 8));
        return;
      }
  }
  putMessage(cell, value, where);
}

function putText(cell: i32, text: string): void {
  const { length } = text;
  if (!isNarrow(text)) {
    const block = takeBlock(length * 2);
    sharedRoom().writeWide(text, block);
    putBlock(cell, WIDE, block, length);
  } else if (length <= INLINE_CHARS) {
    putWord(cell, SHORT | (length << 8));
    const { bytes } = views;
    for (let i = 0; i < length; i++) bytes[cell + 4 + i] = text.charCodeAt(i);
  } else {
    const block = takeBlock(length);
    sharedRoom().writeNarrow(text, block);
    putBlock(cell, NARROW, block, length);
  }
}

/** Writes a cell that owns a block. */
export function putBlock(cell: i32, tag: number, block: i32, size: number): void {
  putWord(cell, tag);
  putWord(cell + 4, block);
  putWord(cell + 8, size);
}

function putMessage(cell: i32, value: unknown, where: string): void {
  const moved = movesOf(value);
  const encoder = borrow();
  try {
    encoder.encode(value, moved);
    putEncoded(cell, encoder, moved);
    if (moved !== null) forgetMoves(value);
  } catch (error) {
    if (error instanceof Unsendable) throw unsendable(where, value, moved);
    // A part that the host would not take: it says what, we say where.
    throw error instanceof DOMException ? new TypeError(`${where}: ${error.message}`) : error;
  } finally {
    release(encoder);
  }
}

/** Copies a message that is ready into a block. If that fails it was never sent. */
function putEncoded(cell: i32, encoder: Encoder, moved: ReadonlySet<unknown> | null): void {
  const { words } = encoder.room;
  const size = encoder.byteLength;
  const hasParcel = encoder.extras.length > 0;
  let block: i32 = 0;
  try {
    block = takeBlock(size);
    if (hasParcel) {
      words[AT_PARCEL] = deposit([...encoder.extras], moved);
      words[AT_FLAGS] = (words[AT_FLAGS] as number) | (thread.index << 8);
    }
  } catch (error) {
    if (block !== 0) free(block);
    encoder.abort();
    throw error;
  }
  encoder.copyTo(views.bytes, views.words, block);
  putBlock(cell, hasParcel ? PARCEL : MESSAGE, block, size);
}

/** A number as engines like it best (VA3). */
export function normal(value: number): number {
  const k = value | 0;
  return k === value && (k !== 0 || 1 / value > 0) ? k : value;
}

/** Writes a number, for `takeNumber` (VA3): to tell what it is costs the sender less, whose engine may know. */
export function putNumber(cell: i32, value: number): void {
  const k = value | 0;
  if (k === value && !Object.is(value, -0)) {
    putWord(cell, INT);
    putWord(cell + 4, k);
  } else {
    putWord(cell, FLOAT);
    views.floats[(cell + 8) >> 3] = value;
  }
}

/** Reads what `putNumber` has written. */
export function takeNumber(cell: i32): number {
  return get(cell) === INT ? get(cell + 4) : (views.floats[(cell + 8) >> 3] as number);
}

/** Reads a value and frees what it occupied. @throws WorkerLost the thread that holds a part of it died */
export function take(cell: i32): unknown {
  const word: i32 = get(cell);
  switch (word & 0xff) {
    case UNDEFINED:
      return undefined;
    case NULL:
      return null;
    case FALSE:
      return false;
    case TRUE:
      return true;
    case FLOAT:
      return views.floats[(cell + 8) >> 3];
    case INT:
      return get(cell + 4);
    case BIG:
      return views.bigs[(cell + 8) >> 3];
    case SHORT:
      return sharedRoom().readNarrow(cell + 4, word >>> 8);
    case TRAVEL:
      return travellerAt(word >>> 8).unpack(get(cell + 4), get(cell + 8), get(cell + 12));
    default:
      return takeFromBlock(cell, word & 0xff);
  }
}

function takeFromBlock(cell: i32, tag: number): unknown {
  const block: i32 = get(cell + 4);
  const size: i32 = get(cell + 8);
  try {
    switch (tag) {
      case NARROW:
        return sharedRoom().readNarrow(block, size);
      case WIDE:
        return sharedRoom().readWide(block, size);
      case BYTES:
        return views.bytes.slice(block, block + size);
      case MESSAGE:
        return decode(sharedRoom(), block, []);
      case PARCEL:
        return decode(
          sharedRoom(),
          block,
          contentsOf(get(block + AT_FLAGS * 4) >>> 8, get(block + AT_PARCEL * 4), thread.index),
        );
      default:
        throw new Error(`value: unknown tag ${tag} (VA1)`);
    }
  } finally {
    free(block);
  }
}

/** Whether `take` has to wait: a promise that settles when it may be called, null if it may at once (VA4). */
export function pending(cell: i32): Promise<void> | null {
  if ((get(cell) & 0xff) !== PARCEL) return null;
  const block: i32 = get(cell + 4);
  return fetchParcel(get(block + AT_FLAGS * 4) >>> 8, get(block + AT_PARCEL * 4), thread.index);
}

/** Frees what a value occupies that nobody will take. */
export function drop(cell: i32): void {
  const word: i32 = get(cell);
  const tag = word & 0xff;
  if (tag === TRAVEL) travellerAt(word >>> 8).drop(get(cell + 4), get(cell + 8), get(cell + 12), false);
  if (tag < BLOCK) return;
  const block: i32 = get(cell + 4);
  if (tag >= MESSAGE) dropMessage(block, tag === PARCEL);
  free(block);
}

/**
 * Takes back a value that this thread has written and nobody has got: `value`, or the copy that has what was moved, to be moved
 * again.
 */
export function takeBack(cell: i32, value: unknown): unknown {
  if ((get(cell) & 0xff) === PARCEL) {
    const block: i32 = get(cell + 4);
    const parcel = reclaim(get(block + AT_PARCEL * 4));
    if (parcel !== undefined) {
      const copy = decode(sharedRoom(), block, parcel.contents) as object;
      free(block);
      return move(copy, parcel.transfer);
    }
  }
  drop(cell);
  return value;
}

/** Drops what a message refers to. */
function dropMessage(block: i32, hasParcel: boolean): void {
  for (let at = get(block + AT_TRAVELLERS * 4); at !== 0; ) {
    const word: i32 = block + at * 4;
    travellerAt(get(word) >>> 8).drop(get(word + 8), get(word + 12), get(word + 16), false);
    at = get(word + 4);
  }
  if (hasParcel) discard(get(block + AT_FLAGS * 4) >>> 8, get(block + AT_PARCEL * 4), thread.index);
}
