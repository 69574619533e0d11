/** Select over channels of several threads: one winner, nothing lost, nobody left waiting. */
import { after, type Chan, chan, type Go, go, gosched, type Op, run, sleep, wait } from "@gopark/core";
import { type HChan, host, hostDice } from "@gopark/core/internal";
import { select, TimeoutError, timeout, trySelect } from "@gopark/select";
import { Cond, Mutex } from "@gopark/sync";
import fc from "fast-check";
import { afterAll, afterEach, describe, expect, it, vi } from "vitest";
import { runLong } from "../../core/test/run-long.js";
import { Realms } from "../test/bridge/two-realms.js";
import { ownClock } from "../test/own-clock.js";
import * as shared from "./shared.js";
import { sharedChan } from "./shared-chan.js";

const realms = new Realms(3);
afterAll(() => realms.close());
afterEach(() => {
  vi.restoreAllMocks();
});

/** How many stand in the lines of a channel. */
function standing(ch: Chan<any>): number {
  const { recvq, sendq } = ch as unknown as HChan<any>;
  let n = 0;
  for (const q of [recvq, sendq]) for (let s = q.first; s !== null; s = s.after) n++;
  return n;
}

/** A channel of one thread, and what the others have of it. */
function spread<T>(cap: number, host = 0): Chan<T>[] {
  const own = chan<T>(cap);
  return realms.bridges.map((_, i) => (i === host ? own : realms.remote(own, host, i)));
}

describe("select over a bridge", () => {
  it("a case that is ready there happens; the others leave their lines", () =>
    run(function* () {
      const [a, remoteA] = spread<number>(1);
      const [b, remoteB] = spread<number>(0);
      a!.trySend(1);
      const r = yield* select({ a: remoteA!.recv(), b: remoteB!.recv() });
      expect(r).toEqual({ case: "a", value: 1 });
      yield* realms.settle();
      expect([standing(a!), standing(b!), a!.len]).toEqual([0, 0, 0]);
    }));

  it("one that waits is woken by a send there, by a send from elsewhere, and by a close", () =>
    run(function* () {
      const [a, remoteA, otherA] = spread<string>(0);
      const [b, remoteB] = spread<string>(0);
      const wake: ((() => unknown) | (() => Go<unknown>))[] = [
        () => go(() => a!.send("here")),
        () => go(() => otherA!.send("elsewhere")),
        () => a!.close(),
      ];
      const got: unknown[] = [];
      for (const f of wake) {
        const g = go(() => select({ a: remoteA!.recvOk(), b: remoteB!.recvOk() }));
        yield* realms.settle();
        expect([standing(a!), standing(b!)]).toEqual([1, 1]);
        f();
        got.push((yield* g.join()).value);
      }
      expect(got).toEqual([
        ["here", true],
        ["elsewhere", true],
        [undefined, false],
      ]);
      yield* realms.settle();
      expect([standing(a!), standing(b!)]).toEqual([0, 0]);
    }));

  it("HO1 a case that loses while it is being asked has no effect: the value stays", () =>
    runLong(function* () {
      const [a, remoteA] = spread<number>(0);
      const local = chan<string>(1);
      const g = go(() => select({ a: remoteA!.recv(), local: local.recv() }));
      yield* realms.settle();
      const sender = go(() => a!.send(1));
      yield* gosched();
      // The question is on its way by now, and comes too late.
      local.trySend("first");
      expect(yield* g.join()).toEqual({ case: "local", value: "first" });
      yield* realms.settle();
      expect(sender.status).toBe("waiting");
      expect(yield* remoteA!.recv()).toBe(1);
      expect(standing(a!)).toBe(0);
    }));

  it("the same for a send: a receiver does not get what lost", () =>
    runLong(function* () {
      const [a, remoteA] = spread<number>(0);
      const local = chan<string>(1);
      const g = go(() => select({ a: remoteA!.send(1), local: local.recv() }));
      yield* realms.settle();
      const receiver = go(() => a!.recv());
      yield* gosched();
      local.trySend("first");
      expect((yield* g.join()).case).toBe("local");
      yield* realms.settle();
      expect(receiver.status).toBe("waiting");
      yield* a!.send(2);
      expect(yield* receiver.join()).toBe(2);
    }));

  it("GU2 a select that was held in vain sees what it refused meanwhile", () =>
    run(function* () {
      const [a, remoteA] = spread<number>(1);
      const local = chan<string>();
      const g = go(() => select({ a: remoteA!.recv(), local: local.recv() }));
      yield* realms.settle();
      // The case is asked for, says yes, and holds the select; just before that is heard the chance is taken away, and a
      // sender is refused because the select is held.
      let sent: PromiseLike<void> | null = null;
      realms.onArrival = (index) => {
        if (index !== 0 || sent !== null) return;
        expect(a!.tryRecv()).toEqual([1, true]);
        sent = local.send("refused").then();
      };
      a!.trySend(1);
      expect(yield* g.join()).toEqual({ case: "local", value: "refused" });
      realms.onArrival = () => {};
      yield* wait(sent!);
      yield* realms.settle();
      expect(standing(a!)).toBe(0);
    }));

  // What sleeps is due a second after the select began, and 900 ms later if it had begun with the miss.
  it.each<[string, (remote: Op<unknown>) => Op<unknown>]>([
    ["a sleep", (remote) => select({ remote, slept: sleep(1000) })],
    ["a mapped one", (remote) => select({ remote, slept: sleep(1000).map(() => 1) })],
    ["one of an inner select", (remote) => select({ inner: select({ slept: sleep(1000) }), remote })],
    ["a limit of time", (remote) => timeout(remote, 1000).map(() => "in time")],
  ])("GU2 %s goes on when another case is missed", (_, make) => {
    const pass = ownClock();
    return run(function* () {
      const [a, remoteA] = spread<number>(1);
      const g = go(function* () {
        try {
          yield* make(remoteA!.recv());
        } catch (error) {
          expect(error).toBeInstanceOf(TimeoutError);
        }
      });
      yield* realms.settle();
      pass(900);
      const arrive = realms.delay(0, 1);
      a!.trySend(1);
      yield* realms.settle();
      expect(a!.tryRecv()).toEqual([1, true]);
      arrive();
      yield* realms.settle();
      expect(g.status).toBe("waiting");
      pass(100);
      yield* realms.settle();
      expect(g.status).toBe("dead");
    });
  });

  it("GU2 a sleep that was over while the select was held ends it", () => {
    const pass = ownClock();
    return run(function* () {
      const [a, remoteA] = spread<number>(1);
      const g = go(() => select({ remote: remoteA!.recv(), slept: sleep(1000) }));
      yield* realms.settle();
      const arrive = realms.delay(0, 1);
      a!.trySend(1);
      pass(1000);
      yield* realms.settle();
      expect(a!.tryRecv()).toEqual([1, true]);
      expect(g.status).toBe("waiting");
      arrive();
      yield* realms.settle();
      expect(g.status).toBe("dead");
      expect((yield* g.join()).case).toBe("slept");
    });
  });

  it("SL2 a select that has missed often pauses no longer than until a sleep of it is due", () => {
    const pass = ownClock();
    vi.spyOn(hostDice, "random").mockReturnValue(0.999);
    return run(function* () {
      const [a, remoteA] = spread<number>(1);
      const g = go(() => select({ remote: remoteA!.recv(), slept: sleep(1000) }));
      yield* realms.settle();
      pass(999.5);
      const timers = vi.spyOn(host, "setTimer");
      // Two misses are free; the pause after the third is of 2 ms, if there is time.
      for (let miss = 1; miss <= 3; miss++) {
        const arrive = realms.delay(0, 1);
        a!.trySend(miss);
        yield* realms.settle();
        expect(a!.tryRecv()).toEqual([miss, true]);
        arrive();
        yield* realms.settle();
      }
      const pauses = timers.mock.calls.map(([, ms]) => ms).filter((ms) => !Number.isInteger(ms));
      expect(pauses).toEqual([expect.closeTo(0.5, 0)]);
      pass(0.5);
      expect((yield* g.join()).case).toBe("slept");
    });
  });

  it("HO2 two selects on different threads meet", () =>
    run(function* () {
      for (let i = 0; i < 20; i++) {
        const [, one, two] = spread<number>(0);
        const [, idle1, idle2] = spread<number>(0);
        const s = go(() => select({ out: one!.send(i), idle: idle1!.recv() }));
        const r = go(() => select({ in: two!.recv(), idle: idle2!.recv() }));
        expect([yield* s.join(), yield* r.join()]).toEqual([
          { case: "out", value: undefined },
          { case: "in", value: i },
        ]);
      }
    }));

  it("the cases of one select never meet each other, and do not ask for ever", () =>
    run(function* () {
      const [a, remoteA] = spread<number>(0);
      const g = go(() => select({ out: remoteA!.send(1), in: remoteA!.recv() }));
      yield* realms.settle();
      expect(g.status).toBe("waiting");
      const before = realms.messages;
      yield* realms.settle();
      expect(realms.messages).toBe(before);
      expect(yield* a!.recv()).toBe(1);
      expect((yield* g.join()).case).toBe("out");
      yield* realms.settle();
      expect(standing(a!)).toBe(0);
    }));

  it("local channels, shared channels, timers and remote ones in one select", () =>
    run(function* () {
      const [a, remoteA] = spread<number>(0);
      const local = chan<number>();
      const shared = sharedChan<number>();
      const next = () =>
        select({ a: remoteA!.recv(), local: local.recv(), shared: shared.recv(), t: after(60_000) });
      for (const [name, ch] of Object.entries({ a: a!, local, shared, remote: remoteA! })) {
        const g = go(next);
        yield* realms.settle();
        go(() => ch.send(7));
        expect(yield* g.join()).toEqual({ case: name === "remote" ? "a" : name, value: 7 });
      }
      const late = go(() => select({ a: remoteA!.recv(), shared: shared.recv(), t: after(5) }));
      expect((yield* late.join()).case).toBe("t");
      yield* realms.settle();
      expect([standing(a!), standing(local), shared.trySend(1)]).toEqual([0, 0, false]);
    }));

  it("selects within selects, mapped cases, and selects that are awaited", async () => {
    await run(function* () {
      const [a, remoteA] = spread<number>(0);
      const [b, remoteB] = spread<number>(0);
      const make = () =>
        select({
          inner: select({ a: remoteA!.recv().map((v) => `a${v}`), b: remoteB!.recv() }),
          t: after(60_000),
        });
      const g = go(make);
      yield* realms.settle();
      yield* a!.send(1);
      expect(yield* g.join()).toEqual({ case: "inner", value: { case: "a", value: "a1" } });
      const awaited = make().then((r) => r);
      yield* realms.settle();
      yield* b!.send(2);
      expect(yield* wait(awaited)).toEqual({ case: "inner", value: { case: "b", value: 2 } });
      yield* realms.settle();
      expect([standing(a!), standing(b!)]).toEqual([0, 0]);
    });
  });

  it("GU3 trySelect finds nothing ready there", () =>
    run(function* () {
      const [a, remoteA] = spread<number>(1);
      a!.trySend(1);
      expect(trySelect({ a: remoteA!.recv() })).toBe(undefined);
      expect(a!.len).toBe(1);
    }));

  it("one select is performed again and again, with the same cases", () =>
    run(function* () {
      const [a, remoteA] = spread<number>(2);
      const [b, remoteB] = spread<number>(0);
      go(function* () {
        for (let i = 0; i < 50; i++) yield* a!.send(i);
      });
      go(function* () {
        for (let i = 50; i < 100; i++) yield* b!.send(i);
      });
      const next = select({ a: remoteA!.recv(), b: remoteB!.recv() });
      const got: number[] = [];
      for (let i = 0; i < 100; i++) got.push((yield* next).value!);
      expect(got.filter((v) => v < 50)).toEqual(Array.from({ length: 50 }, (_, i) => i));
      expect(got.filter((v) => v >= 50)).toEqual(Array.from({ length: 50 }, (_, i) => i + 50));
    }));

  it.each([
    ["sync", () => new Cond(new Mutex())],
    ["shared", () => new shared.Cond(new shared.Mutex())],
  ])("a condition of %s is no case beside a channel of another thread", (_, make) =>
    run(function* () {
      const [a, remoteA] = spread<number>(0);
      const cond = make();
      for (const swap of [false, true]) {
        yield* cond.l.lock();
        const cases = [remoteA!.recv(), cond.wait()];
        const g = go(function* () {
          try {
            return yield* select(swap ? cases.reverse() : cases);
          } catch (error) {
            return String(error);
          }
        });
        expect(yield* g.join()).toBe("RuntimeError: select: a channel of another thread beside a condition");
        // It is locked still, or again.
        cond.l.unlock();
        yield* realms.settle();
        expect(standing(a!)).toBe(0);
      }
      // The place of a goroutine where a condition has been a case is fit for other selects.
      const other = chan<number>(1);
      other.trySend(1);
      yield* cond.l.lock();
      expect(yield* select([cond.wait(), other.recv()])).toEqual([1, 1]);
      go(() => a!.send(2));
      expect(yield* select([remoteA!.recv(), chan<number>().recv()])).toEqual([0, 2]);
      cond.l.unlock();
    }),
  );

  it("every value is received once, whoever selects on what", async () => {
    const shapes = fc.record({
      caps: fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 1, maxLength: 3 }),
      senders: fc.array(fc.record({ realm: fc.nat(2), isSelect: fc.boolean() }), {
        minLength: 1,
        maxLength: 4,
      }),
      receivers: fc.array(fc.record({ realm: fc.nat(2), isSelect: fc.boolean() }), {
        minLength: 1,
        maxLength: 4,
      }),
    });
    const each = 12;
    await fc.assert(
      fc.asyncProperty(shapes, ({ caps, senders, receivers }) =>
        run(function* () {
          const chans = caps.map((cap, i) => spread<number>(cap, i));
          const got: number[] = [];
          const total = senders.length * each;
          const done = chan<void>();
          for (const [s, { realm, isSelect }] of senders.entries())
            go(function* () {
              for (let i = 0; i < each; i++) {
                const v = s * each + i;
                if (isSelect) yield* select(chans.map((ch) => ch[realm]!.send(v)));
                else yield* chans[i % chans.length]![realm]!.send(v);
              }
            });
          for (const { realm, isSelect } of receivers)
            go(function* () {
              for (;;) {
                // Who does not select on all would wait for ever on one that nobody uses any more.
                const v =
                  isSelect || chans.length > 1
                    ? (yield* select(chans.map((ch) => ch[realm]!.recv())))[1]
                    : yield* chans[0]![realm]!.recv();
                got.push(v as number);
                if (got.length === total) done.close();
              }
            });
          yield* done.recv();
          expect(got.sort((a, b) => a - b)).toEqual(Array.from({ length: total }, (_, i) => i));
        }),
      ),
      { numRuns: 60 },
    );
  });
});
