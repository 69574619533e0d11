/** Selects that reach for each other from several threads at once: who is held, who waits for that, and that they meet. */
import { type Chan, chan, go, gosched, run, wait } from "@gopark/core";
import { host } from "@gopark/core/internal";
import { select } from "@gopark/select";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Realms } from "../test/bridge/two-realms.js";
import { patients } from "./bridge-holds.js";
import { PATIENCE } from "./bridge-host.js";

/** Channels, one of each thread, as each thread has them. */
function spread(realms: Realms): Chan<number>[][] {
  const own = realms.bridges.map(() => chan<number>());
  return realms.bridges.map((_, i) => own.map((ch, host) => (host === i ? ch : realms.remote(ch, host, i))));
}

describe("two selects of all channels of three threads meet soon, whichever messages are the faster ones", () => {
  // Ports are served in the order in which they were made, again and again.
  const pairs = [
    [0, 1],
    [0, 2],
    [1, 2],
  ] as const;
  const orders = [
    [0, 1, 2],
    [0, 2, 1],
    [1, 0, 2],
    [1, 2, 0],
    [2, 0, 1],
    [2, 1, 0],
  ] as const;
  it.each(pairs.flatMap(([a, b]) => [[a, b] as const, [b, a] as const]))(
    "from %i to %i",
    async (from, to) => {
      for (const order of orders)
        for (const isSwapped of [false, true]) {
          const realms = new Realms(3);
          for (const at of order) {
            const [low, high] = pairs[at] as readonly [number, number];
            realms.bridges[isSwapped ? high : low]!.linkTo(isSwapped ? low : high);
          }
          const got: unknown[] = [];
          await run(function* () {
            const chans = spread(realms);
            const tooMany = chan<void>(1);
            realms.onArrival = () => realms.messages > 2000 && tooMany.trySend();
            go(function* () {
              for (let i = 0; i < 10; i++) yield* select(chans[from]!.map((ch) => ch.send(i)));
            });
            const receiver = go(function* () {
              for (let i = 0; i < 10; i++) got.push((yield* select(chans[to]!.map((ch) => ch.recv())))[1]);
            });
            yield* select([receiver.join(), tooMany.recv()]);
          });
          realms.close();
          expect(got, `links ${order}, ${isSwapped}`).toEqual(Array.from({ length: 10 }, (_, i) => i));
        }
    },
  );
});

/**
 * The receiver is of thread 2, and held by its case on thread 1, which does not hear of its YES. The sender's case on thread 2 finds
 * nobody else.
 */
function* waiting(realms: Realms, receiving = new AbortController(), offering = new AbortController()) {
  const [t0, t1, t2] = spread(realms) as [Chan<number>[], Chan<number>[], Chan<number>[]];
  const pair = select({ held: t2[1]!.recv(), met: t2[2]!.recv() });
  const received = run(() => pair, { signal: receiving.signal }).then(
    ({ value }) => value,
    () => undefined,
  );
  yield* realms.settle();
  const hear = realms.delay(1, 2);
  const offered = run(() => t1[1]!.send(1), { signal: offering.signal }).catch(() => {});
  yield* realms.settle();
  const sender = go(() => select({ out: t0[2]!.send(5), idle: t0[0]!.recv() }));
  yield* realms.settle();
  expect(patients.size).toBe(1);
  return { received, hear, offered, sender, idle: t0[0]!, offers: t1[1]! };
}

/** What ends the patience of those that wait: it ends when a test says so. */
const tired: (() => void)[] = [];
const { setTimer } = host;

describe("HD2 who waits for a select of this thread that is held", () => {
  beforeEach(() => {
    host.setTimer = (f, ms, weak) => (ms === PATIENCE ? tired.push(f) : setTimer(f, ms, weak));
  });

  afterEach(() => {
    host.setTimer = setTimer;
    tired.length = 0;
    patients.clear();
  });

  const rows = [
    ["stands in line again when that has found another", "release", 1, "idle"],
    ["meets it when its chance has passed", "leave", 5, "out"],
    ["stands in line again when the program of that has ended", "abort", undefined, "idle"],
  ] as const;
  it.each(rows)("%s", async (_, how, value, sent) => {
    const realms = new Realms(3);
    const receiving = new AbortController();
    const offering = new AbortController();
    await run(function* () {
      const at = yield* waiting(realms, receiving, offering);
      if (how === "leave") offering.abort();
      if (how === "abort") receiving.abort();
      else {
        yield* gosched();
        at.hear();
      }
      expect(yield* wait(at.received)).toBe(value);
      yield* realms.settle();
      expect(patients.size).toBe(0);
      if (sent === "idle") yield* at.idle.send(3);
      expect((yield* at.sender.join()).case).toBe(sent);
      at.hear();
      yield* realms.settle();
      // What was offered on thread 1 has been received, or is there still.
      expect(at.offers.tryRecv()).toEqual(how === "abort" ? [1, true] : undefined);
      yield* wait(at.offered);
    });
    realms.close();
  });

  it("looks at its other cases after a while, and waits again", async () => {
    const realms = new Realms(3);
    await run(function* () {
      const at = yield* waiting(realms);
      const first = tired.splice(0);
      for (const f of first) f();
      yield* realms.settle();
      expect([first.length, tired.length, patients.size, at.sender.status]).toEqual([1, 1, 1, "waiting"]);
      go(() => at.idle.send(3));
      yield* realms.settle();
      expect(at.sender.status).toBe("waiting");
      for (const f of tired.splice(0)) f();
      expect((yield* at.sender.join()).case).toBe("idle");
      at.hear();
      expect(yield* wait(at.received)).toBe(1);
    });
    realms.close();
  });

  it("HD3 waits no more, if of a higher index, when that waits itself", async () => {
    const realms = new Realms(3);
    const [t0, t1, t2] = spread(realms) as [Chan<number>[], Chan<number>[], Chan<number>[]];
    await run(function* () {
      // One of thread 0 is held by its case on thread 1, and one of that by its case on thread 2. Neither YES is heard of.
      const middle = go(() => select({ held: t0[1]!.recv(), met: t0[0]!.recv() }));
      yield* realms.settle();
      const hear = realms.delay(1, 0);
      const blocker = go(() => select({ out: t1[1]!.send(1), held: t1[2]!.send(9) }));
      yield* realms.settle();
      const deliver = realms.delay(2, 1);
      const receiver = go(() => t2[2]!.recv());
      yield* realms.settle();
      const idle = chan<number>();
      const last = go(() => select({ out: t2[0]!.send(5), idle: idle.recv() }));
      yield* realms.settle();
      expect([patients.size, idle.trySend(3)]).toEqual([1, false]);

      // Now the first is heard of: who is of thread 0 waits for who is of thread 1.
      hear();
      yield* idle.send(3);
      expect((yield* last.join()).case).toBe("idle");
      expect(patients.size).toBe(1);

      deliver();
      expect([yield* receiver.join(), (yield* blocker.join()).case]).toEqual([9, "held"]);
      yield* t1[1]!.send(2);
      expect(yield* middle.join()).toEqual({ case: "held", value: 2 });
      expect(patients.size).toBe(0);
    });
    realms.close();
  });
});
