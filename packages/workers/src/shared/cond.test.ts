import { go } from "@gopark/core";
import { Mutex as LocalMutex } from "@gopark/sync";
import { beforeEach, describe, expect, it } from "vitest";
import { runLong as run, runAlone } from "../../../core/test/run-long.js";
import { settle } from "../../../core/test/settle.js";
import { condContract } from "../../../sync/test/cond-contract.js";
import { freshMemory } from "../../test/shm/threads.js";
import { handleAt } from "../handles.js";
import { load } from "../shm/atomics.js";
import { REFS } from "../shm/object.js";
import { Cond } from "./cond.js";
import { Mutex } from "./mutex.js";
import { RWMutex } from "./rwmutex.js";

const addrOf = (handle: unknown): number => (handle as { addr: number }).addr;

describe("shared.Cond", () => {
  beforeEach(() => freshMemory());

  it("CO1 CO2 signals reach those who waited when they were sent, in order", () =>
    run(function* () {
      const cond = new Cond(new Mutex());
      const order: number[] = [];
      const gs = [];
      for (const i of [0, 1, 2]) {
        gs.push(
          go(function* () {
            yield* cond.l.lock();
            yield* cond.wait();
            order.push(i);
            cond.l.unlock();
          }),
        );
        yield* settle();
      }
      cond.signal();
      yield* settle();
      expect(order).toEqual([0]);
      cond.broadcast();
      for (const g of gs) yield* g.join();
      // All are made runnable in the order they came; the last one runs next.
      expect(order).toEqual([0, 2, 1]);
      cond.signal();
    }));

  it("CO3 the lock is held again after the wait, also on the reading side", () =>
    run(function* () {
      const rw = new RWMutex();
      const cond = new Cond(rw.rLocker());
      const g = go(function* () {
        yield* cond.l.lock();
        yield* cond.wait();
        expect([rw.tryLock(), rw.tryRLock()]).toEqual([false, true]);
      });
      yield* settle();
      expect(rw.tryLock()).toBe(true);
      rw.unlock();
      cond.signal();
      yield* g.join();
    }));

  condContract(() => {
    const mu = new Mutex();
    return { mu, cond: new Cond(mu) };
  });

  it("a wait without the lock ends the program with Go's text, and leaves the line", async () => {
    const cond = new Cond(new Mutex());
    const error = await runAlone(() => cond.wait()).catch((e: Error) => e.message);
    expect(error).toMatch(/^fatal error: sync: unlock of unlocked mutex/);
  });

  it("refuses a lock of one thread", () => {
    expect(() => new Cond(new LocalMutex())).toThrow(/^shared\.Cond: want a lock of shared, got HMutex/);
    expect(() => new Cond(undefined as never)).toThrow(/^shared\.Cond: want a lock of shared, got undefined/);
  });

  it("CO4 comes to another thread with its lock", () => {
    const rw = new RWMutex();
    const pairs = [
      [rw, new Cond(rw)],
      [rw.rLocker(), new Cond(rw.rLocker())],
    ] as const;
    expect(load(addrOf(rw) + REFS)).toBe(3);
    const { deref } = WeakRef.prototype;
    for (const [lock, cond] of pairs) {
      // As on a thread that has no handle of it.
      WeakRef.prototype.deref = function (this: WeakRef<object>) {
        const handle = deref.call(this);
        return handle === cond ? undefined : handle;
      };
      try {
        expect((handleAt(addrOf(cond)) as unknown as Cond).l).toBe(lock);
      } finally {
        WeakRef.prototype.deref = deref;
      }
    }
  });
});
