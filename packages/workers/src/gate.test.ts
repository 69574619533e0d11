import { chan, go, run, sleep } from "@gopark/core";
import { select, timeout, trySelect } from "@gopark/select";
import { RWMutex } from "@gopark/sync";
import { beforeEach, describe, expect, it } from "vitest";
import { settle } from "../../core/test/settle.js";
import { arrivals, freshMemory, numberIn, waiterOf } from "../test/shm/threads.js";
import { drain, waits } from "./inbox-loop.js";
import { sharedChan } from "./shared-chan.js";
import { DONE } from "./shm/verdict.js";
import { enter, RECV, SEND, tryOnce } from "./shm/wait.js";

const addrOf = (handle: unknown): number => (handle as { addr: number }).addr;

describe("a select that waits on other threads too", () => {
  beforeEach(() => freshMemory());

  it("GA2 another thread that takes a case decides: a local case is refused until the news has come", () =>
    run(function* () {
      const far = sharedChan<number>();
      const near = chan<string>();
      const g = go(() => select({ far: far.recv(), near: near.recv() }));
      yield* settle();
      expect(enter(waiterOf(1, addrOf(far), SEND, 5), 1)).toBe(DONE);
      // The record is on its way; the local sender finds nobody.
      expect(near.trySend("late")).toBe(false);
      drain();
      expect(yield* g.join()).toEqual({ case: "far", value: 5 });
      expect(waits()).toEqual([]);
    }));

  it("GA2 a local case that has happened is not followed by another thread's", () =>
    run(function* () {
      const far = sharedChan<number>();
      const near = chan<string>();
      const g = go(() => select({ far: far.recv(), near: near.recv() }));
      yield* settle();
      expect(near.trySend("now")).toBe(true);
      expect(tryOnce(waiterOf(1, addrOf(far), SEND, 5), 1)).toBe(0);
      expect(yield* g.join()).toEqual({ case: "near", value: "now" });
    }));

  it("GA1 what becomes possible between the look and the commit is taken then", () =>
    run(function* () {
      const [a, b] = [sharedChan<number>(1), sharedChan<number>(1)];
      const receive = b.recv();
      const late = Object.assign(receive, {
        enroll(sudog: never) {
          // As another thread would: after poll has looked, before the select waits.
          enter(waiterOf(1, addrOf(b), SEND, 3), 1);
          Object.getPrototypeOf(Object.getPrototypeOf(receive)).enroll.call(receive, sudog);
        },
      });
      expect(yield* select({ a: a.recv(), b: late })).toEqual({ case: "b", value: 3 });
      expect(waits()).toEqual([]);
    }));

  it("two cases of one channel: a select does not meet itself", () =>
    run(function* () {
      const ch = sharedChan<number>();
      const g = go(() => select({ send: ch.send(1), recv: ch.recv() }));
      yield* settle();
      expect(g.status).toBe("waiting");
      expect(ch.tryRecv()).toEqual([1, true]);
      expect(yield* g.join()).toEqual({ case: "send", value: undefined });
      expect(ch.trySend(2)).toBe(false);
    }));

  it("who is next for a RWMutex, behind its readers, may still receive from another thread", () =>
    run(function* () {
      const rw = new RWMutex();
      rw.tryRLock();
      const [a, b] = [sharedChan<number>(), sharedChan<number>()];
      const first = go(() => select({ lock: rw.lock(), a: a.recv() }));
      yield* settle();
      const second = go(() => select({ lock: rw.lock(), b: b.recv() }));
      yield* settle();
      expect(a.trySend(1)).toBe(true);
      yield* first.join();
      expect(enter(waiterOf(1, addrOf(b), SEND, 5), 1)).toBe(DONE);
      // The news is on its way: the lock is not for the second any more.
      rw.rUnlock();
      drain();
      expect(yield* second.join()).toEqual({ case: "b", value: 5 });
      expect(rw.tryLock()).toBe(true);
    }));

  it("nested selects share the gate of the outermost", () =>
    run(function* () {
      const [a, b, c] = [sharedChan<number>(), sharedChan<number>(), chan<number>()];
      const wait = () => select({ in: select({ a: a.recv(), b: b.recv() }), c: c.recv() });
      const g = go(wait);
      yield* settle();
      enter(waiterOf(1, addrOf(b), SEND, 9), 1);
      expect([a.trySend(1), c.trySend(1)]).toEqual([false, false]);
      drain();
      expect(yield* g.join()).toEqual({ case: "in", value: { case: "b", value: 9 } });
    }));

  it("one that has given up has left all lines, and its gate serves the next", () =>
    run(function* () {
      const [a, b] = [sharedChan<number>(), sharedChan<number>()];
      for (let round = 0; round < 3; round++) {
        const limited = timeout(select({ a: a.recv(), b: b.send(1) }), 1);
        yield* go(function* () {
          try {
            yield* limited;
            expect.unreachable();
          } catch (error) {
            expect(String(error)).toMatch(/timeout|timed out/i);
          }
        }).join();
        expect([a.trySend(1), b.tryRecv()]).toEqual([false, undefined]);
        expect(waits()).toEqual([]);
      }
      yield* sleep(0);
    }));

  it("trySelect takes what is there, or nothing", () => {
    const ch = sharedChan<number>(1);
    expect(trySelect({ ch: ch.recv() })).toBe(undefined);
    ch.trySend(4);
    expect(trySelect({ ch: ch.recv() })).toEqual({ case: "ch", value: 4 });
  });

  it("serves a caller outside goroutines", async () => {
    const [a, b] = [sharedChan<number>(), sharedChan<number>()];
    const result = select({ a: a.recv(), b: b.recv() }).then((chosen) => chosen);
    enter(waiterOf(1, addrOf(a), SEND, 6), 1);
    drain();
    expect(await result).toEqual({ case: "a", value: 6 });
    const rec = waiterOf(1, addrOf(a), RECV);
    enter(rec, 1);
    await a.send(8);
    expect([arrivals(1), numberIn(rec)]).toEqual([[rec], 8]);
  });
});
