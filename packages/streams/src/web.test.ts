import { describe, expect, it } from "vitest";
import { fromWeb, toReadableStream } from "./web.js";

/** A stream that counts up to `end`, and what was asked of it. */
function counting(end = Number.POSITIVE_INFINITY) {
  const asked = { pulls: 0, cancelled: 0 };
  const stream = new ReadableStream<number>(
    {
      pull(controller) {
        if (asked.pulls < end) controller.enqueue(asked.pulls++);
        else controller.close();
      },
      cancel() {
        asked.cancelled++;
      },
    },
    { highWaterMark: 0 },
  );
  return { asked, stream };
}

const end = { value: undefined, done: true };

describe("fromWeb", () => {
  it("gives the chunks, and gives the lock back", async () => {
    const { stream, asked } = counting(3);
    const values: number[] = [];
    for await (const value of fromWeb(stream)) values.push(value);
    expect(values).toEqual([0, 1, 2]);
    expect([stream.locked, asked.cancelled]).toEqual([false, 0]);
  });

  it("reads nothing before it is asked, then one chunk at a time", async () => {
    const { stream, asked } = counting();
    const source = fromWeb(stream);
    expect([stream.locked, asked.pulls]).toEqual([false, 0]);
    const iterator = source[Symbol.asyncIterator]();
    for (let i = 0; i < 3; i++) expect(await iterator.next()).toEqual({ value: i, done: false });
    expect(asked.pulls).toBe(3);
    await iterator.return?.();
  });

  it("cancels the stream when its reader leaves", async () => {
    const { stream, asked } = counting();
    for await (const value of fromWeb(stream)) if (value === 1) break;
    expect([stream.locked, asked.cancelled]).toEqual([false, 1]);
    expect(await stream.getReader().read()).toEqual(end);
  });

  it("leaves the stream to others if it is told to", async () => {
    const { stream, asked } = counting();
    for await (const _ of fromWeb(stream, { preventCancel: true })) break;
    expect([stream.locked, asked.cancelled]).toEqual([false, 0]);
    expect((await stream.getReader().read()).value).toBe(1);
  });

  it.each([true, false])(
    "ends a read that is pending when its reader leaves, preventCancel %s",
    async (preventCancel) => {
      const stream = new ReadableStream<number>({});
      const iterator = fromWeb(stream, { preventCancel })[Symbol.asyncIterator]();
      const pending = iterator.next();
      expect(await iterator.return?.()).toEqual(end);
      expect(await pending).toEqual(end);
      expect(await iterator.next()).toEqual(end);
      expect(await iterator.return?.()).toEqual(end);
      expect(stream.locked).toBe(false);
    },
  );

  it("waits for the clean-up of a stream it cancels, and passes its error on", async () => {
    const order: string[] = [];
    const slow = new ReadableStream<number>({
      async cancel() {
        await new Promise((resolve) => void setImmediate(resolve));
        order.push("cleaned up");
      },
    });
    await fromWeb(slow)[Symbol.asyncIterator]().return?.();
    order.push("left");
    expect(order).toEqual(["cleaned up", "left"]);
    const failing = new ReadableStream<number>({ cancel: () => Promise.reject(new Error("stuck")) });
    await expect(fromWeb(failing)[Symbol.asyncIterator]().return?.()).rejects.toThrow("stuck");
    expect(failing.locked).toBe(false);
  });

  it("fails with the stream's error, once", async () => {
    const stream = new ReadableStream<number>({
      pull(controller) {
        controller.error(new Error("lost"));
      },
    });
    const iterator = fromWeb(stream)[Symbol.asyncIterator]();
    await expect(iterator.next()).rejects.toThrow("lost");
    expect(await iterator.next()).toEqual(end);
    expect(stream.locked).toBe(false);
  });

  it("refuses what is no stream, and a stream that is locked", () => {
    expect(() => fromWeb([] as unknown as ReadableStream<number>)).toThrow(
      new TypeError("fromWeb: want a ReadableStream, got Array (object)"),
    );
    const { stream } = counting();
    stream.getReader();
    expect(() => fromWeb(stream)[Symbol.asyncIterator]()).toThrow(TypeError);
  });
});

describe("toReadableStream", () => {
  /** Counts up to `end`; tells how far it came and how often it was cleaned up. */
  function counter(end = Number.POSITIVE_INFINITY) {
    const seen = { made: 0, cleaned: 0 };
    async function* count(): AsyncGenerator<number> {
      try {
        while (seen.made < end) yield seen.made++;
      } finally {
        seen.cleaned++;
      }
    }
    return { seen, source: count() };
  }

  it("gives the values and closes", async () => {
    const { source, seen } = counter(3);
    const values: number[] = [];
    for await (const value of fromWeb(toReadableStream(source))) values.push(value);
    expect(values).toEqual([0, 1, 2]);
    expect(seen.cleaned).toBe(1);
  });

  it("makes a value when it is read, and ahead only as far as highWaterMark", async () => {
    for (const highWaterMark of [undefined, 0, 2]) {
      const { source, seen } = counter();
      const options = highWaterMark === undefined ? {} : { highWaterMark };
      const reader = toReadableStream(source, options).getReader();
      await new Promise((resolve) => void setImmediate(resolve));
      expect(seen.made).toBe(highWaterMark ?? 0);
      await reader.read();
      await new Promise((resolve) => void setImmediate(resolve));
      expect(seen.made).toBe(1 + (highWaterMark ?? 0));
      await reader.cancel();
      expect(seen.cleaned).toBe(1);
    }
  });

  it("starts nothing if it is cancelled before it is read", async () => {
    const { source, seen } = counter();
    await toReadableStream(source).cancel();
    expect(seen).toEqual({ made: 0, cleaned: 0 });
  });

  it("takes iterables that are not async, and fails as its source does", async () => {
    function* two(): Generator<number> {
      yield 1;
      throw new Error("torn");
    }
    const reader = toReadableStream(two()).getReader();
    expect(await reader.read()).toEqual({ value: 1, done: false });
    await expect(reader.read()).rejects.toThrow("torn");
  });

  it("refuses what can't be iterated", () => {
    expect(() => toReadableStream(5 as unknown as Iterable<number>)).toThrow(
      new TypeError("toReadableStream: want an iterable, got 5 (number)"),
    );
  });
});
