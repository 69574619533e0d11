/**
 * lines(input): a source of the lines of a file, or of any stream of text.
 *
 *   T1  What is in memory at a time: one block of the file, or one chunk of the stream; the lines cut from it; and
 *       the beginning of one line, of no more than `maxLength` bytes.
 *   T2  Lines before an error, or before a line that is too long, come before the error.
 *   T3  Whichever way the reading ends, the file is closed and the stream destroyed.
 */
import type { Readable } from "node:stream";
import { type BatchReader, batched } from "../batches.js";
import { wrong } from "../engine.js";
import { tagOf } from "../step.js";
import { FileBlocks } from "./file-blocks.js";
import { isReadable } from "./from-node.js";
import { type LineEncoding, LineSplitter } from "./line-splitter.js";
import { ReadableChunks } from "./readable-chunks.js";

const ENCODINGS: readonly LineEncoding[] = ["utf8", "latin1", "utf16le"];
const LONG: readonly string[] = ["error", "cut"];

/**
 * How text is read line by line.
 *
 * @example
 * ```ts
 * import { collect, pipe } from "@gopark/streams";
 * import { type LinesOptions, lines } from "@gopark/streams/node";
 *
 * const brief: LinesOptions = { maxLength: 4, tooLong: "cut" };
 * const text = [new TextEncoder().encode("one\nthree\n")];
 * console.log(await pipe(lines(text, brief), collect())); // prints: [ 'one', 'thre' ]
 * ```
 */
export interface LinesOptions {
  /** How bytes are read as text. Default `"utf8"`. Chunks that are strings already are taken as they are. */
  readonly encoding?: LineEncoding;
  /** How many bytes a line may have, in strings two for each character. Default 1,048,576. */
  readonly maxLength?: number;
  /** What happens to a longer one: an error, the default, or its beginning is taken for the line. */
  readonly tooLong?: "error" | "cut";
}

/**
 * A source of lines: of the file at a path or file URL, of a Node Readable, or of any iterable of chunks of bytes
 * or strings.
 *
 * Reads on demand, in constant memory however long the input is. A line ends with LF or CR LF, which are not part
 * of it; the last may end without. A byte order mark at the beginning is skipped. A file is opened anew by each run,
 * and closed by its end. Kept lines keep nothing but themselves in memory.
 *
 * @throws TypeError `input` or an option is not what it has to be
 * @throws LineTooLong when it is read: a line has more than `maxLength` bytes
 * @example
 * ```ts
 * import { collect, pipe } from "@gopark/streams";
 * import { lines } from "@gopark/streams/node";
 *
 * console.log(await pipe(lines(["one\ntw", "o\r\nthree"]), collect())); // prints: [ 'one', 'two', 'three' ]
 * ```
 * @go bufio.Scanner
 */
export function lines(
  input: string | URL | Readable | AsyncIterable<Uint8Array | string> | Iterable<Uint8Array | string>,
  options: LinesOptions = {},
): AsyncIterable<string> {
  const { encoding = "utf8", maxLength = 2 ** 20, tooLong = "error" } = options;
  if (!ENCODINGS.includes(encoding))
    throw wrong("lines: encoding", `one of ${ENCODINGS.join(", ")}`, encoding);
  if (!LONG.includes(tooLong)) throw wrong("lines: tooLong", `one of ${LONG.join(", ")}`, tooLong);
  if (!(Number.isInteger(maxLength) && maxLength > 0)) {
    throw wrong("lines: maxLength", "an integer from 1 up", maxLength);
  }
  const open = chunksOf(input);
  return batched(() => new LineReader(open(), { encoding, maxLength, tooLong }));
}

/** Where chunks come from. */
interface Chunks {
  /** The next chunk; null at the end. */
  next(): Promise<Uint8Array | string | null>;
  /** Ends the reading and gives something to wait for. */
  close(): unknown;
}

/** What begins a reading of `input`. */
function chunksOf(input: unknown): () => Chunks {
  // Known by its tag, as bytes are below: a page that a test runner simulates has URLs and bytes of its own.
  const isFile = typeof input === "string" || tagOf(Object(input)) === "URL";
  if (isFile) return () => new FileBlocks(input as string | URL);
  if (isReadable(input)) return () => new IteratorChunks(new ReadableChunks<Uint8Array | string>(input));
  const { [Symbol.asyncIterator]: inTime, [Symbol.iterator]: atOnce } = Object(input);
  const iterator = inTime ?? atOnce;
  if (typeof iterator !== "function") throw wrong("lines", "a path, a URL, a Readable or an iterable", input);
  return () => new IteratorChunks(iterator.call(input));
}

/** The chunks that an iterator gives. */
class IteratorChunks implements Chunks {
  private readonly iterator: AsyncIterator<Uint8Array | string> | Iterator<Uint8Array | string>;
  /** Whether there is nothing left to close. */
  private isOver = false;

  constructor(iterator: AsyncIterator<Uint8Array | string> | Iterator<Uint8Array | string>) {
    this.iterator = iterator;
  }

  async next(): Promise<Uint8Array | string | null> {
    try {
      const { value, done } = await this.iterator.next();
      if (!done) return value;
    } catch (error) {
      this.isOver = true;
      throw error;
    }
    this.isOver = true;
    return null;
  }

  async close(): Promise<void> {
    if (this.isOver) return;
    this.isOver = true;
    await this.iterator.return?.();
  }
}

/** One reading of lines. */
class LineReader implements BatchReader<string> {
  private readonly chunks: Chunks;
  private readonly options: Required<LinesOptions>;
  /** Made when the first chunk tells what the chunks are. */
  private splitter: LineSplitter | null = null;
  /** Whether the chunks are strings. */
  private isText = false;
  /** Whether all chunks have been. */
  private isAtEnd = false;
  /** Whether someone has ended the reading, or an error has. */
  private isClosed = false;
  /** What went wrong after lines that had to be given first (T2), in a box. */
  private failure: { readonly error: unknown } | null = null;

  constructor(chunks: Chunks, options: Required<LinesOptions>) {
    this.chunks = chunks;
    this.options = options;
  }

  async next(): Promise<readonly string[] | null> {
    const { failure } = this;
    this.failure = null;
    if (failure !== null) throw failure.error;
    const found: string[] = [];
    try {
      while (found.length === 0 && !this.isClosed && !this.isAtEnd) {
        const chunk = await this.chunks.next();
        if (this.isClosed) return null;
        if (chunk !== null) this.push(chunk, found);
        else {
          this.isAtEnd = true;
          this.splitter?.end(found);
        }
      }
    } catch (error) {
      if (this.isClosed) return null;
      await this.return();
      if (found.length === 0) throw error;
      this.failure = { error };
    }
    return found.length > 0 ? found : null;
  }

  async return(): Promise<void> {
    this.isClosed = true;
    this.failure = null;
    await this.chunks.close();
  }

  private push(chunk: unknown, into: string[]): void {
    const isText = typeof chunk === "string";
    if (!isText && tagOf(Object(chunk)) !== "Uint8Array")
      throw wrong("lines", "chunks of bytes or strings", chunk);
    if (this.splitter === null) {
      const { encoding, maxLength, tooLong } = this.options;
      this.isText = isText;
      // Strings may be cut anywhere, also inside a pair of surrogates: their own encoding keeps the halves.
      this.splitter = new LineSplitter(isText ? "utf16le" : encoding, maxLength, tooLong === "cut");
    }
    if (isText !== this.isText) throw wrong("lines", "chunks all of one kind", chunk);
    this.splitter.push(isText ? Buffer.from(chunk, "utf16le") : (chunk as Uint8Array), into);
  }
}
