/**
 * Web streams as sources, and pipelines as Web streams.
 *
 *   W1  Nothing is read before a pipeline asks, and one chunk at a time: the stream's own queue is the only buffer.
 *   W2  Who leaves early cancels the stream, also while a read is pending, and waits for the stream's own clean-up.
 *   W3  The lock on a stream is given back whichever way the reading ends.
 */
import { check } from "./stage.js";

/**
 * How a Web stream is read.
 *
 * @example Two pipelines read one stream, one after the other.
 * ```ts
 * import { collect, type FromWebOptions, fromWeb, pipe, take } from "@gopark/streams";
 *
 * const stream = new ReadableStream<number>({
 *   start(controller) {
 *     for (const n of [1, 2, 3]) controller.enqueue(n);
 *     controller.close();
 *   },
 * });
 * const options: FromWebOptions = { preventCancel: true };
 * console.log(await pipe(fromWeb(stream, options), take(1), collect())); // prints: [ 1 ]
 * console.log(await pipe(fromWeb(stream), collect())); // prints: [ 2, 3 ]
 * ```
 */
export interface FromWebOptions {
  /** Whether the stream is left as it is when the pipeline leaves early, for someone else to read on. */
  readonly preventCancel?: boolean;
}

/**
 * A Web ReadableStream as a source, read on demand.
 *
 * A pipeline takes a ReadableStream as it is as well; this gives the choice not to cancel it. The stream is locked
 * while the pipeline runs, and can be read once.
 *
 * @throws TypeError `stream` is no ReadableStream; when the pipeline runs: it is locked
 * @example
 * ```ts
 * import { collect, fromWeb, map, pipe } from "@gopark/streams";
 *
 * const body = new Response("hello").body as ReadableStream<Uint8Array>;
 * console.log(await pipe(fromWeb(body), map((bytes) => bytes.length), collect())); // prints: [ 5 ]
 * ```
 */
export function fromWeb<T>(stream: ReadableStream<T>, options: FromWebOptions = {}): AsyncIterable<T> {
  check(typeof stream?.getReader === "function", "fromWeb", "a ReadableStream", stream);
  return { [Symbol.asyncIterator]: () => new WebReader(stream.getReader(), options.preventCancel) };
}

/** One reading of a Web stream. */
class WebReader<T> implements AsyncIterator<T, undefined> {
  private readonly reader: ReadableStreamDefaultReader<T>;
  /** Whether the stream is left as it is. */
  private readonly isLent: boolean | undefined;
  private isOver = false;

  constructor(reader: ReadableStreamDefaultReader<T>, isLent: boolean | undefined) {
    this.reader = reader;
    this.isLent = isLent;
  }

  async next(): Promise<IteratorResult<T, undefined>> {
    if (!this.isOver) {
      try {
        const result = await this.reader.read();
        if (!result.done) return result;
        this.release();
      } catch (error) {
        // A read that was still pending when the pipeline left is rejected by giving the lock back.
        if (!this.isOver) {
          this.release();
          throw error;
        }
      }
    }
    return { value: undefined, done: true };
  }

  async return(): Promise<IteratorResult<T, undefined>> {
    if (!this.isOver) {
      const { reader } = this;
      const cancelled = this.isLent ? undefined : reader.cancel();
      this.release();
      await cancelled;
    }
    return { value: undefined, done: true };
  }

  private release(): void {
    this.isOver = true;
    this.reader.releaseLock();
  }
}

/**
 * How a pipeline is offered as a Web stream.
 *
 * @example
 * ```ts
 * import { type ReadableStreamOptions, toReadableStream } from "@gopark/streams";
 *
 * const ahead: ReadableStreamOptions = { highWaterMark: 8 };
 * const reader = toReadableStream(["a", "b"], ahead).getReader();
 * console.log((await reader.read()).value); // prints: a
 * ```
 */
export interface ReadableStreamOptions {
  /** How many values may wait in the stream's queue; 0, the default: none is made before it is read. */
  readonly highWaterMark?: number;
}

/**
 * A Web ReadableStream that runs a pipeline as it is read: for a Response, a worker, or any API that takes one.
 *
 * The pipeline starts with the first read. Reading slowly slows it, cancelling the stream cancels it, and its error
 * is the stream's.
 *
 * @throws TypeError `source` can't be iterated
 * @example
 * ```ts
 * import { map, pipe, toReadableStream } from "@gopark/streams";
 *
 * const bytes = pipe(["a", "b"], map((text) => new TextEncoder().encode(text)));
 * console.log(await new Response(toReadableStream(bytes)).text()); // prints: ab
 * ```
 */
export function toReadableStream<T>(
  source: AsyncIterable<T> | Iterable<T>,
  options: ReadableStreamOptions = {},
): ReadableStream<T> {
  const open = iteratorOf<T>(source);
  let iterator: AsyncIterator<T> | Iterator<T> | undefined;
  return new ReadableStream<T>(
    {
      async pull(controller) {
        iterator ??= open();
        const result = await iterator.next();
        if (result.done) controller.close();
        else controller.enqueue(result.value);
      },
      cancel: () => iterator?.return?.() as Promise<void> | undefined,
    },
    { highWaterMark: options.highWaterMark ?? 0 },
  );
}

/** What begins an iteration of `source`. */
function iteratorOf<T>(source: unknown): () => AsyncIterator<T> | Iterator<T> {
  const { [Symbol.asyncIterator]: inTime, [Symbol.iterator]: atOnce } = Object(source);
  const open = inTime ?? atOnce;
  check(typeof open === "function", "toReadableStream", "an iterable", source);
  return () => open.call(source);
}
