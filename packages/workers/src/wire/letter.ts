/**
 * Letters: values on their way through a port.
 *
 * What is no object goes as it is. Everything else is written by the same encoder as into shared memory, so that the same
 * values can be sent, the same errors are thrown, and channels travel at any depth; what can't be written as bytes goes
 * beside them, by the port itself.
 *
 *   LE1  A letter is opened once, or discarded (TR1).
 */
import { forgetMoves, movesOf } from "../move.js";
import { canShare } from "../thread.js";
import { decode } from "./decode.js";
import { borrow, release, Unsendable } from "./encode.js";
import { AT_TRAVELLERS } from "./format.js";
import { Room } from "./room.js";
import { setAway, travellerAt } from "./travellers.js";
import { unsendable } from "./unsendable.js";

/** A value that can be posted. */
export interface Letter {
  /** The value itself, if it is no object. */
  readonly plain?: unknown;
  /** Else a message (format.ts). */
  readonly bytes?: ArrayBuffer;
  /** What travels beside the bytes. */
  readonly extras?: readonly unknown[];
}

/** A letter, and what is moved with it. */
export interface Sealed {
  readonly letter: Letter;
  readonly transfer: readonly Transferable[];
}

const nothing: readonly Transferable[] = [];

/** Writes a letter. @throws TypeError a part of the value cannot be sent */
export function seal(value: unknown, where: string): Sealed {
  const type = typeof value;
  const isPlain = value === null || (type !== "object" && type !== "function" && type !== "symbol");
  if (isPlain) return { letter: { plain: value }, transfer: nothing };
  const moved = movesOf(value);
  const encoder = borrow();
  setAway(!canShare());
  try {
    encoder.encode(value, moved);
    const bytes = new ArrayBuffer((encoder.byteLength + 7) & -8);
    encoder.copyTo(new Uint8Array(bytes), new Int32Array(bytes), 0);
    const extras = [...encoder.extras];
    if (moved !== null) forgetMoves(value);
    const transfer = extras.filter((each): each is Transferable => moved?.has(each) === true);
    return { letter: { bytes, extras }, transfer: [bytes, ...transfer] };
  } catch (error) {
    throw error instanceof Unsendable ? unsendable(where, value, moved) : error;
  } finally {
    setAway(false);
    release(encoder);
  }
}

/** The value of a letter. */
export function open(letter: Letter): unknown {
  const { bytes, extras } = letter;
  return bytes === undefined ? letter.plain : decode(new Room(bytes), 0, extras ?? []);
}

/** Nobody will open the letter. */
export function discardLetter({ bytes }: Letter): void {
  if (bytes === undefined || bytes.byteLength === 0) return;
  const words = new Int32Array(bytes);
  for (let at = words[AT_TRAVELLERS] as number; at !== 0; at = words[at + 1] as number) {
    const traveller = travellerAt((words[at] as number) >>> 8);
    traveller.drop(words[at + 2] as number, words[at + 3] as number, words[at + 4] as number, false);
  }
}
