/** gopark, above its channels: select, locks, wait groups and timers, written as its guide teaches. */

import { chan, type Go, go, gosched, Hour, run, sleep, Timer } from "@gopark/core";
import { select } from "@gopark/select";
import { Mutex, WaitGroup } from "@gopark/sync";
import { lockers, readyRoom, sleepTime } from "../cases-sync.js";
import type { CaseFn, Subject } from "../subject.js";

const selectInTurn: CaseFn = (size) =>
  run(function* () {
    const a = chan<number>();
    const b = chan<number>();
    const c = chan<number>();
    go(function* () {
      for (let i = 0; i < size; i += 3) {
        yield* a.send(i);
        yield* b.send(i + 1);
        yield* c.send(i + 2);
      }
    });
    let sum = 0;
    for (let i = 0; i < size; i++)
      sum += (yield* select({ a: a.recv(), b: b.recv(), c: c.recv() })).value as number;
    return sum;
  });

const selectReady: CaseFn = (size) =>
  run(function* () {
    const a = chan<number>(readyRoom);
    const b = chan<number>(readyRoom);
    const c = chan<number>(readyRoom);
    for (let i = 0; i < readyRoom / 2; i++) {
      yield* a.send(1);
      yield* b.send(1);
      yield* c.send(1);
    }
    let taken = 0;
    for (let i = 0; i < size / 2; i++) {
      const token = (yield* select({ a: a.recv(), b: b.recv(), c: c.recv() })).value as number;
      taken += token;
      yield* select({ a: a.send(token), b: b.send(token), c: c.send(token) });
    }
    return taken;
  });

const selectInTurnKept: CaseFn = (size) =>
  run(function* () {
    const a = chan<number>();
    const b = chan<number>();
    const c = chan<number>();
    go(function* () {
      for (let i = 0; i < size; i += 3) {
        yield* a.send(i);
        yield* b.send(i + 1);
        yield* c.send(i + 2);
      }
    });
    const next = select({ a: a.recv(), b: b.recv(), c: c.recv() });
    let sum = 0;
    for (let i = 0; i < size; i++) sum += (yield* next).value as number;
    return sum;
  });

const selectReadyKept: CaseFn = (size) =>
  run(function* () {
    const a = chan<number>(readyRoom);
    const b = chan<number>(readyRoom);
    const c = chan<number>(readyRoom);
    for (let i = 0; i < readyRoom / 2; i++) {
      yield* a.send(1);
      yield* b.send(1);
      yield* c.send(1);
    }
    const take = select({ a: a.recv(), b: b.recv(), c: c.recv() });
    const put = select({ a: a.send(1), b: b.send(1), c: c.send(1) });
    let taken = 0;
    for (let i = 0; i < size / 2; i++) {
      taken += (yield* take).value as number;
      yield* put;
    }
    return taken;
  });

const contended: CaseFn = (size) =>
  run(function* () {
    const lock = new Mutex();
    const workers = new WaitGroup();
    let counter = 0;
    workers.add(lockers);
    for (let worker = 0; worker < lockers; worker++) {
      go(function* () {
        for (let i = 0; i < size / lockers; i++) {
          yield* lock.lock();
          const before = counter;
          yield* gosched();
          counter = before + 1;
          lock.unlock();
        }
        workers.done();
      });
    }
    yield* workers.wait();
    return counter;
  });

const tryAlone: CaseFn = (size) =>
  run(function* () {
    const lock = new Mutex();
    let counter = 0;
    for (let i = 0; i < size; i++) {
      if (lock.tryLock()) {
        counter++;
        lock.unlock();
      }
    }
    return counter;
  });

const lockAlone: CaseFn = (size) =>
  run(function* () {
    const lock = new Mutex();
    let counter = 0;
    for (let i = 0; i < size; i++) {
      yield* lock.lock();
      counter++;
      lock.unlock();
    }
    return counter;
  });

const waitGroup: CaseFn = (size) =>
  run(function* () {
    const all = new WaitGroup();
    let finished = 0;
    const body = function* (): Go {
      finished++;
      all.done();
    };
    all.add(size);
    for (let i = 0; i < size; i++) go(body);
    yield* all.wait();
    return finished;
  });

const timers: CaseFn = (size) =>
  run(function* () {
    let stopped = 0;
    for (let i = 0; i < size; i++) if (new Timer(Hour).stop()) stopped++;
    return stopped;
  });

const sleeping: CaseFn = (size, probe) =>
  run(function* () {
    const done = chan<void>();
    const started = performance.now();
    let asleep = 0;
    let allAsleep = false;
    let onTime = 0;
    let finished = 0;
    const body = function* (rest: number): Go {
      asleep++;
      yield* sleep(rest);
      // No allowance as in `mayWake`: like Go's, gopark's timers are never early.
      if (allAsleep && performance.now() - started >= rest) onTime++;
      if (++finished === size) yield* done.send();
    };
    for (let i = 0; i < size; i++) go(body, sleepTime(size, i));
    while (asleep < size) yield* gosched();
    probe.parked();
    allAsleep = true;
    yield* done.recv();
    return onTime;
  });

export const syncCases: Subject = {
  "select-3": selectInTurn,
  "select-ready": selectReady,
  "select-3-kept": selectInTurnKept,
  "select-ready-kept": selectReadyKept,
  "mutex-contended": contended,
  "mutex-try": tryAlone,
  "mutex-lock": lockAlone,
  waitgroup: waitGroup,
  timer: timers,
  sleeping,
};
