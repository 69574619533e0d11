/**
 * The chunks of a Node Readable, on demand.
 *
 *   N1  Nothing is taken from the stream before someone asks; its own buffer (highWaterMark) is the only one.
 *   N2  `return` destroys the stream, ends a `next` that is pending, and waits for the stream's `close`, unless the
 *       stream is one that never tells. The stream's own async iterator does all that only after the pending
 *       `next` has come, which may be never.
 *   N3  An error of the stream comes once. A stream that closes before its end fails with
 *       ERR_STREAM_PREMATURE_CLOSE.
 *   N4  Once the stream has ended or closed, no listener of ours is left on it.
 */
import { finished, type Readable } from "node:stream";

/** One reading of a Readable. */
export class ReadableChunks<T> implements AsyncIterator<T, undefined> {
  private readonly stream: Readable;
  /** Who wait for a chunk, in order. */
  private readonly waiting: {
    resolve(result: IteratorResult<T, undefined>): void;
    reject(error: unknown): void;
  }[] = [];
  /** Whether no more chunks come: the stream is over, or the reader has left. */
  private isOver = false;
  /** The error still to be told. */
  private error: Error | null = null;
  /** Settles once the stream has ended or closed. */
  private readonly closed: Promise<void>;

  constructor(stream: Readable) {
    this.stream = stream;
    stream.on("readable", this.onReadable);
    this.closed = new Promise((resolve) => {
      const unlisten = finished(stream, { writable: false }, (error) => {
        unlisten();
        this.finish(error ?? null);
        resolve();
      });
    });
  }

  next(): Promise<IteratorResult<T, undefined>> {
    if (this.waiting.length === 0) {
      const chunk = this.isOver || this.stream.destroyed ? null : this.stream.read();
      if (chunk !== null) return Promise.resolve({ value: chunk as T, done: false });
      const { error } = this;
      if (error !== null) {
        this.error = null;
        return Promise.reject(error);
      }
      if (this.isOver) return Promise.resolve({ value: undefined, done: true });
    }
    return new Promise((resolve, reject) => void this.waiting.push({ resolve, reject }));
  }

  async return(): Promise<IteratorResult<T, undefined>> {
    if (!this.isOver) {
      this.finish(null);
      this.stream.destroy();
      if (tellsClose(this.stream)) await this.closed;
    }
    this.error = null;
    return { value: undefined, done: true };
  }

  private readonly onReadable = (): void => {
    while (this.waiting.length > 0) {
      const chunk = this.stream.read();
      if (chunk === null) return;
      this.waiting.shift()?.resolve({ value: chunk as T, done: false });
    }
  };

  /** Ends the reading: the stream has ended, failed or closed, or its reader leaves. */
  private finish(error: Error | null): void {
    if (this.isOver) return;
    this.isOver = true;
    this.stream.off("readable", this.onReadable);
    const first = error === null ? undefined : this.waiting.shift();
    if (first === undefined) this.error = error;
    else first.reject(error);
    for (const other of this.waiting.splice(0)) other.resolve({ value: undefined, done: true });
  }
}

/** Whether the stream emits `close`. Made with `emitClose: false`, it closes without a word. */
function tellsClose(stream: Readable): boolean {
  return (stream as { _readableState?: { emitClose?: boolean } })._readableState?.emitClose !== false;
}
