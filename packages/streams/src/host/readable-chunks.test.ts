import { once } from "node:events";
import { Duplex, PassThrough, Readable } from "node:stream";
import { describe, expect, it } from "vitest";
import { ReadableChunks } from "./readable-chunks.js";

const end = { value: undefined, done: true };
const turn = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));

/** Listeners that a reading puts on a stream. */
function listeners(stream: Readable): number {
  return ["readable", "end", "error", "close", "data", "aborted"].reduce(
    (sum, name) => sum + stream.listenerCount(name),
    0,
  );
}

/** A stream of objects that counts up to `last`, and how far it has come. */
function counting(last = Number.POSITIVE_INFINITY, highWaterMark = 2) {
  const made = { count: 0 };
  const stream = new Readable({
    objectMode: true,
    highWaterMark,
    read() {
      this.push(made.count < last ? made.count++ : null);
    },
  });
  return { stream, made };
}

async function all<T>(chunks: ReadableChunks<T>): Promise<T[]> {
  const values: T[] = [];
  for (;;) {
    const { value, done } = await chunks.next();
    if (done) return values;
    values.push(value as T);
  }
}

it("gives all chunks, then the end, and leaves no listener", async () => {
  const { stream } = counting(5);
  const before = listeners(stream);
  const chunks = new ReadableChunks<number>(stream);
  expect(await all(chunks)).toEqual([0, 1, 2, 3, 4]);
  expect(await chunks.next()).toEqual(end);
  expect(listeners(stream)).toBe(before);
});

it("gives strings of a stream with an encoding", async () => {
  const stream = Readable.from([Buffer.from("č").subarray(0, 1), Buffer.from("č").subarray(1)], {
    objectMode: false,
  }).setEncoding("utf8");
  expect((await all(new ReadableChunks<string>(stream))).join("")).toBe("č");
});

it("lets the stream run ahead no further than its own buffer", async () => {
  const { stream, made } = counting(Number.POSITIVE_INFINITY, 2);
  const chunks = new ReadableChunks<number>(stream);
  for (let i = 0; i < 10; i++) {
    expect(await chunks.next()).toEqual({ value: i, done: false });
    await turn();
    expect(made.count).toBeLessThanOrEqual(i + 1 + 2);
  }
  await chunks.return();
});

it("answers calls in order that come before there are chunks", async () => {
  const stream = new PassThrough({ objectMode: true });
  const chunks = new ReadableChunks<number>(stream);
  const calls = Array.from({ length: 4 }, () => chunks.next());
  await turn();
  for (const value of [1, 2]) stream.write(value);
  await turn();
  stream.end(3);
  expect((await Promise.all(calls)).map((result) => result.value)).toEqual([1, 2, 3, undefined]);
});

describe("a reader that leaves", () => {
  it("destroys the stream, ends what is pending, and waits for the stream to close", async () => {
    const order: string[] = [];
    const stream = new Readable({
      read() {},
      destroy(_, done) {
        order.push("destroy");
        setTimeout(() => {
          order.push("closed");
          done(null);
        });
      },
    });
    const chunks = new ReadableChunks(stream);
    const pending = chunks.next();
    expect(await chunks.return()).toEqual(end);
    order.push("left");
    expect(await pending).toEqual(end);
    expect(order).toEqual(["destroy", "closed", "left"]);
    expect(await chunks.next()).toEqual(end);
    expect(await chunks.return()).toEqual(end);
    expect(listeners(stream)).toBe(0);
  });

  it("gives up chunks that are in the stream's buffer", async () => {
    const { stream } = counting();
    const chunks = new ReadableChunks<number>(stream);
    await chunks.next();
    await turn();
    await chunks.return();
    expect(stream.destroyed).toBe(true);
    expect(await chunks.next()).toEqual(end);
  });

  it("does not wait for a close event that the stream never emits", async () => {
    const stream = new Readable({ read() {}, emitClose: false });
    expect(await new ReadableChunks(stream).return()).toEqual(end);
    expect(stream.destroyed).toBe(true);
  });

  it("leaves a duplex alone that has ended on its readable side", async () => {
    const duplex = new Duplex({ read() {}, write: (_chunk, _encoding, done) => done(), allowHalfOpen: true });
    const chunks = new ReadableChunks(duplex);
    duplex.push(null);
    expect(await chunks.next()).toEqual(end);
    await chunks.return();
    expect(duplex.destroyed).toBe(false);
    duplex.end();
    await once(duplex, "finish");
  });
});

describe("an error of the stream", () => {
  it("comes once to who waits", async () => {
    const stream = new PassThrough({ objectMode: true });
    const chunks = new ReadableChunks(stream);
    const both = [chunks.next(), chunks.next()] as const;
    stream.destroy(new Error("torn"));
    await expect(both[0]).rejects.toThrow("torn");
    expect(await both[1]).toEqual(end);
    expect(await chunks.next()).toEqual(end);
    expect(listeners(stream)).toBe(listeners(new PassThrough()));
  });

  it("waits for who asks next", async () => {
    const { stream } = counting();
    const chunks = new ReadableChunks(stream);
    stream.destroy(new Error("torn"));
    await turn();
    await expect(chunks.next()).rejects.toThrow("torn");
    expect(await chunks.next()).toEqual(end);
  });

  it("is what a close before the end counts as", async () => {
    const { stream } = counting();
    const chunks = new ReadableChunks(stream);
    const first = await chunks.next();
    stream.destroy();
    expect(first.value).toBe(0);
    await expect(chunks.next()).rejects.toMatchObject({ code: "ERR_STREAM_PREMATURE_CLOSE" });
  });

  it("comes also from a stream that had failed before", async () => {
    const { stream } = counting();
    stream.on("error", () => {});
    stream.destroy(new Error("torn"));
    await turn();
    await expect(new ReadableChunks(stream).next()).rejects.toThrow();
  });
});
