import { type Go, go, gosched, run as runSliced, sleep } from "@gopark/core";
import { describe, expect, it } from "vitest";
import { useFakeHost } from "../../core/test/fake-host.js";
import { runLong as run } from "../../core/test/run-long.js";
import { settle } from "../../core/test/settle.js";
import { checkMutex, watched } from "../test/check-lock.js";
import { lockContract } from "../test/lock-contract.js";
import { lockModel } from "../test/lock-model.js";
import { HMutex } from "./hmutex.js";
import { Guard } from "./locker.js";
import { Mutex } from "./mutex.js";

/** A mutex whose invariants are checked after every call. */
function make(): HMutex {
  return watched(new HMutex(), checkMutex);
}

lockContract("Mutex.lock", () => {
  const mu = make();
  return {
    acquire: () => mu.lock(),
    tryAcquire: () => mu.tryLock(),
    release: () => mu.unlock(),
    block: () => mu.tryLock(),
    unblock: () => mu.unlock(),
    isExclusive: true,
    check: () => checkMutex(mu),
  };
});

lockContract("Mutex.guard", () => {
  const mu = make();
  return {
    acquire: () => mu.guard(),
    result: expect.any(Guard),
    tryAcquire: () => mu.tryLock(),
    release: () => mu.unlock(),
    block: () => mu.tryLock(),
    unblock: () => mu.unlock(),
    isExclusive: true,
    check: () => checkMutex(mu),
  };
});

describe("random programs", () => {
  lockModel("Mutex", () => {
    const mu = make();
    const side = {
      acquire: () => mu.lock(),
      tryAcquire: () => mu.tryLock(),
      release: () => mu.unlock(),
      isShared: false,
    };
    return { sides: [side, side], check: () => checkMutex(mu) };
  });
});

describe("normal mode", () => {
  it("MU-10 a goroutine that runs may lock again and again although others wait", () =>
    run(function* () {
      const mu = make();
      let got = 0;
      yield* mu.lock();
      go(function* () {
        yield* mu.lock();
        got++;
      });
      yield* settle();
      for (let i = 0; i < 100; i++) {
        mu.unlock();
        expect(mu.tryLock()).toBe(true);
        mu.unlock();
        yield* mu.lock();
      }
      expect(got).toBe(0);
      mu.unlock();
      yield* settle();
      expect(got).toBe(1);
    }));

  it("MU-13 who was woken and lost goes back to the front", () =>
    run(function* () {
      const mu = make();
      const order: string[] = [];
      const enter = function* (name: string): Go {
        yield* mu.lock();
        order.push(name);
        mu.unlock();
      };
      yield* mu.lock();
      for (const name of ["a", "b", "c"]) {
        go(enter, name);
        yield* settle();
      }
      for (let i = 0; i < 2; i++) {
        mu.unlock();
        yield* mu.lock();
        yield* settle();
      }
      mu.unlock();
      yield* settle();
      expect(order).toEqual(["a", "b", "c"]);
    }));

  it("only one is woken at a time, however often it is unlocked meanwhile", () =>
    run(function* () {
      const mu = make();
      yield* mu.lock();
      const gs = ["a", "b"].map(() =>
        go(function* () {
          yield* mu.lock();
          mu.unlock();
        }),
      );
      yield* settle();
      mu.unlock();
      yield* mu.lock();
      mu.unlock();
      expect(gs.map((g) => g.status).sort()).toEqual(["runnable", "waiting"]);
    }));
});

describe("starvation mode", () => {
  const fake = useFakeHost();

  /** A mutex that is locked, and a goroutine that waits for it and has lost `ms` milliseconds later. */
  function* starving(ms: number, log: string[]): Go<HMutex> {
    const mu = make();
    yield* mu.lock();
    go(function* () {
      yield* mu.lock();
      log.push("first");
      yield* gosched();
      mu.unlock();
    });
    yield* sleep(ms);
    mu.unlock();
    yield* mu.lock();
    yield* settle();
    return mu;
  }

  it("MU-11 MU-20 who has lost for more than a millisecond is handed the lock: nobody barges in", async () => {
    const log: string[] = [];
    await fake.host.finish(
      run(function* () {
        const mu = yield* starving(1.1, log);
        expect(log).toEqual([]);
        mu.unlock();
        expect(mu.tryLock()).toBe(false);
        yield* mu.lock();
        log.push("newcomer");
        mu.unlock();
      }),
    );
    expect(log).toEqual(["first", "newcomer"]);
  });

  it("unlock keeps the CPU, also when it hands the lock over: in Go it gives up its slice then", async () => {
    const log: string[] = [];
    await fake.host.finish(
      run(function* () {
        const mu = yield* starving(5, log);
        mu.unlock();
        log.push("after unlock");
        yield* settle();
      }),
    );
    expect(log).toEqual(["after unlock", "first"]);
  });

  it("MU-11 less than a millisecond is not too long", async () => {
    const log: string[] = [];
    await fake.host.finish(
      run(function* () {
        const mu = yield* starving(0.9, log);
        mu.unlock();
        expect(mu.tryLock()).toBe(true);
      }),
    );
    expect(log).toEqual([]);
  });

  it("MU-11 newcomers queue at the end", async () => {
    const log: string[] = [];
    await fake.host.finish(
      run(function* () {
        const mu = yield* starving(5, log);
        const enter = function* (name: string): Go {
          yield* mu.lock();
          log.push(name);
          mu.unlock();
        };
        go(enter, "second");
        yield* settle();
        mu.unlock();
        go(enter, "third");
        yield* settle();
      }),
    );
    expect(log).toEqual(["first", "second", "third"]);
  });

  it("MU-12 it ends with the last in line", async () => {
    await fake.host.finish(
      run(function* () {
        const mu = yield* starving(5, []);
        mu.unlock();
        yield* settle();
        yield* gosched();
        expect(mu.state).toBe(0);
        expect(mu.tryLock()).toBe(true);
      }),
    );
  });

  /** Three that wait while the mutex starves, the last two for `ms` milliseconds. Gives who could barge in after whom. */
  async function bargesAfter(ms: number): Promise<[string, boolean][]> {
    const barges: [string, boolean][] = [];
    await fake.host.finish(
      run(function* () {
        const mu = yield* starving(5, []);
        const enter = function* (name: string): Go {
          yield* mu.lock();
          mu.unlock();
          const isFree = mu.tryLock();
          if (isFree) mu.unlock();
          barges.push([name, isFree]);
        };
        // The clock has to be read before they come.
        yield* sleep(1);
        for (const name of ["second", "third"]) {
          go(enter, name);
          yield* settle();
        }
        yield* sleep(ms);
        mu.unlock();
        yield* sleep(1);
      }),
    );
    return barges;
  }

  it("MU-12 it ends with one who did not wait for a millisecond, though others wait", async () => {
    expect(await bargesAfter(0.5)).toEqual([
      ["second", true],
      ["third", true],
    ]);
  });

  it("MU-12 it goes on while those in line have waited for longer", async () => {
    expect(await bargesAfter(1.5)).toEqual([
      ["second", false],
      ["third", true],
    ]);
  });

  it("MU-12 it ends if nobody waits any more: their program has ended", async () => {
    const mu = make();
    await fake.host.finish(
      run(function* () {
        yield* mu.lock();
        go(() => mu.lock());
        yield* sleep(5);
        mu.unlock();
        yield* mu.lock();
        yield* settle();
      }),
    );
    // It starves, and the one who starved is gone.
    expect(mu.state).not.toBe(1);
    expect(mu.line?.first).toBe(null);
    mu.unlock();
    expect(mu.tryLock()).toBe(true);
  });

  it("MU-21 a goroutine that locks in a tight loop does not keep another from its turns", async () => {
    const begin = fake.host.time;
    let rounds = 0;
    await fake.host.finish(
      runSliced(function* () {
        const mu = new Mutex();
        go(function* hog() {
          for (;;) {
            yield* mu.lock();
            fake.host.time += 0.1;
            rounds++;
            mu.unlock();
          }
        });
        for (let i = 0; i < 10; i++) {
          yield* sleep(0.1);
          yield* mu.lock();
          mu.unlock();
        }
      }),
    );
    expect(rounds).toBeGreaterThan(10);
    // One thread: until the other runs, looks, waits and is handed the lock, the hog has some slices of 10 ms.
    expect(fake.host.time - begin).toBeLessThan(10 * 50);
  });

  it("D-44 MU-06 handing over keeps the order of those who compete and those who can't", async () => {
    const log: string[] = [];
    await fake.host.finish(
      run(function* () {
        const mu = make();
        yield* mu.lock();
        const enter = function* (name: string, isMapped: boolean): Go {
          yield* isMapped ? mu.lock().map(() => undefined) : mu.lock();
          log.push(name);
          mu.unlock();
        };
        for (const [i, name] of ["a", "b", "c", "d"].entries()) {
          go(enter, name, i % 2 === 1);
          yield* sleep(2);
        }
        for (let i = 0; i < 3; i++) {
          mu.unlock();
          yield* mu.lock();
        }
        mu.unlock();
        yield* sleep(1);
      }),
    );
    expect(log).toEqual(["a", "b", "c", "d"]);
  });
});
