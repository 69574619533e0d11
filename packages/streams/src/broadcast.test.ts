import { numGoroutine, run, sleep } from "@gopark/core";
import { afterEach, expect, test } from "vitest";
import { useFakeHost } from "../../core/test/fake-host.js";
import { broadcast, collect, count, interval, map, partition, pipe, take } from "./index.js";
import { Probe } from "./stage.contract.js";

const fake = useFakeHost();

afterEach(() => fake.host.settle());

test("each copy gets all values, the source is read once", async () => {
  const probe = new Probe();
  const [a, b, c] = broadcast(probe.async(), 3);
  const all = Promise.all([pipe(a, collect()), pipe(b, count()), pipe(c, take(2), collect())]);
  expect(await fake.host.finish(all)).toEqual([[0, 1, 2, 3, 4, 5, 6, 7], 8, [0, 1]]);
  expect([probe.opened, probe.closed, numGoroutine()]).toEqual([1, 0, 0]);
});

test("the slowest sets the pace, within the buffer", async () => {
  const probe = new Probe(100);
  const [slow, fast] = broadcast(probe.sync(), 2, { buffer: 2 });
  const all = Promise.all([
    pipe(
      slow,
      map((n) => sleep(10).map(() => n)),
      count(),
    ),
    pipe(fast, count()),
  ]);
  await fake.host.advance(105);
  expect(probe.asked).toBeLessThanOrEqual(16);
  expect(await fake.host.finish(all)).toEqual([100, 100]);
});

test("when all have left the source is closed, and all can be read again", async () => {
  const probe = new Probe();
  const [a, b] = broadcast(probe.sync(), 2);
  for (let runs = 1; runs <= 2; runs++) {
    const all = Promise.all([pipe(a, take(1), collect()), pipe(b, take(3), collect())]);
    expect(await fake.host.finish(all)).toEqual([[0], [0, 1, 2]]);
    expect([probe.opened, probe.closed]).toEqual([runs, runs]);
  }
});

test("a copy is read once in a run", async () => {
  const [a, b] = broadcast([1, 2], 2);
  const told = [a, a, b].map((copy) => pipe(copy, count()).then(String, (e) => e.message));
  const all = (await fake.host.finish(Promise.all(told))).sort();
  expect(all).toEqual(["2", "2", "source: read twice: this stream gives its values once"]);
});

test("the error of the source reaches each copy", async () => {
  const [a, b] = broadcast(new Probe(5, 2).sync(), 2);
  const all = [a, b].map((s) => pipe(s, collect()).then(undefined, (e) => e.stage));
  expect(await fake.host.finish(Promise.all(all))).toEqual(["source", "source"]);
});

test("when the program of the first copy's reader ends the others fail, then all can be read again", async () => {
  const [a, b] = broadcast(interval(10), 2);
  const first = run(() => pipe(a, take(2), collect()));
  const told = pipe(b, collect()).then(undefined, (e) => e.cause.message);
  expect(await fake.host.finish(Promise.all([first, told]))).toEqual([
    [0, 1],
    "program has ended: shared source",
  ]);
  const both = Promise.all([pipe(a, take(1), collect()), pipe(b, take(1), collect())]);
  expect(await fake.host.finish(both)).toEqual([[0], [0]]);
});

test("partition gives each value to one of two", async () => {
  const [even, odd] = partition([1, 2, 3, 4, 5], (n) => n % 2 === 0);
  const both = Promise.all([pipe(even, collect()), pipe(odd, collect())]);
  expect(await fake.host.finish(both)).toEqual([
    [2, 4],
    [1, 3, 5],
  ]);
});

test("bad arguments are mistakes at once", () => {
  expect(() => broadcast(3 as never, 2)).toThrow(/^broadcast: want a source/);
  expect(() => broadcast([], 0)).toThrow("broadcast: count: want an integer from 1 up, got 0 (number)");
  expect(() => partition([], undefined as never)).toThrow("partition: want a function");
});
