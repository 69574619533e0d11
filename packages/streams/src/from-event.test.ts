import { EventEmitter, getEventListeners } from "node:events";
import { describe, expect, it } from "vitest";
import { type FromEventOptions, fromEvent, type Overflow } from "./from-event.js";
import { OverflowError } from "./overflow-error.js";

const roomy: FromEventOptions = { buffer: 16, overflow: "error" };

/** What an iterator gives until it ends, `count` values at most. */
async function take<T>(iterator: AsyncIterator<T>, count: number): Promise<T[]> {
  const values: T[] = [];
  while (values.length < count) {
    const { value, done } = await iterator.next();
    if (done) break;
    values.push(value);
  }
  return values;
}

const read = <T>(source: AsyncIterable<T>): AsyncIterator<T> => source[Symbol.asyncIterator]();
const end = { value: undefined, done: true };

describe("an EventTarget", () => {
  it("gives its events, and is listened to from the start of a reading to its end", async () => {
    const target = new EventTarget();
    const source = fromEvent(target, "a", roomy);
    expect(getEventListeners(target, "a")).toHaveLength(0);
    const iterator = read(source);
    const events = [new Event("a"), new Event("a")] as const;
    for (const event of [events[0], new Event("b"), events[1]]) target.dispatchEvent(event);
    expect(await take(iterator, 2)).toEqual(events);
    await iterator.return?.();
    expect(getEventListeners(target, "a")).toHaveLength(0);
    expect(await iterator.next()).toEqual(end);
  });

  it("gives each reading all events", async () => {
    const target = new EventTarget();
    const source = fromEvent(target, "a", roomy);
    const readings = [read(source), read(source)];
    const event = new Event("a");
    target.dispatchEvent(event);
    for (const reading of readings) {
      expect(await take(reading, 1)).toEqual([event]);
      await reading.return?.();
    }
  });
});

describe("an emitter", () => {
  it("gives single values as they are, several as an array, none as undefined", async () => {
    const emitter = new EventEmitter();
    const iterator = read(fromEvent(emitter, "a", roomy));
    emitter.emit("a", 1);
    emitter.emit("a", 2, 3);
    emitter.emit("a");
    expect(await take(iterator, 3)).toEqual([1, [2, 3], undefined]);
    await iterator.return?.();
    expect([emitter.listenerCount("a"), emitter.listenerCount("error")]).toEqual([0, 0]);
  });

  it("fails with its error event, once, after the values that waited", async () => {
    const emitter = new EventEmitter();
    const iterator = read(fromEvent(emitter, "a", roomy));
    emitter.emit("a", 1);
    emitter.emit("error", new Error("broken"));
    expect([emitter.listenerCount("a"), emitter.listenerCount("error")]).toEqual([0, 0]);
    expect(await take(iterator, 1)).toEqual([1]);
    await expect(iterator.next()).rejects.toThrow("broken");
    expect(await iterator.next()).toEqual(end);
  });

  it("fails the one reader who waits first, and ends the others", async () => {
    const emitter = new EventEmitter();
    const iterator = read(fromEvent(emitter, "a", roomy));
    const first = iterator.next();
    const second = iterator.next();
    emitter.emit("error", undefined);
    await expect(first).rejects.toBe(undefined);
    expect(await second).toEqual(end);
  });

  it("gives error events as values where they are what was asked for", async () => {
    const emitter = new EventEmitter();
    const iterator = read(fromEvent(emitter, "error", roomy));
    emitter.emit("error", 1);
    expect(await take(iterator, 1)).toEqual([1]);
    await iterator.return?.();
    expect(emitter.listenerCount("error")).toBe(0);
  });
});

describe("a buffer of 3 that gets 1 to 5", () => {
  const got = async (overflow: Overflow): Promise<unknown[]> => {
    const emitter = new EventEmitter();
    const iterator = read(fromEvent(emitter, "a", { buffer: 3, overflow }));
    for (let i = 1; i <= 5; i++) emitter.emit("a", i);
    const pending = take(iterator, 4);
    setImmediate(() => emitter.emit("a", "next"));
    return pending;
  };

  it.each<[Overflow, unknown[]]>([
    ["dropOldest", [3, 4, 5, "next"]],
    ["dropNewest", [1, 2, 3, "next"]],
  ])("keeps %s as %j", async (overflow, kept) => {
    expect(await got(overflow)).toEqual(kept);
  });

  it("keeps with latest only what came after it was full", async () => {
    const emitter = new EventEmitter();
    const iterator = read(fromEvent(emitter, "a", { buffer: 3, overflow: "latest" }));
    for (let i = 1; i <= 5; i++) emitter.emit("a", i);
    expect(await take(iterator, 2)).toEqual([4, 5]);
    await iterator.return?.();
  });

  it("fails with error, after the three, and listens no more", async () => {
    const emitter = new EventEmitter();
    const iterator = read(fromEvent(emitter, "a", { buffer: 3, overflow: "error" }));
    for (let i = 1; i <= 5; i++) emitter.emit("a", i);
    expect(emitter.listenerCount("a")).toBe(0);
    expect(await take(iterator, 3)).toEqual([1, 2, 3]);
    const error = await iterator.next().catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(OverflowError);
    expect(error).toMatchObject({
      name: "OverflowError",
      message: "fromEvent: a: more than 3 values waiting",
      buffer: 3,
      value: 4,
    });
    expect(await iterator.next()).toEqual(end);
  });
});

it("hands an event to the reader who waits, and buffers none for it", async () => {
  const emitter = new EventEmitter();
  const iterator = read(fromEvent(emitter, "a", { buffer: 1, overflow: "error" }));
  const both = [iterator.next(), iterator.next()];
  for (let i = 1; i <= 3; i++) emitter.emit("a", i);
  expect(await Promise.all(both)).toEqual([
    { value: 1, done: false },
    { value: 2, done: false },
  ]);
  expect(await take(iterator, 1)).toEqual([3]);
  await iterator.return?.();
});

it("ends those who wait, and forgets what waits, when the reader leaves", async () => {
  const emitter = new EventEmitter();
  const waiting = read(fromEvent(emitter, "a", roomy));
  const pending = waiting.next();
  expect(await waiting.return?.()).toEqual(end);
  expect(await pending).toEqual(end);
  const behind = read(fromEvent(emitter, "a", roomy));
  emitter.emit("a", 1);
  await behind.return?.();
  expect(await behind.next()).toEqual(end);
});

describe("what is missing is said", () => {
  const target = new EventTarget();
  const anything = (options: unknown): FromEventOptions => options as FromEventOptions;

  it.each([undefined, {}, { buffer: 1 }, { buffer: 1, overflow: "block" }])("a policy, in %j", (options) => {
    const got = (options as { overflow?: string } | undefined)?.overflow;
    expect(() => fromEvent(target, "a", anything(options))).toThrow(
      new TypeError(
        `fromEvent: overflow: want one of dropOldest, dropNewest, latest, error, got ${got} (${typeof got})`,
      ),
    );
  });

  it.each([undefined, 0, -1, 1.5, Number.POSITIVE_INFINITY])("a bound, in place of %s", (buffer) => {
    expect(() => fromEvent(target, "a", anything({ buffer, overflow: "latest" }))).toThrow(
      new TypeError(`fromEvent: buffer: want an integer from 1 up, got ${buffer} (${typeof buffer})`),
    );
  });

  it.each([null, undefined, {}, { on() {} }])("a target, in place of %j", (nothing) => {
    expect(() => fromEvent(nothing as unknown as EventTarget, "a", roomy)).toThrow(
      "fromEvent: want an EventTarget or EventEmitter, got ",
    );
  });
});
