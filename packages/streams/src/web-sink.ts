/**
 * A Web WritableStream as the end of a pipeline.
 */

import { type Drain, drainInto } from "./drain.js";
import type { Sink } from "./stage.js";
import { check } from "./stage.js";

/**
 * What becomes of the stream when the pipeline ends.
 *
 * @example Two pipelines write into one stream, one after the other.
 * ```ts
 * import { pipe, type ToWebOptions, toWeb } from "@gopark/streams";
 *
 * let text = "";
 * const stream = new WritableStream<string>({
 *   write(word) {
 *     text += word;
 *   },
 * });
 * const open: ToWebOptions = { preventClose: true };
 * await pipe(["a", "b"], toWeb(stream, open));
 * await pipe(["c"], toWeb(stream));
 * console.log(text); // prints: abc
 * ```
 */
export interface ToWebOptions {
  /** Whether the stream is left open after the last value. */
  readonly preventClose?: boolean;
  /** Whether the stream is left as it is when the pipeline fails or is cancelled. */
  readonly preventAbort?: boolean;
}

/**
 * Writes the values into a Web WritableStream and closes it. Done when the stream has closed, which is when its
 * underlying sink has taken everything.
 *
 * Writes no faster than the stream asks for (`writer.ready`). A pipeline that fails or is cancelled aborts the
 * stream; a stream that fails by itself cancels the pipeline, and its error is the pipeline's. The stream is locked
 * meanwhile.
 *
 * @throws TypeError `stream` is no WritableStream; when the pipeline runs, as the cause of a StreamError: it is locked
 * @example
 * ```ts
 * import { map, pipe, toWeb } from "@gopark/streams";
 *
 * const written: number[] = [];
 * const stream = new WritableStream<number>({
 *   write(n) {
 *     written.push(n);
 *   },
 * });
 * await pipe([1, 2, 3], map((n) => n * n), toWeb(stream));
 * console.log(written); // prints: [ 1, 4, 9 ]
 * ```
 */
export function toWeb<T>(stream: WritableStream<T>, options: ToWebOptions = {}): Sink<T, void> {
  check(typeof stream?.getWriter === "function", "toWeb", "a WritableStream", stream);
  return drainInto("toWeb", () => new WebDrain(stream.getWriter(), options));
}

/** One run's writer. */
class WebDrain<T> implements Drain<T> {
  private readonly writer: WritableStreamDefaultWriter<T>;
  private readonly options: ToWebOptions;
  /** Whether the stream is still ours. */
  private isHeld = true;
  /** The last write. */
  private last: Promise<void> | undefined = undefined;

  constructor(writer: WritableStreamDefaultWriter<T>, options: ToWebOptions) {
    this.writer = writer;
    this.options = options;
  }

  write(value: T): PromiseLike<unknown> | undefined {
    const { writer } = this;
    this.last = writer.write(value);
    // One that fails is told by `closed` as well.
    this.last.catch(noop);
    return (writer.desiredSize ?? 0) > 0 ? undefined : writer.ready;
  }

  async end(): Promise<void> {
    const { writer } = this;
    await (this.options.preventClose ? this.last : writer.close());
    this.release();
  }

  async abort(): Promise<void> {
    const { writer } = this;
    const aborted = this.options.preventAbort ? undefined : writer.abort();
    this.release();
    await aborted;
  }

  watch(fail: (error: unknown) => void): void {
    this.writer.closed.catch((error) => {
      if (this.isHeld) fail(error);
    });
  }

  /** Gives the lock back, of which `closed` then tells as of an error. */
  private release(): void {
    this.isHeld = false;
    this.writer.releaseLock();
  }
}

function noop(): void {}
