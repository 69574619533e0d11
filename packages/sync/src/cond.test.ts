import { Deadlock, FatalError, type Go, go, gosched, type Op } from "@gopark/core";
import { describe, expect, it } from "vitest";
import { runLong as run, runAlone } from "../../core/test/run-long.js";
import { settle } from "../../core/test/settle.js";
import { condContract } from "../test/cond-contract.js";
import { Cond } from "./cond.js";
import type { Locker } from "./locker.js";
import { Mutex } from "./mutex.js";
import { RWMutex } from "./rwmutex.js";

/** Waits once, with the lock held, and says so. */
function* waitOnce(cond: Cond, log: unknown[], entry: unknown): Go {
  yield* cond.l.lock();
  yield* cond.wait();
  log.push(entry);
  cond.l.unlock();
}

/** Starts some that wait, one after the other. */
function* startWaiting(cond: Cond, log: unknown[], entries: readonly unknown[]): Go {
  for (const entry of entries) {
    go(waitOnce, cond, log, entry);
    yield* settle();
  }
}

describe("Cond", () => {
  it("CO-01 has the Locker it was made with; anything else is refused", () => {
    const mu = new Mutex();
    expect(new Cond(mu).l).toBe(mu);
    expect(() => new Cond(undefined as unknown as Locker)).toThrow(/^Cond: want a Locker, got undefined/);
    expect(() => new Cond({} as Locker)).toThrow(TypeError);
  });

  it("CO-02 wait unlocks while it waits, and locks again before it returns", () =>
    run(function* () {
      const mu = new Mutex();
      const cond = new Cond(mu);
      const g = go(function* () {
        yield* mu.lock();
        yield* cond.wait();
        const isHeld = !mu.tryLock();
        mu.unlock();
        return isHeld;
      });
      yield* settle();
      yield* mu.lock();
      cond.signal();
      yield* settle();
      expect(g.status).toBe("waiting");
      mu.unlock();
      expect(yield* g.join()).toBe(true);
    }));

  it("CO-02 a signal between the unlock and the parking is not lost", () =>
    run(function* () {
      // A lock whose unlock signals: nothing comes earlier after the goroutine has let go.
      const locks: string[] = [];
      const log = (entry: string): undefined => void locks.push(entry);
      const l: Locker = {
        lock: (): Op<void> => gosched().map(() => log("lock")),
        unlock: () => {
          log("unlock");
          cond.signal();
        },
      };
      const cond = new Cond(l);
      yield* cond.wait();
      expect(locks).toEqual(["unlock", "lock"]);
    }));

  it("CO-03 CO-05 signal wakes who waits longest, whether or not the lock is held", () =>
    run(function* () {
      const cond = new Cond(new Mutex());
      const log: unknown[] = [];
      yield* startWaiting(cond, log, [1, 2, 3]);
      cond.signal();
      yield* settle();
      expect(log).toEqual([1]);
      yield* cond.l.lock();
      cond.signal();
      cond.l.unlock();
      yield* settle();
      expect(log).toEqual([1, 2]);
    }));

  it("CO-03 CO-11 broadcast wakes all, in their order; the last woken runs first", () =>
    run(function* () {
      const cond = new Cond(new Mutex());
      const log: unknown[] = [];
      yield* startWaiting(cond, log, [0, 1, 2, 3]);
      cond.broadcast();
      yield* settle();
      expect(log).toEqual([3, 0, 1, 2]);
    }));

  it("CO-04 what nobody waits for is lost", () =>
    run(function* () {
      const cond = new Cond(new Mutex());
      const log: unknown[] = [];
      cond.signal();
      cond.broadcast();
      yield* startWaiting(cond, log, ["later"]);
      expect(log).toEqual([]);
    }));

  it("CO-06 the condition may have changed before the lock is had again: wait in a loop", () =>
    run(function* () {
      const mu = new Mutex();
      const cond = new Cond(mu);
      let items = 0;
      let wakes = 0;
      const consumer = go(function* () {
        yield* mu.lock();
        while (items === 0) {
          yield* cond.wait();
          wakes++;
        }
        items--;
        mu.unlock();
      });
      yield* settle();
      for (const next of [0, 1]) {
        yield* mu.lock();
        items = 1;
        cond.signal();
        // A thief is faster, the first time.
        items = next;
        mu.unlock();
        yield* settle();
      }
      yield* consumer.join();
      expect([wakes, items]).toEqual([2, 0]);
    }));

  it("CO-07 wait without the lock ends in the mutex's fatal error, raised by who runs", async () => {
    const cond = new Cond(new Mutex());
    const error = await run(() => cond.wait()).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(FatalError);
    expect((error as Error).message).toMatch(
      /^fatal error: sync: unlock of unlocked mutex\n\ngoroutine 1 \[running\]:\n/,
    );
  });

  it("CO-07 so it does outside a program, and nobody is left in the line", async () => {
    const mu = new Mutex();
    const cond = new Cond(mu);
    const log: unknown[] = [];
    await expect(cond.wait()).rejects.toThrow(FatalError);
    await run(function* () {
      yield* startWaiting(cond, log, ["real"]);
      cond.signal();
      yield* settle();
    });
    expect(log).toEqual(["real"]);
    expect(mu.tryLock()).toBe(true);
  });

  it("CO-07 a goroutine that catches what a lock's unlock throws goes on, and its status is right", () =>
    run(function* () {
      const boom = new Error("boom");
      const l: Locker = {
        lock: gosched,
        unlock: () => {
          throw boom;
        },
      };
      const cond = new Cond(l);
      const g = go(function* (): Go<unknown> {
        try {
          yield* cond.wait();
        } catch (error) {
          return [error, g.status];
        }
        return "not thrown";
      });
      expect(yield* g.join()).toEqual([boom, "running"]);
      cond.signal();
    }));

  it("CO-08 an assignment copies nothing: nobody can use a copy", () =>
    run(function* () {
      const cond = new Cond(new Mutex());
      const copy = cond;
      const log: unknown[] = [];
      yield* startWaiting(cond, log, ["waits"]);
      copy.signal();
      yield* settle();
      expect(log).toEqual(["waits"]);
    }));

  it("CO-10 what was written before a signal is seen after the wait", () =>
    run(function* () {
      const cond = new Cond(new Mutex());
      let text = "";
      const g = go(function* () {
        yield* cond.l.lock();
        yield* cond.wait();
        return text;
      });
      yield* settle();
      text = "hello, world";
      cond.signal();
      expect(yield* g.join()).toBe("hello, world");
    }));

  it("CO-09 its reason in a dump", async () => {
    const error = await runAlone(function* () {
      yield* waitOnce(new Cond(new Mutex()), [], 0);
    }).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(Deadlock);
    expect((error as Error).message).toMatch(/\ngoroutine 1 \[sync\.Cond\.Wait\]:\n/);
  });

  it("CO-12 a signal goes to one that was waiting when it was sent, not to a later one that runs first", () =>
    run(function* () {
      const cond = new Cond(new Mutex());
      const log: unknown[] = [];
      yield* startWaiting(cond, log, ["early"]);
      go(waitOnce, cond, log, "late");
      cond.signal();
      yield* settle();
      expect(log).toEqual(["early"]);
      cond.signal();
      yield* settle();
      expect(log).toEqual(["early", "late"]);
    }));

  it("works with either side of a RWMutex", () =>
    run(function* () {
      const rw = new RWMutex();
      const cond = new Cond(rw.rLocker());
      const log: unknown[] = [];
      for (const entry of ["a", "b"]) go(waitOnce, cond, log, entry);
      yield* settle();
      yield* rw.lock();
      cond.broadcast();
      yield* settle();
      expect(log).toEqual([]);
      rw.unlock();
      yield* settle();
      expect(log.slice().sort()).toEqual(["a", "b"]);
    }));

  it("CO3 a goroutine that is unwound while it waits holds the lock in its finally blocks", async () => {
    const mu = new Mutex();
    const cond = new Cond(mu);
    const log: unknown[] = [];
    await run(
      function* () {
        for (let i = 0; i < 2; i++) {
          go(function* () {
            yield* mu.lock();
            try {
              yield* cond.wait();
              log.push("not reached");
            } finally {
              log.push(mu.tryLock());
              mu.unlock();
            }
          });
        }
        yield* settle();
      },
      { onExit: "unwind" },
    );
    expect(log).toEqual([false, false]);
    expect(mu.tryLock()).toBe(true);
  });

  condContract(() => {
    const mu = new Mutex();
    return { mu, cond: new Cond(mu) };
  });

  it("the end of a program takes those who wait out of the line", async () => {
    const cond = new Cond(new Mutex());
    const log: unknown[] = [];
    await run(() => startWaiting(cond, log, ["dropped"]));
    await run(function* () {
      yield* startWaiting(cond, log, ["next"]);
      cond.signal();
      yield* settle();
    });
    expect(log).toEqual(["next"]);
  });

  it("works outside goroutines", async () => {
    const mu = new Mutex();
    const cond = new Cond(mu);
    await mu.lock();
    const waiting = cond.wait().then(() => mu.tryLock());
    await mu.lock();
    cond.signal();
    mu.unlock();
    expect(await waiting).toBe(false);
  });
});
