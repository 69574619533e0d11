/**
 * ts-chan: async functions and `Chan`, in its default mode, and (through `ts-chan-unsafe.ts`) in its unsafe one.
 *
 * By default an operation that completed without the event loop having had a turn waits for one, so that
 * channels do not starve timers and I/O; gopark, Effect and js-csp give the event loop its turns as well. `setUnsafe`
 * leaves that out: several times quicker, and nothing else in the process runs while channels are busy.
 * ts-chan's own yield is `yieldToMacrotaskQueue`. It has no spawn: its goroutines are calls of async functions,
 * which run inside the caller up to their first wait, so in `spawn` that wait comes first (B3).
 * Plain recursion ends with the JavaScript stack, so `recursion` is absent.
 *
 * A `Select` is made once and reused, as its documentation has it in loops. It is as unsafe as its channels.
 */

import { Chan, recv, Select, type SelectCaseReceiver, send, yieldToMacrotaskQueue } from "ts-chan";
import { compute } from "../busy.js";
import { busyGoroutines, ringLength } from "../cases.js";
import { readyRoom } from "../cases-sync.js";
import type { CaseFn, Subject } from "../subject.js";

type MakeChan = <T>(capacity?: number) => Chan<T>;

const pingPong =
  (channel: MakeChan): CaseFn =>
  async (size) => {
    const ping = channel<number>();
    const pong = channel<number>();
    const rounds = size / 2;
    void (async () => {
      for (let i = 0; i < rounds; i++) await pong.send(((await ping.recv()).value as number) + 1);
    })();
    let sum = 0;
    for (let i = 0; i < rounds; i++) {
      await ping.send(i);
      sum += (await pong.recv()).value as number;
    }
    return sum;
  };

const pipe =
  (channel: MakeChan, capacity: number): CaseFn =>
  async (size) => {
    const values = channel<number>(capacity);
    void (async () => {
      for (let i = 0; i < size; i++) await values.send(i);
    })();
    let sum = 0;
    for (let i = 0; i < size; i++) sum += (await values.recv()).value as number;
    return sum;
  };

const fan =
  (channel: MakeChan): CaseFn =>
  async (size) => {
    const values = channel<number>();
    const share = size / 8;
    const produce = async (worker: number): Promise<void> => {
      for (let i = worker * share; i < (worker + 1) * share; i++) await values.send(i);
    };
    const consume = async (): Promise<number> => {
      let sum = 0;
      for (let i = 0; i < share; i++) sum += (await values.recv()).value as number;
      return sum;
    };
    const sums: Promise<number>[] = [];
    for (let worker = 0; worker < 8; worker++) {
      void produce(worker);
      sums.push(consume());
    }
    return (await Promise.all(sums)).reduce((total, sum) => total + sum, 0);
  };

const yields: CaseFn = async (size) => {
  let last = -1;
  let switches = 0;
  const take = async (me: number): Promise<void> => {
    for (let i = 0; i < size / 2; i++) {
      if (last !== me) switches++;
      last = me;
      await yieldToMacrotaskQueue();
    }
  };
  await Promise.all([take(0), take(1)]);
  return switches;
};

const spawn: CaseFn = (size) =>
  new Promise((resolve) => {
    let finished = 0;
    const body = async (): Promise<void> => {
      await yieldToMacrotaskQueue();
      if (++finished === size) resolve(finished);
    };
    for (let i = 0; i < size; i++) void body();
  });

const parked =
  (channel: MakeChan): CaseFn =>
  async (size, probe) => {
    const gate = channel<void>();
    let woken = 0;
    const wait = async (): Promise<void> => {
      await gate.recv();
      woken++;
    };
    for (let i = 1; i < size; i++) void wait();
    const last = wait();
    probe.parked();
    gate.close();
    await last;
    return woken;
  };

const sieve =
  (channel: MakeChan): CaseFn =>
  async (size) => {
    const numbers = channel<number>();
    void (async () => {
      for (let i = 2; ; i++) await numbers.send(i);
    })();
    let source = numbers;
    let sum = 0;
    for (let i = 0; i < size; i++) {
      const prime = (await source.recv()).value as number;
      sum += prime;
      const rest = channel<number>();
      void filter(source, rest, prime);
      source = rest;
    }
    return sum;
  };

async function filter(source: Chan<number>, rest: Chan<number>, prime: number): Promise<never> {
  for (;;) {
    const number = (await source.recv()).value as number;
    if (number % prime !== 0) await rest.send(number);
  }
}

const skynet =
  (channel: MakeChan): CaseFn =>
  async (size) => {
    const root = channel<number>();
    void node(channel, root, 0, size);
    return (await root.recv()).value as number;
  };

async function node(channel: MakeChan, parent: Chan<number>, first: number, leaves: number): Promise<void> {
  if (leaves === 1) {
    await parent.send(first);
    return;
  }
  const children = channel<number>();
  const share = leaves / 10;
  for (let i = 0; i < 10; i++) void node(channel, children, first + i * share, share);
  let sum = 0;
  for (let i = 0; i < 10; i++) sum += (await children.recv()).value as number;
  await parent.send(sum);
}

const ring =
  (channel: MakeChan): CaseFn =>
  async (size) => {
    const done = channel<number>();
    const first = channel<number>();
    let from = first;
    for (let id = 1; id <= ringLength; id++) {
      const to = id === ringLength ? first : channel<number>();
      void link(id, from, to, done);
      from = to;
    }
    await first.send(size);
    return (await done.recv()).value as number;
  };

async function link(id: number, from: Chan<number>, to: Chan<number>, done: Chan<number>): Promise<never> {
  for (;;) {
    const left = (await from.recv()).value as number;
    if (left === 0) await done.send(id);
    else await to.send(left - 1);
  }
}

const selectInTurn =
  (channel: MakeChan): CaseFn =>
  async (size) => {
    const a = channel<number>();
    const b = channel<number>();
    const c = channel<number>();
    void (async () => {
      for (let i = 0; i < size; i += 3) {
        await a.send(i);
        await b.send(i + 1);
        await c.send(i + 2);
      }
    })();
    const any = new Select([recv(a), recv(b), recv(c)]).setUnsafe(a.unsafe);
    let sum = 0;
    for (let i = 0; i < size; i++) sum += received(any, await any.wait());
    return sum;
  };

const selectReady =
  (channel: MakeChan): CaseFn =>
  async (size) => {
    const all = [channel<number>(readyRoom), channel<number>(readyRoom), channel<number>(readyRoom)] as const;
    for (const each of all) for (let i = 0; i < readyRoom / 2; i++) each.trySend(1);
    const [a, b, c] = all;
    let token = 0;
    const put = (): number => token;
    const takes = new Select([recv(a), recv(b), recv(c)]).setUnsafe(a.unsafe);
    const puts = new Select([send(a, put), send(b, put), send(c, put)]).setUnsafe(a.unsafe);
    let taken = 0;
    for (let i = 0; i < size / 2; i++) {
      token = received(takes, await takes.wait());
      taken += token;
      await puts.wait();
    }
    return taken;
  };

type Receives = readonly [SelectCaseReceiver<number>, SelectCaseReceiver<number>, SelectCaseReceiver<number>];

/** The value of the case that a select chose. */
function received(select: Select<Receives>, chosen: number): number {
  return select.recv(select.cases[chosen] as SelectCaseReceiver<number>).value as number;
}

const busy: CaseFn = async (size) => {
  let bursts = 0;
  const work = async (): Promise<void> => {
    for (let turn = 0; turn < size / busyGoroutines; turn++) {
      bursts += compute();
      await yieldToMacrotaskQueue();
    }
  };
  const all: Promise<void>[] = [];
  for (let i = 0; i < busyGoroutines; i++) all.push(work());
  await Promise.all(all);
  return bursts;
};

export const tsChan = (channel: MakeChan): Subject => ({
  "ping-pong": pingPong(channel),
  "pipe-0": pipe(channel, 0),
  "pipe-1": pipe(channel, 1),
  "pipe-128": pipe(channel, 128),
  "fan-8-8": fan(channel),
  gosched: yields,
  spawn,
  parked: parked(channel),
  sieve: sieve(channel),
  skynet: skynet(channel),
  ring: ring(channel),
  "event-loop-gap": busy,
  "select-3": selectInTurn(channel),
  "select-ready": selectReady(channel),
  "select-3-kept": selectInTurn(channel),
  "select-ready-kept": selectReady(channel),
});

export const subject: Subject = tsChan((capacity = 0) => new Chan(capacity));
