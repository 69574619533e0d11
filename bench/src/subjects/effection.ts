/**
 * effection 4: tasks by `spawn`, messages through `createQueue`.
 *
 * Its queues have no bound and its channels broadcast without waiting, so whatever needs a sender to wait
 * (pipes, fan, sieve) is absent; where one token strictly alternates, an unbounded queue does the same work
 * as a rendezvous. It names no yield; an action resolved at once sends the task to the end of the run queue.
 * `yield*` recursion ends with the JavaScript stack, far above 100,000 levels, so `recursion` is absent. The selects
 * are absent too: `race` starts every candidate, and what a losing one took from its queue is gone. It has no locks.
 */

import { action, createQueue, type Operation, run, sleep, spawn, type Task, withResolvers } from "effection";
import { compute } from "../busy.js";
import { busyGoroutines, ringLength } from "../cases.js";
import { mayWake, sleepTime } from "../cases-sync.js";
import type { CaseFn, Subject } from "../subject.js";

const nothing = (): void => {};
const turn = action<void>((resolve) => {
  resolve();
  return nothing;
});

const pingPong: CaseFn = async (size) =>
  await run(function* () {
    const ping = createQueue<number, never>();
    const pong = createQueue<number, never>();
    const rounds = size / 2;
    yield* spawn(function* () {
      for (let i = 0; i < rounds; i++) pong.add((yield* ping.next()).value + 1);
    });
    let sum = 0;
    for (let i = 0; i < rounds; i++) {
      ping.add(i);
      sum += (yield* pong.next()).value;
    }
    return sum;
  });

const yields: CaseFn = async (size) =>
  await run(function* () {
    let last = -1;
    let switches = 0;
    const tasks: Task<void>[] = [];
    for (let me = 0; me < 2; me++) {
      tasks.push(
        yield* spawn(function* () {
          for (let i = 0; i < size / 2; i++) {
            if (last !== me) switches++;
            last = me;
            yield* turn;
          }
        }),
      );
    }
    for (const task of tasks) yield* task;
    return switches;
  });

const spawnAll: CaseFn = async (size) =>
  await run(function* () {
    const done = withResolvers<void>();
    let finished = 0;
    const body = function* (): Operation<void> {
      if (++finished === size) done.resolve();
    };
    for (let i = 0; i < size; i++) yield* spawn(body);
    yield* done.operation;
    return finished;
  });

const parked: CaseFn = async (size, probe) =>
  await run(function* () {
    const gate = withResolvers<void>();
    const allWaiting = withResolvers<void>();
    const allWoken = withResolvers<void>();
    let waiting = 0;
    let woken = 0;
    const body = function* (): Operation<void> {
      if (++waiting === size) allWaiting.resolve();
      yield* gate.operation;
      if (++woken === size) allWoken.resolve();
    };
    for (let i = 0; i < size; i++) yield* spawn(body);
    yield* allWaiting.operation;
    probe.parked();
    gate.resolve();
    yield* allWoken.operation;
    return woken;
  });

const skynet: CaseFn = async (size) => await run(() => node(0, size));

function* node(first: number, leaves: number): Operation<number> {
  if (leaves === 1) return first;
  const share = leaves / 10;
  const children: Task<number>[] = [];
  for (let i = 0; i < 10; i++) children.push(yield* spawn(() => node(first + i * share, share)));
  let sum = 0;
  for (const child of children) sum += yield* child;
  return sum;
}

const ring: CaseFn = async (size) =>
  await run(function* () {
    const done = withResolvers<number>();
    const first = createQueue<number, never>();
    let from = first;
    for (let id = 1; id <= ringLength; id++) {
      const to = id === ringLength ? first : createQueue<number, never>();
      const source = from;
      yield* spawn(function* () {
        for (;;) {
          const left = (yield* source.next()).value;
          if (left === 0) done.resolve(id);
          else to.add(left - 1);
        }
      });
      from = to;
    }
    first.add(size);
    return yield* done.operation;
  });

const busy: CaseFn = async (size) =>
  await run(function* () {
    const done = withResolvers<void>();
    let bursts = 0;
    let finished = 0;
    const body = function* (): Operation<void> {
      for (let burst = 0; burst < size / busyGoroutines; burst++) {
        bursts += compute();
        yield* turn;
      }
      if (++finished === busyGoroutines) done.resolve();
    };
    for (let i = 0; i < busyGoroutines; i++) yield* spawn(body);
    yield* done.operation;
    return bursts;
  });

const sleeping: CaseFn = async (size, probe) =>
  await run(function* () {
    const allStarted = withResolvers<void>();
    const done = withResolvers<void>();
    const started = performance.now();
    let asleep = 0;
    let allAsleep = false;
    let onTime = 0;
    let finished = 0;
    const body = function* (rest: number): Operation<void> {
      if (++asleep === size) allStarted.resolve();
      yield* sleep(rest);
      if (allAsleep && mayWake(started, rest)) onTime++;
      if (++finished === size) done.resolve();
    };
    for (let i = 0; i < size; i++) yield* spawn(() => body(sleepTime(size, i)));
    yield* allStarted.operation;
    probe.parked();
    allAsleep = true;
    yield* done.operation;
    return onTime;
  });

export const subject: Subject = {
  "ping-pong": pingPong,
  gosched: yields,
  spawn: spawnAll,
  parked,
  skynet,
  ring,
  "event-loop-gap": busy,
  sleeping,
};
