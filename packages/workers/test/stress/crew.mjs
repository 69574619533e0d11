/**
 * What the threads of the stress test do: each goroutine writes a random program of its own and counts what it sends and receives.
 *
 * A value is `producer * 2^20 + n`, n from 0 up: the sum of all and the order by producer tell what was lost, came twice or
 * overtook another.
 */
import { chan, go, gosched } from "@gopark/core";
import { select } from "@gopark/select";
import { goroutine } from "@gopark/workers";
import { dice } from "../random.mjs";

const here = (name, fn) => goroutine(import.meta.url, name, fn);

/** Counts what was received; `last` checks that values of one producer come in their order, on one channel. */
class Tally {
  count = 0;
  sum = 0;
  broken = 0;
  last = new Map();

  add(value, from) {
    this.count++;
    this.sum += value;
    const key = from * 4096 + Math.floor(value / 2 ** 20);
    if (value <= (this.last.get(key) ?? -1)) this.broken++;
    this.last.set(key, value);
  }

  get result() {
    return [this.count, this.sum, this.broken];
  }
}

/**
 * Sends `n` values on channels drawn at random: plainly, by `trySend`, by a select of two or three cases that may lose, and by one with a
 * local channel beside. Answers how many were sent and their sum: those of `handedBack` sends count as not sent.
 */
export const produce = here("produce", function* (chans, producer, n, seed) {
  const roll = dice(seed);
  const never = chan();
  const nudge = chan(1);
  let sum = 0;
  let handedBack = 0;
  for (let i = 0; i < n; ) {
    const value = producer * 2 ** 20 + i;
    const a = chans[roll(chans.length)];
    const b = chans[roll(chans.length)];
    const how = roll(7);
    let isSent = true;
    if (how < 2) yield* a.send(value);
    else if (how === 2) isSent = a.trySend(value);
    else if (how === 3) yield* select({ a: a.send(value), b: b.send(value) });
    else if (how === 4) yield* select({ a: a.send(value), never: never.recv(), b: b.send(value) });
    else if (how === 5) {
      // A local case that is ready from time to time: the shared ones are withdrawn.
      if (roll(2) === 0) nudge.trySend(0);
      isSent = (yield* select({ a: a.send(value), nudge: nudge.recv() })).case === "a";
    } else {
      // A local case that becomes ready while the shared ones stand in line.
      go(function* () {
        yield* gosched();
        nudge.trySend(0);
      });
      isSent = (yield* select({ b: b.send(value), nudge: nudge.recv(), a: a.send(value) })).case !== "nudge";
    }
    if (isSent) {
      sum += value;
      i++;
    } else {
      handedBack++;
      if (roll(4) === 0) yield* gosched();
    }
  }
  return [n, sum, handedBack];
});

/** Receives until all channels are closed, in ways drawn at random. Answers count, sum, and how many came out of order. */
export const consume = here("consume", function* (chans, seed) {
  const roll = dice(seed);
  const nudge = chan(1);
  const tally = new Tally();
  const open = chans.map((ch, index) => ({ ch, index }));
  while (open.length > 0) {
    const x = roll(open.length);
    const y = roll(open.length);
    const how = roll(5);
    let from = x;
    let got;
    if (how === 0) got = open[x].ch.tryRecv();
    else if (how < 3) {
      // All of them: a producer may wait for any.
      const cases = Object.fromEntries(open.map(({ ch }, i) => [i, ch.recvOk()]));
      const r = yield* select(cases);
      from = Number(r.case);
      got = r.value;
    } else {
      // Some of them, but not for ever.
      nudge.trySend(0);
      const r = yield* select({ x: open[x].ch.recvOk(), y: open[y].ch.recvOk(), nudge: nudge.recv() });
      if (r.case === "nudge") {
        yield* gosched();
        continue;
      }
      if (r.case === "y") from = y;
      got = r.value;
    }
    if (got === undefined) {
      yield* gosched();
      continue;
    }
    const [value, ok] = got;
    if (ok) tally.add(value, open[from].index);
    else open.splice(from, 1);
  }
  return tally.result;
});

/** Sends until the channel is closed under it. Answers how many were sent: the one that panicked was handed back. */
export const sendUntilClosed = here("sendUntilClosed", function* (ch, producer) {
  let n = 0;
  try {
    for (;;) {
      yield* ch.send(producer * 2 ** 20 + n);
      n++;
    }
  } catch (error) {
    if (!/send on closed channel/.test(String(error))) throw error;
  }
  return n;
});

/** Receives to the end; closes after a number of values. Answers count and how many came out of order. */
export const drainAndClose = here("drainAndClose", function* (ch, most) {
  const tally = new Tally();
  for (;;) {
    const [value, ok] = yield* ch.recvOk();
    if (!ok) return tally.result;
    tally.add(value, 0);
    if (tally.count === most) ch.close();
  }
});

/** Adds to two words that only a lock keeps the same, and to one atomically. */
export const addLocked = here("addLocked", function* (mu, a, b, atomic, n, seed) {
  const roll = dice(seed);
  let broken = 0;
  for (let i = 0; i < n; i++) {
    if (roll(3) > 0 || !mu.tryLock()) yield* mu.lock();
    const before = a.load();
    if (before !== b.load()) broken++;
    a.store(before + 1);
    if (roll(20) === 0) yield* gosched();
    b.store(before + 1);
    mu.unlock();
    atomic.add(1);
  }
  return broken;
});
