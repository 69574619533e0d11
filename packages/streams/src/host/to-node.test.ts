import { once } from "node:events";
import { createWriteStream, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Duplex, Writable, type WritableOptions } from "node:stream";
import { numGoroutine } from "@gopark/core";
import { describe, expect, it } from "vitest";
import { pipe } from "../pipe.js";
import { toNode } from "./to-node.js";

const later = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));

/** A stream of objects that writes down what happens to it, a turn of the event loop for each value. */
function noted(options: WritableOptions = {}) {
  const notes: unknown[] = [];
  const stream = new Writable({
    objectMode: true,
    highWaterMark: 2,
    write(value, _encoding, done) {
      notes.push(value);
      setImmediate(done);
    },
    final(done) {
      notes.push("final");
      setImmediate(done);
    },
    destroy(error, done) {
      notes.push("destroy");
      setImmediate(() => done(error));
    },
    ...options,
  });
  return { notes, stream };
}

function listeners(stream: Writable): number {
  return stream.eventNames().reduce((sum, name) => sum + stream.listenerCount(name), 0);
}

async function failure(pipeline: PromiseLike<unknown>): Promise<unknown> {
  const error = await Promise.resolve(pipeline).catch((caught: unknown) => caught);
  expect(numGoroutine()).toBe(0);
  return error;
}

it("writes all values and ends the stream, which has finished by then", async () => {
  const { stream, notes } = noted();
  expect(await pipe([1, 2, 3, 4, 5], toNode(stream))).toBe(undefined);
  expect(stream.writableFinished).toBe(true);
  expect(notes.slice(0, 6)).toEqual([1, 2, 3, 4, 5, "final"]);
  expect(listeners(stream)).toBe(0);
});

it("writes a file", async () => {
  const dir = mkdtempSync(join(tmpdir(), "to-node-"));
  const file = join(dir, "file");
  const text = Array.from({ length: 20_000 }, (_, index) => `line ${index}\n`);
  await pipe(text, toNode(createWriteStream(file)));
  expect(readFileSync(file, "utf8")).toBe(text.join(""));
  rmSync(dir, { recursive: true });
});

it("waits for drain while the stream is full", async () => {
  let made = 0;
  let most = 0;
  function* source(): Generator<number> {
    while (made < 50) yield made++;
  }
  const { stream } = noted();
  const write = stream.write.bind(stream);
  stream.write = ((value: number) => {
    most = Math.max(most, stream.writableLength);
    return write(value);
  }) as Writable["write"];
  await pipe(source(), toNode(stream));
  expect(made).toBe(50);
  expect(most).toBeLessThanOrEqual(2);
});

it("leaves the stream open with end: false, whatever happens, and no listener on it", async () => {
  const { stream, notes } = noted();
  await pipe([1, 2, 3], toNode(stream, { end: false }));
  function* source(): Generator<number> {
    yield 4;
    throw new Error("torn");
  }
  expect(await failure(pipe(source(), toNode(stream, { end: false })))).toMatchObject({
    message: "source: torn",
  });
  expect([stream.writableEnded, stream.destroyed, listeners(stream)]).toEqual([false, false, 0]);
  stream.end();
  await once(stream, "finish");
  expect(notes.filter((note) => typeof note === "number").slice(0, 3)).toEqual([1, 2, 3]);
});

describe("with end: false", () => {
  it("it is done when the stream has written all values", async () => {
    let written = 0;
    const { stream } = noted({
      highWaterMark: 10,
      write(_value, _encoding, done) {
        setImmediate(() => {
          written++;
          done();
        });
      },
    });
    await pipe([1, 2, 3], toNode(stream, { end: false }));
    expect([written, listeners(stream)]).toEqual([3, 0]);
    await pipe([], toNode(stream, { end: false }));
    expect(stream.writableEnded).toBe(false);
  });

  it.each([true, false])("it fails with the error of the last write, autoDestroy %s", async (autoDestroy) => {
    const { stream } = noted({
      autoDestroy,
      write: (value, _encoding, done) =>
        void setImmediate(() => done(value === 3 ? new Error("late") : null)),
    });
    expect(await failure(pipe([1, 2, 3], toNode(stream, { end: false })))).toMatchObject({
      stage: "toNode (stage 1)",
      cause: new Error("late"),
    });
    expect(listeners(stream)).toBe(0);
  });
});

describe("a stream is destroyed, and that is waited for,", () => {
  it.each([true, false])("when the source fails, emitClose %s", async (emitClose) => {
    const { stream, notes } = noted({ emitClose });
    function* source(): Generator<number> {
      yield 1;
      throw new Error("torn");
    }
    expect(await failure(pipe(source(), toNode(stream)))).toMatchObject({ message: "source: torn" });
    expect(notes).toContain("destroy");
    expect([stream.destroyed, listeners(stream)]).toEqual([true, 0]);
    if (emitClose) expect(stream.closed).toBe(true);
  });

  it("when a write fails, whose error it is then", async () => {
    const { stream } = noted({ write: (_value, _encoding, done) => done(new Error("full")) });
    expect(await failure(pipe([1, 2, 3], toNode(stream)))).toMatchObject({
      stage: "toNode (stage 1)",
      cause: new Error("full"),
    });
    expect(listeners(stream)).toBe(0);
  });
});

describe("a stream fails the pipeline while no value comes", () => {
  const silent = (): ReadableStream<number> => new ReadableStream<number>({});

  it("with its own error", async () => {
    const { stream } = noted();
    const source = silent();
    setImmediate(() => stream.destroy(new Error("unplugged")));
    expect(await failure(pipe(source, toNode(stream)))).toMatchObject({ cause: new Error("unplugged") });
    expect(source.locked).toBe(false);
  });

  it("when it closes", async () => {
    const { stream } = noted();
    setImmediate(() => stream.destroy());
    expect(await failure(pipe(silent(), toNode(stream)))).toMatchObject({
      cause: { code: "ERR_STREAM_PREMATURE_CLOSE" },
    });
  });

  it("when someone else ends it, also before the run", async () => {
    const { stream } = noted();
    setImmediate(() => stream.end());
    const ended = { stage: "toNode (stage 1)", cause: new Error("the stream has ended") };
    expect(await failure(pipe(silent(), toNode(stream)))).toMatchObject(ended);
    while (!stream.closed) await later();
    expect(await failure(pipe([1, 2, 3], toNode(stream)))).toMatchObject(ended);
  });
});

it("ends a duplex on its writable side alone", async () => {
  const written: unknown[] = [];
  const duplex = new Duplex({
    objectMode: true,
    read() {},
    write(value, _encoding, done) {
      written.push(value);
      done();
    },
  });
  await pipe([1, 2], toNode(duplex));
  expect([written, duplex.writableFinished, duplex.readableEnded, duplex.destroyed]).toEqual([
    [1, 2],
    true,
    false,
    false,
  ]);
  duplex.destroy();
});

it("refuses what is no Writable", () => {
  expect(() => toNode("file" as unknown as Writable)).toThrow(
    new TypeError("toNode: want a Node Writable, got file (string)"),
  );
});
