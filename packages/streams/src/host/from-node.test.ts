import { PassThrough, Readable } from "node:stream";
import { expect, it } from "vitest";
import { fromNode, isReadable } from "./from-node.js";

it("gives the chunks of a Readable, from the first reading on", async () => {
  let reads = 0;
  const stream = new Readable({
    read() {
      this.push(reads++ < 2 ? "ab" : null);
    },
  });
  const source = fromNode(stream);
  await new Promise((resolve) => void setImmediate(resolve));
  expect([reads, stream.listenerCount("readable")]).toEqual([0, 0]);
  const chunks: string[] = [];
  for await (const chunk of source) chunks.push(chunk.toString());
  expect(chunks.join("")).toBe("abab");
});

it("knows a Readable by what it can do", () => {
  expect([new PassThrough(), Readable.from([])].every(isReadable)).toBe(true);
  expect([null, undefined, {}, [], "path", { read() {} }].some(isReadable)).toBe(false);
});

it("refuses what is no Readable", () => {
  expect(() => fromNode(5 as unknown as Readable)).toThrow(
    new TypeError("fromNode: want a Node Readable, got 5 (number)"),
  );
});
