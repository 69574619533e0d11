import { expect, it } from "vitest";
import { BATCHES, type BatchReader, batched } from "./batches.js";

/** A reader of the batches given, and how often it was closed. */
class Given implements BatchReader<number> {
  closed = 0;
  asked = 0;
  private readonly batches: (readonly number[])[];

  constructor(batches: (readonly number[])[]) {
    this.batches = [...batches];
  }

  async next(): Promise<readonly number[] | null> {
    this.asked++;
    return this.batches.shift() ?? null;
  }

  return(): void {
    this.closed++;
  }
}

it("gives the engine batches and others single values, each reading from the beginning", async () => {
  const readers: Given[] = [];
  const source = batched(() => {
    const reader = new Given([[1, 2], [3]]);
    readers.push(reader);
    return reader;
  });
  expect(readers).toHaveLength(0);
  for (let i = 0; i < 2; i++) {
    const values: number[] = [];
    for await (const value of source) values.push(value);
    expect(values).toEqual([1, 2, 3]);
  }
  expect(await source[BATCHES]().next()).toEqual([1, 2]);
  expect(readers).toHaveLength(3);
});

it("asks for a batch when a value is wanted that the last one has not", async () => {
  const reader = new Given([[1, 2], [3]]);
  const iterator = batched(() => reader)[Symbol.asyncIterator]();
  await iterator.next();
  await iterator.next();
  expect(reader.asked).toBe(1);
  await iterator.next();
  expect(reader.asked).toBe(2);
});

it("answers calls in order that come before the first value has", async () => {
  const iterator = batched(() => new Given([[1], [2, 3], [4]]))[Symbol.asyncIterator]();
  const results = await Promise.all(Array.from({ length: 6 }, () => iterator.next()));
  expect(results.map((result) => result.value)).toEqual([1, 2, 3, 4, undefined, undefined]);
  expect(results.map((result) => result.done)).toEqual([false, false, false, false, true, true]);
});

it("closes the reader and forgets the rest of the batch when its reader leaves", async () => {
  const reader = new Given([[1, 2]]);
  const values: number[] = [];
  const source = batched(() => reader);
  for await (const value of source) {
    values.push(value);
    break;
  }
  expect(values).toEqual([1]);
  expect(reader.closed).toBe(1);
});

it("ends a value that is awaited when the reader leaves", async () => {
  let settle: (batch: readonly number[] | null) => void = () => {};
  const iterator = batched(() => ({
    next: () => new Promise<readonly number[] | null>((resolve) => void (settle = resolve)),
    return: () => settle([1]),
  }))[Symbol.asyncIterator]();
  const pending = iterator.next();
  expect(await iterator.return?.()).toEqual({ value: undefined, done: true });
  expect(await pending).toEqual({ value: undefined, done: true });
  expect(await iterator.next()).toEqual({ value: undefined, done: true });
});

it("passes an error on, and goes on after it as the reader does", async () => {
  let calls = 0;
  const iterator = batched<number>(() => ({
    next: () => (++calls === 1 ? Promise.reject(new Error("torn")) : null),
    return() {},
  }))[Symbol.asyncIterator]();
  await expect(iterator.next()).rejects.toThrow("torn");
  expect(await iterator.next()).toEqual({ value: undefined, done: true });
});
