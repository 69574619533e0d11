/** gopark: goroutines are generator functions, each operation one `yield*`, as its guide teaches. */

import { type Chan, call, chan, type Go, go, gosched, type RecvChan, run, type SendChan } from "@gopark/core";
import { compute } from "../busy.js";
import { busyGoroutines, recursionDepth, ringLength } from "../cases.js";
import type { CaseFn, Subject } from "../subject.js";
import { effectAdapterCases } from "./gopark-effect.js";
import { rxjsCases } from "./gopark-rxjs.js";
import { streamCases } from "./gopark-streams.js";
import { syncCases } from "./gopark-sync.js";

const pingPong: CaseFn = (size) =>
  run(function* () {
    const ping = chan<number>();
    const pong = chan<number>();
    const rounds = size / 2;
    go(function* () {
      for (let i = 0; i < rounds; i++) yield* pong.send(((yield* ping.recv()) as number) + 1);
    });
    let sum = 0;
    for (let i = 0; i < rounds; i++) {
      yield* ping.send(i);
      sum += (yield* pong.recv()) as number;
    }
    return sum;
  });

const pipe =
  (capacity: number): CaseFn =>
  (size) =>
    run(function* () {
      const values = chan<number>(capacity);
      go(function* () {
        for (let i = 0; i < size; i++) yield* values.send(i);
      });
      let sum = 0;
      for (let i = 0; i < size; i++) sum += (yield* values.recv()) as number;
      return sum;
    });

const fan: CaseFn = (size) =>
  run(function* () {
    const values = chan<number>();
    const sums = chan<number>();
    const share = size / 8;
    for (let worker = 0; worker < 8; worker++) {
      go(function* () {
        for (let i = worker * share; i < (worker + 1) * share; i++) yield* values.send(i);
      });
      go(function* () {
        let sum = 0;
        for (let i = 0; i < share; i++) sum += (yield* values.recv()) as number;
        yield* sums.send(sum);
      });
    }
    let total = 0;
    for (let worker = 0; worker < 8; worker++) total += (yield* sums.recv()) as number;
    return total;
  });

const yields: CaseFn = (size) =>
  run(function* () {
    const done = chan<void>();
    let last = -1;
    let switches = 0;
    for (let me = 0; me < 2; me++) {
      go(function* () {
        for (let i = 0; i < size / 2; i++) {
          if (last !== me) switches++;
          last = me;
          yield* gosched();
        }
        yield* done.send();
      });
    }
    yield* done.recv();
    yield* done.recv();
    return switches;
  });

const spawn: CaseFn = (size) =>
  run(function* () {
    const done = chan<void>();
    let finished = 0;
    const body = function* (): Go {
      if (++finished === size) yield* done.send();
    };
    for (let i = 0; i < size; i++) go(body);
    yield* done.recv();
    return finished;
  });

const parked: CaseFn = (size, probe) =>
  run(function* () {
    const gate = chan<void>();
    let waiting = 0;
    let woken = 0;
    const body = function* (): Go {
      waiting++;
      yield* gate.recv();
      woken++;
    };
    for (let i = 0; i < size; i++) go(body);
    while (waiting < size) yield* gosched();
    probe.parked();
    gate.close();
    while (woken < size) yield* gosched();
    return woken;
  });

const sieve: CaseFn = (size) =>
  run(function* () {
    const numbers = chan<number>();
    go(function* () {
      for (let i = 2; ; i++) yield* numbers.send(i);
    });
    let source: Chan<number> = numbers;
    let sum = 0;
    for (let i = 0; i < size; i++) {
      const prime = (yield* source.recv()) as number;
      sum += prime;
      const rest = chan<number>();
      go(filter, source, rest, prime);
      source = rest;
    }
    return sum;
  });

function* filter(source: RecvChan<number>, rest: SendChan<number>, prime: number): Go {
  for (;;) {
    const number = (yield* source.recv()) as number;
    if (number % prime !== 0) yield* rest.send(number);
  }
}

const skynet: CaseFn = (size) =>
  run(function* () {
    const root = chan<number>();
    go(node, root, 0, size);
    return (yield* root.recv()) as number;
  });

function* node(parent: SendChan<number>, first: number, leaves: number): Go {
  if (leaves === 1) {
    yield* parent.send(first);
    return;
  }
  const children = chan<number>();
  const share = leaves / 10;
  for (let i = 0; i < 10; i++) go(node, children, first + i * share, share);
  let sum = 0;
  for (let i = 0; i < 10; i++) sum += (yield* children.recv()) as number;
  yield* parent.send(sum);
}

const ring: CaseFn = (size) =>
  run(function* () {
    const done = chan<number>();
    const first = chan<number>();
    let from = first;
    for (let id = 1; id <= ringLength; id++) {
      const to = id === ringLength ? first : chan<number>();
      go(link, id, from, to, done);
      from = to;
    }
    yield* first.send(size);
    return (yield* done.recv()) as number;
  });

function* link(id: number, from: RecvChan<number>, to: SendChan<number>, done: SendChan<number>): Go {
  for (;;) {
    const left = (yield* from.recv()) as number;
    if (left === 0) yield* done.send(id);
    else yield* to.send(left - 1);
  }
}

const recursion: CaseFn = (size) =>
  run(function* () {
    let levels = 0;
    for (let i = 0; i < size; i++) levels += yield* go(descend, recursionDepth).join();
    return levels;
  });

function* descend(depth: number): Go<number> {
  if (depth === 0) {
    yield* gosched();
    return 0;
  }
  return 1 + (yield* call(descend, depth - 1));
}

const busy: CaseFn = (size) =>
  run(function* () {
    const done = chan<void>();
    let bursts = 0;
    let finished = 0;
    const body = function* (): Go {
      for (let turn = 0; turn < size / busyGoroutines; turn++) {
        bursts += compute();
        yield* gosched();
      }
      if (++finished === busyGoroutines) yield* done.send();
    };
    for (let i = 0; i < busyGoroutines; i++) go(body);
    yield* done.recv();
    return bursts;
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
  recursion,
  "parked-10m": parked,
  "event-loop-gap": busy,
  ...syncCases,
  ...streamCases,
  ...rxjsCases,
  ...effectAdapterCases,
};
