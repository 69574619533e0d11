import { numGoroutine } from "@gopark/core";
import { expect, it } from "vitest";
import { microtasks, useFakeHost } from "../../core/test/fake-host.js";
import { interval } from "./interval.js";

const fake = useFakeHost();

/** Reads `count` values and tells at what time each came, from now. */
async function timesOf(
  source: AsyncIterable<number>,
  count: number,
): Promise<[time: number, value: number][]> {
  const start = fake.host.time;
  const times: [number, number][] = [];
  for await (const value of source) {
    times.push([fake.host.time - start, value]);
    if (times.length === count) break;
  }
  return times;
}

it("counts from 0, the first after one period", async () => {
  expect(await fake.host.finish(timesOf(interval(100), 3))).toEqual([
    [100, 0],
    [200, 1],
    [300, 2],
  ]);
});

it("begins anew with each reading", async () => {
  const source = interval(10);
  await fake.host.finish(timesOf(source, 2));
  expect(await fake.host.finish(timesOf(source, 1))).toEqual([[10, 0]]);
});

it("gives a slow reader one missed tick, without a gap in the numbers", async () => {
  const start = fake.host.time;
  const iterator = interval(10)[Symbol.asyncIterator]();
  await fake.host.advance(35);
  const times: [number, unknown][] = [];
  for (let i = 0; i < 3; i++) {
    const { value } = await fake.host.finish(iterator.next());
    times.push([fake.host.time - start, value]);
  }
  await iterator.return?.();
  expect(times).toEqual([
    [35, 0],
    [40, 1],
    [50, 2],
  ]);
});

it("leaves no timer and no goroutine behind when its reader leaves", async () => {
  await fake.host.finish(timesOf(interval(100), 1));
  expect(fake.host.timers.size).toBe(0);
  expect(numGoroutine()).toBe(0);
});

it("ends a value that is awaited when its reader leaves", async () => {
  const iterator = interval(100)[Symbol.asyncIterator]();
  const pending = iterator.next();
  await microtasks();
  expect(await iterator.return?.()).toEqual({ value: undefined, done: true });
  expect(await fake.host.finish(pending)).toEqual({ value: undefined, done: true });
  expect(await iterator.next()).toEqual({ value: undefined, done: true });
  expect(await iterator.return?.()).toEqual({ value: undefined, done: true });
  expect(fake.host.timers.size).toBe(0);
});

it.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY, "10" as unknown as number])("refuses %s", (ms) => {
  expect(() => interval(ms)).toThrow(
    new TypeError(`interval: want a number of milliseconds above 0, got ${ms} (${typeof ms})`),
  );
});
