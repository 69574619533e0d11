/**
 * js-csp: processes by `go`, channels by `chan`, each resume on its own `setImmediate`.
 *
 * A process that yields a value which is no instruction goes to the back of the line: that is its yield.
 * `go` makes a result channel per process and runs the process inside the caller up to its first wait, so in
 * `spawn` it yields first (B3). A channel holds at most 1,024 waiting takers, so
 * `parked` uses one gate per 1,000 processes. Recursion would need a process per level, so `recursion` is absent.
 *
 * Its select is `alts`, its sleep a take from a `timeout` channel.
 */

import csp, { type AltResult, type Channel, type Process } from "js-csp";
import { compute } from "../busy.js";
import { busyGoroutines, ringLength } from "../cases.js";
import { mayWake, readyRoom, sleepTime } from "../cases-sync.js";
import type { CaseFn, Subject } from "../subject.js";

const { alts, chan, go, put, take, takeAsync, timeout } = csp;

/** Starts a process and resolves with what it returns. */
function run(body: () => Process<number>): Promise<number> {
  return new Promise((resolve) => takeAsync(go(body), resolve));
}

const pingPong: CaseFn = (size) =>
  run(function* (): Process<number> {
    const ping = chan<number>();
    const pong = chan<number>();
    const rounds = size / 2;
    go(function* (): Process {
      for (let i = 0; i < rounds; i++) yield put(pong, ((yield take(ping)) as number) + 1);
    });
    let sum = 0;
    for (let i = 0; i < rounds; i++) {
      yield put(ping, i);
      sum += yield take(pong);
    }
    return sum;
  });

const pipe =
  (capacity: number): CaseFn =>
  (size) =>
    run(function* (): Process<number> {
      const values = chan<number>(capacity);
      go(function* (): Process {
        for (let i = 0; i < size; i++) yield put(values, i);
      });
      let sum = 0;
      for (let i = 0; i < size; i++) sum += yield take(values);
      return sum;
    });

const fan: CaseFn = (size) =>
  run(function* (): Process<number> {
    const values = chan<number>(0);
    const sums = chan<number>(0);
    const share = size / 8;
    for (let worker = 0; worker < 8; worker++) {
      go(function* (): Process {
        for (let i = worker * share; i < (worker + 1) * share; i++) yield put(values, i);
      });
      go(function* (): Process {
        let sum = 0;
        for (let i = 0; i < share; i++) sum += yield take(values);
        yield put(sums, sum);
      });
    }
    let total = 0;
    for (let worker = 0; worker < 8; worker++) total += yield take(sums);
    return total;
  });

const yields: CaseFn = (size) =>
  run(function* (): Process<number> {
    const done = chan<boolean>(0);
    let last = -1;
    let switches = 0;
    for (let me = 0; me < 2; me++) {
      go(function* (): Process {
        for (let i = 0; i < size / 2; i++) {
          if (last !== me) switches++;
          last = me;
          yield null;
        }
        yield put(done, true);
      });
    }
    yield take(done);
    yield take(done);
    return switches;
  });

const spawn: CaseFn = (size) =>
  run(function* (): Process<number> {
    const done = chan<boolean>(0);
    let finished = 0;
    const body = function* (): Process {
      yield null;
      if (++finished === size) yield put(done, true);
    };
    for (let i = 0; i < size; i++) go(body);
    yield take(done);
    return finished;
  });

const takersPerGate = 1_000;

const parked: CaseFn = (size, probe) =>
  run(function* (): Process<number> {
    const gates: Channel<boolean>[] = [];
    const done = chan<boolean>(0);
    let woken = 0;
    const body = function* (gate: Channel<boolean>): Process {
      yield take(gate);
      if (++woken === size) yield put(done, true);
    };
    for (let i = 0; i < size; i++) {
      if (i % takersPerGate === 0) gates.push(chan<boolean>(0));
      go(body, [gates[gates.length - 1] as Channel<boolean>]);
    }
    probe.parked();
    for (const gate of gates) gate.close();
    yield take(done);
    return woken;
  });

const sieve: CaseFn = (size) =>
  run(function* (): Process<number> {
    const numbers = chan<number>(0);
    go(function* (): Process {
      for (let i = 2; ; i++) yield put(numbers, i);
    });
    let source = numbers;
    let sum = 0;
    for (let i = 0; i < size; i++) {
      const prime: number = yield take(source);
      sum += prime;
      const rest = chan<number>(0);
      go(filter, [source, rest, prime]);
      source = rest;
    }
    return sum;
  });

function* filter(source: Channel<number>, rest: Channel<number>, prime: number): Process {
  for (;;) {
    const number: number = yield take(source);
    if (number % prime !== 0) yield put(rest, number);
  }
}

const skynet: CaseFn = (size) =>
  run(function* (): Process<number> {
    const root = chan<number>(0);
    go(node, [root, 0, size]);
    return yield take(root);
  });

function* node(parent: Channel<number>, first: number, leaves: number): Process {
  if (leaves === 1) {
    yield put(parent, first);
    return;
  }
  const children = chan<number>(0);
  const share = leaves / 10;
  for (let i = 0; i < 10; i++) go(node, [children, first + i * share, share]);
  let sum = 0;
  for (let i = 0; i < 10; i++) sum += yield take(children);
  yield put(parent, sum);
}

const ring: CaseFn = (size) =>
  run(function* (): Process<number> {
    const done = chan<number>(0);
    const first = chan<number>(0);
    let from = first;
    for (let id = 1; id <= ringLength; id++) {
      const to = id === ringLength ? first : chan<number>(0);
      go(link, [id, from, to, done]);
      from = to;
    }
    yield put(first, size);
    return yield take(done);
  });

function* link(id: number, from: Channel<number>, to: Channel<number>, done: Channel<number>): Process {
  for (;;) {
    const left: number = yield take(from);
    if (left === 0) yield put(done, id);
    else yield put(to, left - 1);
  }
}

const busy: CaseFn = (size) =>
  run(function* (): Process<number> {
    const done = chan<boolean>(0);
    let bursts = 0;
    let finished = 0;
    const body = function* (): Process {
      for (let turn = 0; turn < size / busyGoroutines; turn++) {
        bursts += compute();
        yield null;
      }
      if (++finished === busyGoroutines) yield put(done, true);
    };
    for (let i = 0; i < busyGoroutines; i++) go(body);
    yield take(done);
    return bursts;
  });

const selectInTurn: CaseFn = (size) =>
  run(function* (): Process<number> {
    const a = chan<number>(0);
    const b = chan<number>(0);
    const c = chan<number>(0);
    go(function* (): Process {
      for (let i = 0; i < size; i += 3) {
        yield put(a, i);
        yield put(b, i + 1);
        yield put(c, i + 2);
      }
    });
    let sum = 0;
    for (let i = 0; i < size; i++) {
      const chosen: AltResult<number> = yield alts([a, b, c]);
      sum += chosen.value;
    }
    return sum;
  });

const selectReady: CaseFn = (size) =>
  run(function* (): Process<number> {
    const a = chan<number>(readyRoom);
    const b = chan<number>(readyRoom);
    const c = chan<number>(readyRoom);
    for (let i = 0; i < readyRoom / 2; i++) {
      yield put(a, 1);
      yield put(b, 1);
      yield put(c, 1);
    }
    let taken = 0;
    for (let i = 0; i < size / 2; i++) {
      const { value: token }: AltResult<number> = yield alts([a, b, c]);
      taken += token;
      yield alts([
        [a, token],
        [b, token],
        [c, token],
      ]);
    }
    return taken;
  });

const sleeping: CaseFn = (size, probe) =>
  run(function* (): Process<number> {
    const done = chan<boolean>(0);
    const started = performance.now();
    let allAsleep = false;
    let onTime = 0;
    let finished = 0;
    const body = function* (rest: number): Process {
      yield take(timeout(rest));
      if (allAsleep && mayWake(started, rest)) onTime++;
      if (++finished === size) yield put(done, true);
    };
    for (let i = 0; i < size; i++) go(body, [sleepTime(size, i)]);
    probe.parked();
    allAsleep = true;
    yield take(done);
    return onTime;
  });

export const subject: Subject = {
  "ping-pong": pingPong,
  "pipe-0": pipe(0),
  "pipe-1": pipe(1),
  "pipe-128": pipe(128),
  "fan-8-8": fan,
  gosched: yields,
  spawn,
  parked,
  sieve,
  skynet,
  ring,
  "event-loop-gap": busy,
  "select-3": selectInTurn,
  "select-ready": selectReady,
  "select-3-kept": selectInTurn,
  "select-ready-kept": selectReady,
  sleeping,
};
