/** gopark on several threads: how long one waits for another. */

import { type Go, go, type SendChan, sleep } from "@gopark/core";
import {
  blocking,
  f64,
  goroutine,
  lockOSThread,
  type RunOptions,
  run,
  shared,
  sharedChan,
  stats,
  WorkerLost,
} from "@gopark/workers";
import { scarceMb, stillness } from "../cases-waits.js";
import type { CaseFn, Probe, Subject } from "../subject.js";
import { sendBack } from "./gopark-workers.js";

/** All threads of a process read the same clock. In milliseconds. */
const clock = (): number => Number(process.hrtime.bigint()) / 1e6;

/** Sleeps, without giving way, until the flag is set. */
export function sleepUntil(flag: shared.Int32): void {
  const cell = new Int32Array(new SharedArrayBuffer(4));
  while (flag.load() === 0) Atomics.wait(cell, 0, 0, 1);
}
goroutine(import.meta.url, "sleepUntil", sleepUntil);

/** Sets the flag and says when. */
export function stamp(flag: shared.Int32): number {
  const now = clock();
  flag.store(1);
  return now;
}
goroutine(import.meta.url, "stamp", stamp);

export function now(): number {
  return clock();
}
goroutine(import.meta.url, "now", now);

/** Says when it begins, and stays in an announced call until the flag is set. */
export function* holdThread(began: SendChan<number>, flag: shared.Int32): Go {
  yield* began.send(clock());
  yield* blocking(() => sleepUntil(flag));
}
goroutine(import.meta.url, "holdThread", holdThread);

/** Ends its thread while it holds the lock. */
export function* exit(lock: shared.Mutex, last: shared.Int64): Go {
  yield* lock.lock();
  last.store(process.hrtime.bigint());
  process.exit(0);
}
goroutine(import.meta.url, "exit", exit);

/** Takes memory until its thread dies of it, while it holds the lock. */
export function* fill(lock: shared.Mutex, last: shared.Int64): Go {
  yield* lock.lock();
  for (const kept: number[][] = []; ; last.store(process.hrtime.bigint()))
    kept.push(new Array(10_000).fill(kept.length));
}
goroutine(import.meta.url, "fill", fill);

/** Runs a case on two processors, with main on this thread and nothing else. */
const onTwo =
  (body: (size: number, probe: Probe) => Go<number>, options: RunOptions = {}): CaseFn =>
  (size, probe) =>
    run(
      () => {
        lockOSThread();
        return body(size, probe);
      },
      { ...options, procs: 2 },
    );

const wake: CaseFn = onTwo(function* (size, probe) {
  const there = sharedChan(0, f64);
  const back = sharedChan(0, f64);
  go(sendBack, there, back, size + 1);
  // The other thread is up.
  yield* there.send(0);
  yield* back.recv();
  let sum = 0;
  for (let i = 0; i < size; i++) {
    yield* sleep(stillness);
    const from = clock();
    yield* there.send(1);
    sum += (yield* back.recv()) as number;
    probe.waited(clock() - from);
  }
  return sum;
});

/** Until there is a third thread, which Ps can be handed to. */
function* spare(): Go {
  while (stats().ms.length < 3) yield* sleep(stillness);
}

/** Two goroutines that hold both threads, this one as `hold` does; meanwhile a third is to run. */
const elsewhere = (hold: (flag: shared.Int32) => Go): CaseFn =>
  onTwo(function* (size, probe) {
    yield* spare();
    let count = 0;
    for (let i = 0; i < size; i++) {
      const flag = new shared.Int32();
      const other = go(sleepUntil, flag);
      while (other.status === "runnable");
      const queued = go(stamp, flag);
      const from = clock();
      yield* hold(flag);
      probe.waited((yield* queued.join()) - from);
      yield* other.join();
      count += flag.load();
      yield* sleep(stillness);
    }
    return count;
  });

const handoff: CaseFn = elsewhere(function* (flag) {
  yield* blocking(() => sleepUntil(flag));
});

const retake: CaseFn = elsewhere(function* (flag) {
  while (flag.load() === 0);
});

/** A goroutine ends its thread while this one waits for a lock of it. */
const death = (end: typeof exit, options: RunOptions = {}): CaseFn =>
  onTwo(
    function* (size, probe) {
      let count = 0;
      for (let i = 0; i < size; i++) {
        const lock = new shared.Mutex();
        const last = new shared.Int64();
        go(end, lock, last);
        while (last.load() === 0n) yield* sleep(1);
        try {
          yield* lock.lock();
        } catch (error) {
          if (!(error instanceof WorkerLost)) throw error;
          probe.waited(clock() - Number(last.load()) / 1e6);
          count++;
        }
      }
      return count;
    },
    { ...options, onWorkerLost() {} },
  );

const start: CaseFn = onTwo(function* (size, probe) {
  yield* spare();
  const flag = new shared.Int32();
  const began = sharedChan(0, f64);
  const holders = [];
  // The first two find threads that are up.
  for (let i = -2; i < size; i++) {
    const from = clock();
    holders.push(go(holdThread, began, flag));
    const to = (yield* began.recv()) as number;
    if (i >= 0) probe.waited(to - from);
    yield* sleep(stillness);
  }
  flag.store(1);
  for (const holder of holders) yield* holder.join();
  return size;
});

const first: CaseFn = async (size, probe) => {
  for (let i = 0; i < size; i++) {
    const from = clock();
    await run(
      function* () {
        const g = go(now);
        // This thread has work of its own.
        while (g.status === "runnable");
        probe.waited((yield* g.join()) - from);
      },
      { procs: 2 },
    );
  }
  return size;
};

export const subject: Subject = {
  "cross-wake": wake,
  "cross-handoff": handoff,
  "cross-retake": retake,
  "cross-death": death(exit),
  "cross-death-memory": death(fill, { limits: { maxOldGenerationSizeMb: scarceMb } }),
  "cross-start": start,
  "cross-first": first,
};
