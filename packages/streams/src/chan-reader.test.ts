import { expect, test } from "vitest";
import { ChanReader } from "./chan-reader.js";

/** A reader into which values are put by hand. */
class Given extends ChanReader {
  put(...values: unknown[]): void {
    for (const value of values) this.ch.trySend(value);
  }

  end(...failure: unknown[]): void {
    this.failure = failure;
    this.ch.close();
  }

  async return(): Promise<IteratorResult<any, undefined>> {
    return this.over();
  }
}

const end = { value: undefined, done: true };

test("N1 calls that wait are answered in order", async () => {
  const reader = new Given(0);
  const calls = [reader.next(), reader.next(), reader.next()];
  reader.put("a", "b");
  reader.end();
  expect(await Promise.all(calls)).toEqual([{ value: "a", done: false }, { value: "b", done: false }, end]);
});

test("N2 an error comes once, after the values that were waiting", async () => {
  const reader = new Given(2);
  reader.put(1, 2);
  reader.end(undefined);
  expect([(await reader.next()).value, (await reader.next()).value]).toEqual([1, 2]);
  await expect(reader.next()).rejects.toBe(undefined);
  expect([await reader.next(), await reader.return()]).toEqual([end, end]);
});
