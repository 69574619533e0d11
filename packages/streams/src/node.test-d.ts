import type { Readable, Writable } from "node:stream";
import { expectTypeOf, it } from "vitest";
import { collect } from "./collect.js";
import { map } from "./map.js";
import { fromNode, lines, toNode } from "./node.js";
import { type Pipeline, pipe } from "./pipe.js";
import { fromWeb, toReadableStream } from "./web.js";
import { toWeb } from "./web-sink.js";

declare const readable: Readable;
declare const writable: Writable;
declare const web: ReadableStream<number>;
declare const sink: WritableStream<string>;

it("sources know their values", () => {
  expectTypeOf(fromNode(readable)).toEqualTypeOf<AsyncIterable<Buffer>>();
  expectTypeOf(fromNode<string>(readable)).toEqualTypeOf<AsyncIterable<string>>();
  expectTypeOf(fromWeb(web)).toEqualTypeOf<AsyncIterable<number>>();
  expectTypeOf(toReadableStream([1])).toEqualTypeOf<ReadableStream<number>>();
  expectTypeOf(pipe(lines("file"), collect())).toEqualTypeOf<Pipeline<string[]>>();
});

it("sinks end a pipeline, and take what they are for", () => {
  expectTypeOf(pipe(lines("file"), toNode(writable))).toEqualTypeOf<Pipeline<void>>();
  expectTypeOf(pipe([1], map(String), toWeb(sink))).toEqualTypeOf<Pipeline<void>>();
  // @ts-expect-error numbers into a stream of strings
  pipe([1], toWeb(sink));
});

it("options are checked", () => {
  // @ts-expect-error no such encoding
  lines("file", { encoding: "ascii" });
  // @ts-expect-error no such policy
  lines("file", { tooLong: "drop" });
  // @ts-expect-error no path
  lines(5);
});
