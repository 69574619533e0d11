import { chan, FatalError, type Go, go, goexit, gosched } from "@gopark/core";
import { describe, expect, it } from "vitest";
import { runLong as run, runAlone } from "../../core/test/run-long.js";
import { settle } from "../../core/test/settle.js";
import { checkMutex, watched } from "../test/check-lock.js";
import { HMutex } from "./hmutex.js";
import { Mutex } from "./mutex.js";

/** A mutex whose invariants are checked after every call. */
function make(): HMutex {
  return watched(new HMutex(), checkMutex);
}

describe("Mutex", () => {
  it("MU-01 a new one is unlocked and gives mutual exclusion", () =>
    run(function* () {
      const mu = new Mutex();
      let counter = 0;
      const gs = Array.from({ length: 50 }, () =>
        go(function* () {
          for (let i = 0; i < 100; i++) {
            yield* mu.lock();
            const before = counter;
            if (i % 10 === 0) yield* gosched();
            counter = before + 1;
            mu.unlock();
          }
        }),
      );
      for (const g of gs) yield* g.join();
      expect(counter).toBe(5000);
    }));

  it("MU-02 tryLock takes the lock or answers false, and never blocks", () => {
    const mu = make();
    expect(mu.tryLock()).toBe(true);
    expect(mu.tryLock()).toBe(false);
    mu.unlock();
    expect(mu.tryLock()).toBe(true);
  });

  it("MU-03 tryLock fails on a lock that the same goroutine holds", () =>
    run(function* () {
      const mu = make();
      yield* mu.lock();
      expect(mu.tryLock()).toBe(false);
    }));

  it("MU-04 any goroutine may unlock it", () =>
    run(function* () {
      const mu = make();
      yield* mu.lock();
      yield* go(() => mu.unlock()).join();
      expect(mu.tryLock()).toBe(true);
    }));

  it("MU-05 a second lock in the same goroutine waits for ever", async () => {
    const error = await runAlone(function* main() {
      const mu = make();
      yield* mu.lock();
      yield* mu.lock();
    }).catch((e: Error) => e.message);
    expect(error).toMatch(
      /^fatal error: all goroutines are asleep - deadlock!\n\ngoroutine 1 \[sync\.Mutex\.Lock\]:\nmain\(/,
    );
    expect(error).toMatch(/\n {2}cycle: goroutine 1 waits for a sync\.Mutex held by goroutine 1$/);
  });

  it("MU-06 waiters get it in the order they came, when nobody else competes", () =>
    run(function* () {
      const mu = make();
      const order: number[] = [];
      yield* mu.lock();
      const gs = [];
      for (let i = 0; i < 5; i++) {
        gs.push(
          go(function* () {
            yield* mu.lock();
            order.push(i);
            yield* gosched();
            mu.unlock();
          }),
        );
        yield* settle();
      }
      mu.unlock();
      for (const g of gs) yield* g.join();
      expect(order).toEqual([0, 1, 2, 3, 4]);
    }));

  it("MU-07 a finally block unlocks when the section panics or ends by goexit", () =>
    run(function* () {
      const mu = make();
      const section = function* (inner: () => Go<unknown>): Go {
        yield* mu.lock();
        try {
          yield* inner();
        } finally {
          mu.unlock();
        }
      };
      yield* go(section, function* () {
        yield* goexit();
      }).join();
      expect(mu.tryLock()).toBe(true);
      mu.unlock();
      try {
        yield* section(function* () {
          throw new Error("boom");
        });
        expect.unreachable();
      } catch (error) {
        expect((error as Error).message).toBe("boom");
      }
      expect(mu.tryLock()).toBe(true);
    }));

  it("MU-08 MU-09 unlock of an unlocked one is a fatal error that ends the program, with all goroutines in its text", async () => {
    const log: string[] = [];
    const error = await run(function* () {
      go(function* other() {
        yield* chan().recv();
      });
      yield* settle();
      try {
        make().unlock();
      } catch {
        // JavaScript can't keep a throw from being caught; but the program is over.
        log.push("caught");
        yield* gosched();
        log.push("goes on");
      }
    }).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(FatalError);
    const { message } = error as FatalError;
    expect(message).toMatch(/^fatal error: sync: unlock of unlocked mutex\n\ngoroutine 1 \[running\]:\n/);
    expect(message).toMatch(/\ngoroutine 2 \[chan receive\]:\nother\(/);
    expect(log).toEqual(["caught"]);
  });

  it("D-46 one that is held when its program ends stays locked, until somebody unlocks it", async () => {
    const mu = make();
    await run(() => mu.lock());
    expect(mu.tryLock()).toBe(false);
    mu.unlock();
    expect(mu.tryLock()).toBe(true);
  });

  it("MU-08 outside any program it is thrown, and the mutex is as before", () => {
    const mu = make();
    expect(() => mu.unlock()).toThrow(FatalError);
    expect(mu.tryLock()).toBe(true);
  });

  it("MU-08 a second unlock is found out although a waiter was let in by the first", async () => {
    const enrolled: ((mu: HMutex) => unknown)[] = [
      (mu) => go(() => mu.lock()),
      (mu) => go(() => mu.lock().map(() => undefined)),
      (mu) => mu.lock().then(),
    ];
    for (const enter of enrolled) {
      const error = await run(function* () {
        const mu = make();
        yield* mu.lock();
        enter(mu);
        yield* settle();
        mu.unlock();
        mu.unlock();
      }).catch((e: unknown) => e);
      expect(error).toBeInstanceOf(FatalError);
    }
  });

  it("MU-15 goroutines that lock in opposite order wait for each other; the report of the deadlock names the cycle", async () => {
    const error = await runAlone(function* () {
      const [a, b] = [make(), make()];
      const both = function* (first: HMutex, second: HMutex): Go {
        yield* first.lock();
        yield* gosched();
        yield* second.lock();
      };
      go(both, a, b);
      go(both, b, a);
      go(both, b, a);
      // Others go on: a partial deadlock is none. (No sleep: it may be over before the first of them has run.)
      for (let i = 0; i < 3; i++) yield* gosched();
      yield* chan().recv();
    }).catch((e: Error) => e.message);
    const lines = String(error)
      .split("\n")
      .filter((text) => text.startsWith("  "));
    expect(lines).toHaveLength(2);
    const held = (id: number, holder: number): string =>
      `goroutine ${id} waits for a sync.Mutex held by goroutine ${holder}`;
    const cycle = lines.find((text) => text.startsWith("  cycle: "));
    // Goroutine 4 was started last and runs first: it has b, 2 has a, 3 waits for b.
    expect(cycle).toBe(`  cycle: ${held(2, 4)}, which waits for a sync.Mutex held by goroutine 2`);
    expect(lines).toContain(`  ${held(3, 4)}`);
  });

  it("MU-14 nobody spins: one thread has nobody to wait for, and who finds it locked parks at once", () =>
    run(function* () {
      const mu = make();
      yield* mu.lock();
      const g = go(() => mu.lock());
      yield* gosched();
      expect(g.status).toBe("waiting");
    }));

  it("MU-16 what was written before an unlock is seen after the next lock", () =>
    run(function* () {
      const mu = make();
      let text = "";
      yield* mu.lock();
      const g = go(function* () {
        yield* mu.lock();
        return text;
      });
      yield* settle();
      text = "hello, world";
      mu.unlock();
      expect(yield* g.join()).toBe("hello, world");
    }));

  it("MU-17 an assignment copies nothing: both names are one lock", () => {
    const mu = make();
    const copy = mu;
    copy.tryLock();
    expect(mu.tryLock()).toBe(false);
  });

  it("MU-18 it is a Locker", () => {
    const mu: import("./locker.js").Locker = new Mutex();
    expect(mu).toBeInstanceOf(Mutex);
  });
});
