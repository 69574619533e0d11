/**
 * A room: a stretch of bytes with a view for each kind of number, and strings in it.
 *
 * A string lies in it with one byte for each character if all are below 256, else with two: both are copied by the
 * engine's own routines where it has them (Node's Buffer reads and writes shared memory), by a loop elsewhere.
 * UTF-8 is not used: it would need two passes to know the length, it cannot hold lone surrogates, and browsers refuse
 * to decode it out of shared memory.
 *
 *   RO1  `at` counts bytes; for wide strings, words and floats it is a multiple of 2, 4 and 8.
 */

/** The part of Node's Buffer that copies strings. */
interface StringCopier {
  latin1Write(text: string, at: number, length: number): number;
  latin1Slice(from: number, to: number): string;
  ucs2Write(text: string, at: number, length: number): number;
  ucs2Slice(from: number, to: number): string;
}

const { Buffer: NodeBuffer } = globalThis as unknown as {
  Buffer?: { from(buffer: ArrayBufferLike): StringCopier };
};

/** Up to this length a loop is faster than a call into the engine. */
const SHORT = 12;

/** Characters that a call of String.fromCharCode takes at a time. */
const PIECE = 4096;

/** Some bytes and the views of them. */
export class Room {
  /** As bytes. */
  readonly bytes: Uint8Array;
  /** As characters of 16 bits. */
  readonly halves: Uint16Array;
  /** As integers of 32 bits. */
  readonly words: Int32Array;
  /** As numbers. */
  readonly floats: Float64Array;
  /** As integers of 64 bits. */
  readonly bigs: BigInt64Array;
  /** Copies strings; null where the host has nothing faster than a loop. */
  private readonly copier: StringCopier | null;

  constructor(buffer: ArrayBufferLike) {
    this.bytes = new Uint8Array(buffer);
    this.halves = new Uint16Array(buffer);
    this.words = new Int32Array(buffer);
    this.floats = new Float64Array(buffer);
    this.bigs = new BigInt64Array(buffer);
    this.copier = NodeBuffer === undefined ? null : NodeBuffer.from(buffer);
  }

  /** Writes a string whose characters are all below 256. */
  writeNarrow(text: string, at: number): void {
    const { length } = text;
    if (length > SHORT && this.copier !== null) {
      this.copier.latin1Write(text, at, length);
      return;
    }
    const { bytes } = this;
    for (let i = 0; i < length; i++) bytes[at + i] = text.charCodeAt(i);
  }

  /** Reads a string written by `writeNarrow`. */
  readNarrow(at: number, length: number): string {
    if (length > SHORT && this.copier !== null) return this.copier.latin1Slice(at, at + length);
    return fromCodes(this.bytes, at, length);
  }

  /** Writes any string. */
  writeWide(text: string, at: number): void {
    const { length } = text;
    if (length > SHORT && this.copier !== null) {
      this.copier.ucs2Write(text, at, length * 2);
      return;
    }
    const { halves } = this;
    for (let i = 0, to = at >> 1; i < length; i++) halves[to + i] = text.charCodeAt(i);
  }

  /** Reads a string of `length` characters written by `writeWide`. */
  readWide(at: number, length: number): string {
    if (length > SHORT && this.copier !== null) return this.copier.ucs2Slice(at, at + length * 2);
    return fromCodes(this.halves, at / 2, length);
  }
}

/** A string of the codes from `at` on. */
function fromCodes(codes: Uint8Array | Uint16Array, at: number, length: number): string {
  if (length <= SHORT) {
    let text = "";
    for (let i = 0; i < length; i++) text += String.fromCharCode(codes[at + i] as number);
    return text;
  }
  let text = "";
  for (let i = 0; i < length; i += PIECE) {
    const piece = codes.subarray(at + i, at + Math.min(i + PIECE, length));
    text += String.fromCharCode.apply(null, piece as unknown as number[]);
  }
  return text;
}

/** Matches what does not fit into one byte. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: all the characters of one byte, control characters among them.
const WIDE = /[^\x00-\xff]/;

/** Whether all characters of a string are below 256. */
export function isNarrow(text: string): boolean {
  const { length } = text;
  if (length > SHORT) return !WIDE.test(text);
  for (let i = 0; i < length; i++) if (text.charCodeAt(i) > 255) return false;
  return true;
}

/** Bytes rounded up to words. */
export function padded(bytes: number): number {
  return (bytes + 3) & -4;
}
