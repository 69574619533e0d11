/**
 * Cuts bytes into lines, whatever the pieces in which they come.
 *
 *   L1  The lines are the same however the bytes are divided into chunks.
 *   L2  Of what has been pushed, at most one line's beginning is kept: `maxLength` bytes and a carriage return.
 *   L3  A line is a string of its own. Tempting and quicker: decode a whole chunk and split it. Its lines would be
 *       slices, each of which keeps the whole chunk in memory for as long as the line is kept.
 *
 * A line ends with LF or CR LF, which are no part of it; the last one may end without. A byte order mark at the
 * beginning is no part of the first.
 *
 * @go bufio.ScanLines
 */

/**
 * How bytes are read as text.
 *
 * @example
 * ```ts
 * import { collect, pipe } from "@gopark/streams";
 * import { type LineEncoding, lines } from "@gopark/streams/node";
 *
 * const encoding: LineEncoding = "latin1";
 * const bytes = [Uint8Array.of(0xe9, 0x0a, 0x61)];
 * console.log(await pipe(lines(bytes, { encoding }), collect())); // prints: [ 'é', 'a' ]
 * ```
 */
export type LineEncoding = "utf8" | "latin1" | "utf16le";

/**
 * A line is longer than was allowed.
 *
 * @example
 * ```ts
 * import { collect, pipe } from "@gopark/streams";
 * import { LineTooLong, lines } from "@gopark/streams/node";
 *
 * const read = pipe(lines(["short\na longer one\n"], { maxLength: 12 }), collect());
 * const { cause } = await read.then(undefined, (error) => error);
 * console.log(cause instanceof LineTooLong, cause.line); // prints: true 2
 * ```
 */
export class LineTooLong extends Error {
  /** Always `LineTooLong`. */
  override readonly name = "LineTooLong";
  /** Which line it is, from 1. */
  readonly line: number;
  /** How many bytes a line may have. */
  readonly maxLength: number;

  constructor(line: number, maxLength: number) {
    super(`lines: line ${line} is longer than ${maxLength} bytes`);
    this.line = line;
    this.maxLength = maxLength;
  }
}

const LF = 10;
const CR = 13;

/** What a line feed looks like, for encodings in which it is more than a byte. */
const WIDE_LF: Buffer = /* @__PURE__ */ Buffer.from("\n", "utf16le");

/** Cuts one stream of bytes. */
export class LineSplitter {
  private readonly encoding: LineEncoding;
  /** Bytes of a line feed or carriage return. */
  private readonly unit: 1 | 2;
  private readonly maxLength: number;
  /** Whether a longer line is cut short. Otherwise it is an error. */
  private readonly cutsLong: boolean;
  /** The beginning of a line whose end is still to come (L2). */
  private begun: Buffer[] = [];
  /** Its length in bytes. */
  private begunLength = 0;
  /** The first half of a two-byte unit whose other half is still to come. */
  private half: Buffer | null = null;
  /** Whether the rest of a line that was cut short is being passed over. */
  private isPassing = false;
  /** How many lines have been made. */
  private count = 0;

  constructor(encoding: LineEncoding, maxLength: number, cutsLong: boolean) {
    this.encoding = encoding;
    this.unit = encoding === "utf16le" ? 2 : 1;
    this.maxLength = maxLength;
    this.cutsLong = cutsLong;
  }

  /**
   * Adds to `into` the lines that end in this chunk. Keeps nothing of the chunk itself: it may be filled again.
   * @throws LineTooLong after those before the long one have been added; the splitter is of no more use then
   */
  push(chunk: Uint8Array, into: string[]): void {
    let bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    if (this.unit === 2) bytes = this.wholeUnits(bytes);
    let start = 0;
    for (let end = this.lineFeed(bytes, 0); end >= 0; end = this.lineFeed(bytes, start)) {
      if (this.isPassing) this.isPassing = false;
      else if (this.begunLength === 0) into.push(this.line(bytes, start, end));
      else {
        this.keep(bytes.subarray(start, end));
        into.push(this.begunLine());
      }
      start = end + this.unit;
    }
    if (start === bytes.length || this.isPassing) return;
    this.keep(bytes.subarray(start));
    if (this.begunLength > this.maxLength + this.unit) {
      into.push(this.begunLine());
      this.isPassing = true;
    }
  }

  /** Adds the last line, if it had no end. */
  end(into: string[]): void {
    if (this.half !== null && !this.isPassing) this.keep(this.half);
    if (this.begunLength > 0) into.push(this.begunLine());
  }

  /** Where the next line feed is; -1 if there is none. */
  private lineFeed(bytes: Buffer, from: number): number {
    if (this.unit === 1) return bytes.indexOf(LF, from);
    let at = bytes.indexOf(WIDE_LF, from);
    // The two bytes may also be the halves of neighbours.
    while (at % 2 === 1) at = bytes.indexOf(WIDE_LF, at + 1);
    return at;
  }

  /** The bytes in whole units, from the half that was left to the half that is left. */
  private wholeUnits(chunk: Buffer): Buffer {
    const bytes = this.half === null ? chunk : Buffer.concat([this.half, chunk]);
    const whole = bytes.length - (bytes.length % 2);
    this.half = whole === bytes.length ? null : Buffer.from(bytes.subarray(whole));
    return bytes.subarray(0, whole);
  }

  /** Keeps the beginning of a line, or its next part: no more than shows that it is too long. */
  private keep(part: Buffer): void {
    const room = this.maxLength + 2 * this.unit - this.begunLength;
    this.begun.push(Buffer.from(part.subarray(0, room)));
    this.begunLength += Math.min(part.length, room);
  }

  /** The line that was begun, and is complete. */
  private begunLine(): string {
    const bytes = this.begun.length === 1 ? (this.begun[0] as Buffer) : Buffer.concat(this.begun);
    this.begun = [];
    this.begunLength = 0;
    return this.line(bytes, 0, bytes.length);
  }

  /** The line between two places, without the carriage return that belongs to its end. */
  private line(bytes: Buffer, start: number, lineFeed: number): string {
    let end = lineFeed;
    const last = end - this.unit;
    if (last >= start && bytes[last] === CR && (this.unit === 1 || bytes[last + 1] === 0)) end = last;
    this.count++;
    if (end - start > this.maxLength) {
      if (!this.cutsLong) throw new LineTooLong(this.count, this.maxLength);
      end = this.characterStart(bytes, start, start + this.maxLength);
    }
    const text = bytes.toString(this.encoding, start, end);
    return this.count === 1 && this.encoding !== "latin1" && text.charCodeAt(0) === 0xfeff
      ? text.slice(1)
      : text;
  }

  /** The last place from `start` to `end` that is not inside a character. */
  private characterStart(bytes: Buffer, start: number, end: number): number {
    let at = end;
    if (this.encoding === "utf8") {
      while (at > start && ((bytes[at] as number) & 0xc0) === 0x80) at--;
    } else if (this.encoding === "utf16le") {
      at -= (at - start) % 2;
      // The second half of a surrogate pair.
      if (at > start && ((bytes[at + 1] as number) & 0xfc) === 0xdc) at -= 2;
    }
    return at;
  }
}
