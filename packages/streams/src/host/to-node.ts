/**
 * A Node Writable as the end of a pipeline.
 */
import { finished, type Writable } from "node:stream";
import { type Drain, drainInto } from "../drain.js";
import { wrong } from "../engine.js";
import type { Sink } from "../stage.js";

/**
 * What becomes of the stream when the pipeline ends.
 *
 * @example
 * ```ts
 * import { PassThrough } from "node:stream";
 * import { text } from "node:stream/consumers";
 * import { pipe } from "@gopark/streams";
 * import { type ToNodeOptions, toNode } from "@gopark/streams/node";
 *
 * const shared = new PassThrough();
 * const open: ToNodeOptions = { end: false };
 * await pipe(["a", "b"], toNode(shared, open));
 * shared.end("c");
 * console.log(await text(shared)); // prints: abc
 * ```
 */
export interface ToNodeOptions {
  /** Whether the stream is ended after the last value, and destroyed if the pipeline leaves early. Default true. */
  readonly end?: boolean;
}

/**
 * Writes the values into a Node Writable and ends it. Done when the stream has finished, which is when everything has
 * been written.
 *
 * A full stream makes the pipeline wait for its `drain`. A pipeline that fails or is cancelled destroys the stream; a
 * stream that fails or closes by itself cancels the pipeline, and its error is the pipeline's. For a stream that
 * others use as well, such as `process.stdout`, say `{ end: false }`: it is left open, whatever happens; done when it has
 * written all values.
 *
 * @throws TypeError `stream` is no Writable
 * @example
 * ```ts
 * import { PassThrough } from "node:stream";
 * import { text } from "node:stream/consumers";
 * import { map, pipe } from "@gopark/streams";
 * import { toNode } from "@gopark/streams/node";
 *
 * const stream = new PassThrough();
 * await Promise.all([
 *   pipe(["a", "b"], map((word) => word.toUpperCase()), toNode(stream)),
 *   text(stream).then((all) => console.log(all)), // prints: AB
 * ]);
 * ```
 */
export function toNode<T = any>(stream: Writable, options: ToNodeOptions = {}): Sink<T, void> {
  if (typeof stream?.write !== "function" || typeof stream.on !== "function") {
    throw wrong("toNode", "a Node Writable", stream);
  }
  return drainInto("toNode", () => new NodeDrain<T>(stream, options.end !== false));
}

/** One run's way into a Writable. */
class NodeDrain<T> implements Drain<T> {
  private readonly stream: Writable;
  private readonly ends: boolean;
  /** Settles once the stream has finished or closed. */
  private closed: Promise<void> | null = null;
  /** Whether it was we who ended it. */
  private hasEnded = false;
  /** How many values it has not written; counted if it is left open. */
  private unwritten = 0;
  /** Whoever waits until there are none. */
  private onWritten: () => void = noop;
  /** Takes the listeners back. */
  private unlisten: () => void = noop;
  /** Whoever waits for room. */
  private onDrain: () => void = noop;

  constructor(stream: Writable, ends: boolean) {
    this.stream = stream;
    this.ends = ends;
  }

  write(value: T): PromiseLike<unknown> | undefined {
    const { stream } = this;
    this.unwritten++;
    if (this.ends ? stream.write(value) : stream.write(value, this.written)) return undefined;
    return new Promise<void>((resolve) => {
      this.onDrain = resolve;
      stream.once("drain", resolve);
    });
  }

  async end(): Promise<void> {
    if (this.ends) {
      this.hasEnded = true;
      this.stream.end();
      await this.closed;
    } else if (this.unwritten > 0) {
      await new Promise<void>((resolve) => {
        this.onWritten = resolve;
      });
    }
    this.leave();
  }

  async abort(): Promise<void> {
    if (this.ends) {
      this.stream.destroy();
      if (tellsClose(this.stream)) await this.closed;
    }
    this.leave();
  }

  watch(fail: (error: unknown) => void): void {
    this.closed = new Promise((resolve) => {
      this.unlisten = finished(this.stream, { readable: false }, (error) => {
        // Ended by someone else, it never drains.
        if (error || !this.hasEnded) fail(error ?? new Error("the stream has ended"));
        resolve();
      });
    });
  }

  private readonly written = (error?: Error | null): void => {
    // Of what has failed `finished` tells.
    if (!error && --this.unwritten === 0) this.onWritten();
  };

  private leave(): void {
    this.unlisten();
    this.stream.off("drain", this.onDrain);
  }
}

/** Whether the stream emits `close`. Made with `emitClose: false`, it closes without a word. */
function tellsClose(stream: Writable): boolean {
  return (stream as { _writableState?: { emitClose?: boolean } })._writableState?.emitClose !== false;
}

function noop(): void {}
