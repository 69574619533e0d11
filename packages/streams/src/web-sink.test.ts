import { numGoroutine } from "@gopark/core";
import { expect, it } from "vitest";
import { pipe } from "./pipe.js";
import { toWeb } from "./web-sink.js";

const later = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));

/** A stream that writes down what happens to it. */
function noted(sink: UnderlyingSink<number> = {}, strategy?: QueuingStrategy<number>) {
  const notes: unknown[] = [];
  const stream = new WritableStream<number>(
    {
      async write(value, controller) {
        await sink.write?.(value, controller);
        notes.push(value);
      },
      close() {
        notes.push("close");
      },
      abort() {
        notes.push("abort");
      },
    },
    strategy,
  );
  return { notes, stream };
}

async function failure(pipeline: PromiseLike<unknown>): Promise<unknown> {
  const error = await Promise.resolve(pipeline).catch((caught: unknown) => caught);
  expect(numGoroutine()).toBe(0);
  return error;
}

it("writes all values, closes the stream and gives its lock back", async () => {
  const { stream, notes } = noted();
  expect(await pipe([1, 2, 3], toWeb(stream))).toBe(undefined);
  expect(notes).toEqual([1, 2, 3, "close"]);
  expect(stream.locked).toBe(false);
});

it.each([1, 4])("waits while the stream's queue of %i is full", async (highWaterMark) => {
  let made = 0;
  let written = 0;
  let most = 0;
  function* source(): Generator<number> {
    while (made < 20) yield made++;
  }
  const { stream } = noted(
    {
      async write() {
        await later();
        most = Math.max(most, made - written++);
      },
    },
    new CountQueuingStrategy({ highWaterMark }),
  );
  await pipe(source(), toWeb(stream));
  // The queue, one value on its way to the sink, and one that the source holds ready.
  expect(written).toBe(20);
  expect(most).toBeLessThanOrEqual(highWaterMark + 2);
});

it("leaves the stream open if it is told to, when all has been written", async () => {
  const { stream, notes } = noted({ write: later }, new CountQueuingStrategy({ highWaterMark: 8 }));
  await pipe([1, 2], toWeb(stream, { preventClose: true }));
  expect(notes).toEqual([1, 2]);
  await pipe([3], toWeb(stream));
  expect(notes).toEqual([1, 2, 3, "close"]);
});

it.each([
  [false, ["abort"]],
  [true, []],
])("aborts the stream when the pipeline fails, preventAbort %s", async (preventAbort, noticed) => {
  const { stream, notes } = noted();
  function* source(): Generator<number> {
    throw new Error("torn");
  }
  expect(await failure(pipe(source(), toWeb(stream, { preventAbort })))).toMatchObject({
    message: "source: torn",
  });
  expect(notes).toEqual(noticed);
  expect(stream.locked).toBe(false);
});

it("fails as a write does, and asks for no more", async () => {
  let made = 0;
  function* source(): Generator<number> {
    for (;;) yield made++;
  }
  const { stream } = noted({ write: () => Promise.reject(new Error("full")) });
  expect(await failure(pipe(source(), toWeb(stream)))).toMatchObject({
    stage: "toWeb (stage 1)",
    cause: new Error("full"),
  });
  expect(made).toBeLessThan(5);
  expect(stream.locked).toBe(false);
});

it("fails when the stream fails by itself while no value comes", async () => {
  let controller: WritableStreamDefaultController | undefined;
  const stream = new WritableStream<number>({
    start(given) {
      controller = given;
    },
  });
  const silent = new ReadableStream<number>({
    start() {
      setImmediate(() => controller?.error(new Error("unplugged")));
    },
  });
  expect(await failure(pipe(silent, toWeb(stream)))).toMatchObject({ cause: new Error("unplugged") });
  expect([silent.locked, stream.locked]).toEqual([false, false]);
});

it("fails when the stream is locked", async () => {
  const { stream } = noted();
  stream.getWriter();
  expect(await failure(pipe([1], toWeb(stream)))).toMatchObject({
    stage: "toWeb (stage 1)",
    cause: expect.any(TypeError),
  });
});

it("refuses what is no WritableStream", () => {
  expect(() => toWeb(new ReadableStream() as unknown as WritableStream<number>)).toThrow(
    new TypeError("toWeb: want a WritableStream, got ReadableStream (object)"),
  );
});
