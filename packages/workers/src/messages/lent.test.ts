/** Locks of M0 as other threads use them without shared memory: both sides (lent.ts, borrowed.ts), joined by real ports. */
import { chan, type Go, go, gosched, type Op, run } from "@gopark/core";
import { host, m } from "@gopark/core/internal";
import { select } from "@gopark/select";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Realms } from "../../test/bridge/two-realms.js";
import { drain } from "../inbox-loop.js";
import { Int32 } from "../shared/atomics.js";
import { Cond } from "../shared/cond.js";
import { Mutex } from "../shared/mutex.js";
import { RWMutex } from "../shared/rwmutex.js";
import { WaitGroup } from "../shared/waitgroup.js";
import { sweepObjects } from "../shm/sweep.js";
import { WorkerLost } from "../worker-lost.js";

let realms: Realms;
beforeEach(() => {
  realms = new Realms(3);
});
afterEach(() => realms.close());

/** What an operation throws. */
function* errorOf(op: Op<unknown>): Go<unknown> {
  try {
    yield* op;
  } catch (error) {
    return error;
  }
  return undefined;
}

describe("a mutex of another thread", () => {
  it("MU-01 excludes goroutines of all threads, in the order in which they asked", () =>
    run(function* () {
      const mine = new Mutex();
      const theirs = realms.borrow(mine);
      const order: string[] = [];
      yield* mine.lock();
      const all = [theirs, mine, realms.borrow(mine, 2)].map((lock, i) =>
        go(function* (): Go {
          yield* lock.lock();
          order.push(`in ${i}`);
          yield* gosched();
          order.push(`out ${i}`);
          lock.unlock();
        }),
      );
      yield* gosched();
      yield* realms.settle();
      mine.unlock();
      for (const g of all) yield* g.join();
      expect(order.map((text) => text.slice(0, -2))).toEqual(["in", "out", "in", "out", "in", "out"]);
      yield* realms.settle();
      expect(mine.tryLock()).toBe(true);
    }));

  it("who has waited for it is forgotten: a deadlock can be told afterwards", () =>
    run(function* () {
      const mine = new Mutex();
      const before = m.external;
      yield* mine.lock();
      const g = go(() => realms.borrow(mine).lock());
      yield* gosched();
      yield* realms.settle();
      mine.unlock();
      yield* g.join();
      expect(m.external).toBe(before);
    }));

  it("withLock and guard unlock at the end", () =>
    run(function* () {
      const mine = new Mutex();
      const theirs = realms.borrow(mine);
      expect(
        yield* theirs.withLock(function* (): Go<boolean> {
          return mine.tryLock();
        }),
      ).toBe(false);
      const guard = yield* theirs.guard();
      guard[Symbol.dispose]();
      guard[Symbol.dispose]();
      yield* realms.settle();
      expect(mine.tryLock()).toBe(true);
    }));

  it("BO1 one that loses in a select, or is given up, gives back what it gets", () =>
    run(function* () {
      const mine = new Mutex();
      const theirs = realms.borrow(mine);
      const ready = chan<number>(1);
      yield* mine.lock();
      ready.trySend(1);
      const chosen = yield* select({ lock: theirs.lock(), ready: ready.recv() });
      expect(chosen.case).toBe("ready");
      // The answer is on its way when another case happens.
      const both = go(function* (): Go<string> {
        return (yield* select({ lock: theirs.lock(), ready: ready.recv() })).case;
      });
      yield* gosched();
      yield* realms.settle();
      mine.unlock();
      ready.trySend(2);
      expect(yield* both.join()).toBe("ready");
      yield* realms.settle();
      expect([
        mine.tryLock(),
        (yield* select({ none: null, late: select({ lock: null, at: ready.send(1) }) })).case,
      ]).toEqual([true, "late"]);
    }));

  it("is a case of a select that may win", () =>
    run(function* () {
      const theirs = realms.borrow(new Mutex());
      const never = chan<number>();
      expect((yield* select({ lock: theirs.lock(), never: never.recv() })).case).toBe("lock");
      theirs.unlock();
    }));

  it("BO3 can't be asked at once", () => {
    expect(() => realms.borrow(new Mutex()).tryLock()).toThrow("tryLock of a lock of another thread");
    expect(() => realms.borrow(new RWMutex()).tryRLock()).toThrow("tryRLock of a lock of another thread");
    const group = realms.borrow(new WaitGroup());
    expect(() => group.add(1)).toThrow("WaitGroup.add of a lock of another thread");
    expect(() => group.go(() => {})).toThrow("WaitGroup.go of a lock of another thread");
    expect(() => group.add(0.5)).toThrow("WaitGroup.add: want an integer of 32 bits, got 0.5 (number)");
  });

  it("BR1 is one object on each thread, and itself at home", () => {
    const mine = new Mutex();
    const theirs = realms.borrow(mine);
    expect([theirs.addr, realms.borrow(mine) === theirs]).toEqual([0, true]);
    const words = new Int32Array(3);
    realms.bridges[1]!.pack(theirs, words, 0);
    expect(realms.bridges[0]!.unpack(words[0]!, words[1]!, words[2]!, true)).toBe(mine);
  });

  it("only those that can be asked by messages can be lent", () => {
    const [bridge] = realms.bridges;
    expect([new Mutex(), new RWMutex(), new WaitGroup()].map((lock) => bridge!.canLend(lock))).toEqual([
      true,
      true,
      true,
    ]);
    expect([new Int32(), new Cond(new Mutex())].map((lock) => bridge!.canLend(lock))).toEqual([false, false]);
  });
});

describe("a lock for readers of another thread", () => {
  it("RW-01 lets readers of all threads in together, and a writer alone", () =>
    run(function* () {
      const mine = new RWMutex();
      const theirs = realms.borrow(mine);
      yield* theirs.rLock();
      yield* mine.rLock();
      expect(mine.tryLock()).toBe(false);
      theirs.rUnlock();
      mine.rUnlock();
      yield* realms.settle();
      yield* theirs.lock();
      expect(mine.tryRLock()).toBe(false);
      theirs.unlock();
      yield* theirs.withRLock(() => expect(mine.tryLock()).toBe(false));
      const guard = yield* theirs.rGuard();
      guard[Symbol.dispose]();
      yield* theirs.rLocker().lock();
      theirs.rLocker().unlock();
      yield* realms.settle();
      expect(mine.tryLock()).toBe(true);
    }));
});

describe("a wait group of another thread", () => {
  it("WG-01 done counts down, and wait waits, on all threads", () =>
    run(function* () {
      const mine = new WaitGroup();
      const theirs = realms.borrow(mine);
      mine.add(3);
      const waits = go(() => theirs.wait());
      yield* gosched();
      theirs.done();
      theirs.add(-1);
      yield* realms.settle();
      expect(waits.status).toBe("waiting");
      mine.done();
      yield* waits.join();
      yield* mine.wait();
    }));
});

describe("misuse of a lock of another thread", () => {
  const { uncaught } = host;
  afterEach(() => {
    host.uncaught = uncaught;
  });

  it("WG-05 MU-04 is told by the owner: a count below zero, an unlock too many", async () => {
    // No program runs on several threads here: so it is one of the default program, where nobody can catch it.
    const errors: unknown[] = [];
    host.uncaught = (error) => void errors.push(error);
    const misuses = [
      () => realms.borrow(new WaitGroup()).done(),
      () => realms.borrow(new Mutex()).unlock(),
      () => realms.borrow(new RWMutex()).unlock(),
      () => realms.borrow(new RWMutex()).rUnlock(),
    ];
    await run(function* () {
      for (const [i, misuse] of misuses.entries()) {
        misuse();
        yield* realms.settle();
        while (errors.length <= i) yield* gosched();
      }
    });
    expect(errors.map((error) => (error as Error).message.split("\n")[0])).toEqual([
      "panic: sync: negative WaitGroup counter",
      "panic: FatalError: fatal error: sync: unlock of unlocked mutex",
      "panic: FatalError: fatal error: sync: Unlock of unlocked RWMutex",
      "panic: FatalError: fatal error: sync: RUnlock of unlocked RWMutex",
    ]);
  });
});

describe("the death of a thread that borrows, or lends", () => {
  /** M1 dies, as M0 sees it. */
  function die(): void {
    realms.bridges[0]!.died(1);
    sweepObjects(1, 0);
    drain();
  }

  it("LN1 poisons what it held, and nothing else", () =>
    run(function* () {
      const [held, read, free, waited] = [new Mutex(), new RWMutex(), new Mutex(), new Mutex()];
      yield* realms.borrow(held).lock();
      yield* realms.borrow(read).rLock();
      const lock = realms.borrow(free);
      yield* lock.lock();
      lock.unlock();
      yield* realms.settle();
      yield* waited.lock();
      const gone = go(() => errorOf(realms.borrow(waited).lock()));
      const mine = go(() => errorOf(held.lock()));
      const elsewhere = go(() => errorOf(realms.borrow(held, 2).lock()));
      yield* gosched();
      yield* realms.settle();
      die();
      for (const g of [mine, elsewhere]) {
        const error = yield* g.join();
        expect(error).toBeInstanceOf(WorkerLost);
        expect((error as WorkerLost).message).toBe("worker lost: M1 died with the shared lock");
      }
      expect(yield* errorOf(read.lock())).toBeInstanceOf(WorkerLost);
      expect(free.tryLock()).toBe(true);
      // It stood in the line of this one, and stands there no more.
      waited.unlock();
      expect([waited.tryLock(), gone.status]).toEqual([true, "waiting"]);
      realms.bridges[1]!.died(0);
      expect(String(yield* gone.join())).toContain("worker lost: M0 owned the lock");
      expect(() => realms.borrow(free).unlock()).toThrow("owned the lock");
    }));
});
