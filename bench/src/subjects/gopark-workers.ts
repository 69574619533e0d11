/** gopark on several threads: the same goroutines, with names, and channels in shared memory. */

import { type Go, go, type RecvChan, type SendChan } from "@gopark/core";
import { f64, goroutine, lockOSThread, run, sharedChan, unlockOSThread } from "@gopark/workers";
import { sides, taskMicros } from "../cases-workers.js";
import { sumOfHashes } from "../hashes.js";
import type { CaseFn, Subject } from "../subject.js";

export function* produce(out: SendChan<number>, from: number, to: number): Go {
  for (let i = from; i < to; i++) yield* out.send(i);
}
goroutine(import.meta.url, "produce", produce);

export function* consume(values: RecvChan<number>, n: number): Go<number> {
  let sum = 0;
  for (let i = 0; i < n; i++) sum += (yield* values.recv()) as number;
  return sum;
}

export function* sendBack(there: RecvChan<number>, back: SendChan<number>, n: number): Go {
  for (let i = 0; i < n; i++) yield* back.send((yield* there.recv()) as number);
}
goroutine(import.meta.url, "sendBack", sendBack);

export function echo(n: number): number {
  return n;
}
goroutine(import.meta.url, "echo", echo);

/** Computes for so many microseconds. */
export function task(micros: number): number {
  const end = performance.now() + micros / 1000;
  while (performance.now() < end);
  return 1;
}
goroutine(import.meta.url, "task", task);

export function countPrimes(from: number, to: number): number {
  let count = 0;
  for (let n = Math.max(from, 2); n < to; n++) {
    let isPrime = true;
    for (let d = 2; d * d <= n && isPrime; d++) isPrime = n % d !== 0;
    if (isPrime) count++;
  }
  return count;
}
goroutine(import.meta.url, "countPrimes", countPrimes);

goroutine(import.meta.url, "sumOfHashes", sumOfHashes);

export { sumOfHashes };

/** What a case does in a program that is up. */
export type Body = (size: number) => Go<number>;

/** Runs a case on two threads, first a tenth of it; `isApart`: this one takes no goroutine that the other can have. */
const onTwo =
  (isApart: boolean, body: Body): CaseFn =>
  (size, probe) =>
    run(
      function* () {
        lockOSThread();
        yield* go(echo, 0).join();
        if (!isApart) unlockOSThread();
        yield* body(Math.ceil(size / 10 / sides) * sides);
        probe.begin();
        return yield* body(size);
      },
      { procs: 2 },
    );

/** A value goes to the other thread and comes back, again and again. */
const spin: CaseFn = onTwo(true, function* (size) {
  const there = sharedChan(0, f64);
  const back = sharedChan(0, f64);
  go(sendBack, there, back, size);
  let sum = 0;
  for (let i = 0; i < size; i++) {
    yield* there.send(i);
    sum += (yield* back.recv()) as number;
  }
  return sum;
});

const cross = (capacity: number, many: number): CaseFn =>
  onTwo(true, function* (size) {
    const values = sharedChan(capacity, f64);
    const share = size / many;
    for (let i = 0; i < many; i++) go(produce, values, i * share, (i + 1) * share);
    const consumers = Array.from({ length: many }, () => go(consume, values, share));
    let sum = 0;
    for (const consumer of consumers) sum += yield* consumer.join();
    return sum;
  });

const here: CaseFn = onTwo(true, function* (size) {
  const values = sharedChan(128, f64);
  go(function* () {
    yield* produce(values, 0, size);
  });
  return yield* consume(values, size);
});

/** Starts `size` goroutines, no more than 1,000 ahead of those whose results were taken. */
function* inWaves(size: number, start: (i: number) => { join(): Iterable<unknown> }): Go<number> {
  let sum = 0;
  for (let from = 0; from < size; from += 1000) {
    const wave = Array.from({ length: Math.min(1000, size - from) }, (_, i) => start(from + i));
    for (const g of wave) sum += (yield* g.join() as Go<number>) as number;
  }
  return sum;
}

const spawn: CaseFn = onTwo(false, (size) => inWaves(size, (i) => go(echo, i)));

const tasks: CaseFn = onTwo(false, (size) => inWaves(size, () => go(task, taskMicros)));

/** The sum of what a function comes to for 400 parts of the numbers below a size. */
const inParts = (part: typeof countPrimes): Body =>
  function* (size) {
    const parts = 400;
    const bound = (i: number): number => Math.floor((size * i) / parts);
    const started = Array.from({ length: parts }, (_, i) => go(part, bound(i), bound(i + 1)));
    let total = 0;
    for (const each of started) total += yield* each.join();
    return total;
  };

export const primes: Body = inParts(countPrimes);

export const hashing: Body = inParts(sumOfHashes);

export const subject: Subject = {
  "cross-0": cross(0, 1),
  "cross-0-4": cross(0, sides),
  "cross-128": cross(128, 1),
  "cross-128-4": cross(128, sides),
  "cross-1024": cross(1024, 1),
  "cross-1024-4": cross(1024, sides),
  "cross-here": here,
  "cross-spawn": spawn,
  "cross-tasks": tasks,
  "cross-primes": onTwo(false, primes),
  "cross-sha256": onTwo(false, hashing),
  "cross-0-plain": cross(0, 1),
  "cross-128-plain": cross(128, 1),
  "cross-1024-plain": cross(1024, 1),
  "cross-spin": spin,
};
