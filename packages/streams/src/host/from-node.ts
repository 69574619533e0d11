/**
 * A Node Readable as a source.
 */
import type { Readable } from "node:stream";
import { wrong } from "../engine.js";
import { ReadableChunks } from "./readable-chunks.js";

/**
 * A Node Readable as a source, read on demand: a slow pipeline fills the stream's own buffer and no other, which
 * makes its producer wait.
 *
 * A pipeline that leaves early destroys the stream at once, also while no data comes. The stream's error is the
 * source's; one that closes before its end fails with `ERR_STREAM_PREMATURE_CLOSE`. Can be read once. Say what its
 * chunks are: `fromNode<string>(stream.setEncoding("utf8"))`; without `setEncoding` they are Buffers.
 *
 * @throws TypeError `stream` is no Readable
 * @example
 * ```ts
 * import { Readable } from "node:stream";
 * import { collect, map, pipe } from "@gopark/streams";
 * import { fromNode } from "@gopark/streams/node";
 *
 * const words = fromNode<string>(Readable.from(["a", "b"]));
 * console.log(await pipe(words, map((word) => word.toUpperCase()), collect())); // prints: [ 'A', 'B' ]
 * ```
 */
export function fromNode<T = Buffer>(stream: Readable): AsyncIterable<T> {
  if (!isReadable(stream)) throw wrong("fromNode", "a Node Readable", stream);
  return { [Symbol.asyncIterator]: () => new ReadableChunks<T>(stream) };
}

/** Whether this is a stream of Node's that can be read, of whatever version or copy of its stream module. */
export function isReadable(value: unknown): value is Readable {
  const stream = value as Partial<Readable> | null;
  return typeof stream?.read === "function" && typeof stream.on === "function";
}
