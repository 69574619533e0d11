import { go, gosched } from "@gopark/core";
import { select } from "@gopark/select";
import { beforeEach, describe, expect, it } from "vitest";
import { opContract } from "../../../core/test/op-contract.js";
import { runLong as run, runAlone } from "../../../core/test/run-long.js";
import { settle } from "../../../core/test/settle.js";
import { freshMemory } from "../../test/shm/threads.js";
import { Mutex } from "./mutex.js";

opContract("lock of a shared.Mutex", {
  ready: () => ({ make: () => new Mutex().lock(), outcome: { value: undefined } }),
  waiting: () => {
    const mu = new Mutex();
    mu.tryLock();
    return { make: () => mu.lock(), outcome: { value: undefined }, complete: () => mu.unlock() };
  },
});

describe("shared.Mutex", () => {
  beforeEach(() => freshMemory());

  it("MU-01 gives mutual exclusion", () =>
    run(function* () {
      const mu = new Mutex();
      let counter = 0;
      const gs = Array.from({ length: 20 }, () =>
        go(function* () {
          for (let i = 0; i < 20; i++) {
            yield* mu.lock();
            const before = counter;
            if (i % 5 === 0) yield* gosched();
            counter = before + 1;
            mu.unlock();
          }
        }),
      );
      for (const g of gs) yield* g.join();
      expect(counter).toBe(400);
    }));

  it("MU-02 tryLock takes the lock or answers false, and never blocks", () => {
    const mu = new Mutex();
    expect([mu.tryLock(), mu.tryLock()]).toEqual([true, false]);
    mu.unlock();
    expect(mu.tryLock()).toBe(true);
  });

  it("MU-03 tryLock fails on a lock held by the same goroutine", () =>
    run(function* () {
      const mu = new Mutex();
      yield* mu.lock();
      expect(mu.tryLock()).toBe(false);
    }));

  it("MU-04 any goroutine may unlock it", () =>
    run(function* () {
      const mu = new Mutex();
      yield* mu.lock();
      yield* go(() => mu.unlock()).join();
      expect(mu.tryLock()).toBe(true);
    }));

  it("MU-05 a second lock in the same goroutine waits for ever", async () => {
    const error = await runAlone(function* main() {
      const mu = new Mutex();
      yield* mu.lock();
      yield* mu.lock();
    }).catch((e: Error) => e.message);
    expect(error).toMatch(
      /^fatal error: all goroutines are asleep - deadlock!\n\ngoroutine 1 \[sync\.Mutex\.Lock\]:/,
    );
  });

  it("MU-06 waiters get it in the order they came, and no newcomer passes", () =>
    run(function* () {
      const mu = new Mutex();
      const order: number[] = [];
      yield* mu.lock();
      const gs = [];
      for (const i of [0, 1, 2]) {
        gs.push(
          go(function* () {
            yield* mu.lock();
            order.push(i);
            mu.unlock();
          }),
        );
        yield* settle();
      }
      mu.unlock();
      expect(mu.tryLock()).toBe(false);
      for (const g of gs) yield* g.join();
      expect(order).toEqual([0, 1, 2]);
      expect(mu.tryLock()).toBe(true);
    }));

  it("MU-07 unlock of an unlocked one ends the program with Go's text", async () => {
    const error = await runAlone(function* () {
      new Mutex().unlock();
    }).catch((e: Error) => e.message);
    expect(error).toMatch(/^fatal error: sync: unlock of unlocked mutex/);
  });

  it("withLock and guard unlock at the end", () =>
    run(function* () {
      const mu = new Mutex();
      expect(yield* mu.withLock(() => mu.tryLock())).toBe(false);
      const guard = yield* mu.guard();
      expect(mu.tryLock()).toBe(false);
      guard[Symbol.dispose]();
      expect(mu.tryLock()).toBe(true);
    }));

  it("as a case of a select that loses it is not taken", () =>
    run(function* () {
      const [a, b] = [new Mutex(), new Mutex()];
      yield* a.lock();
      yield* b.lock();
      const g = go(() => select({ a: a.lock(), b: b.lock() }));
      yield* settle();
      b.unlock();
      expect((yield* g.join()).case).toBe("b");
      a.unlock();
      expect([a.tryLock(), b.tryLock()]).toEqual([true, false]);
    }));
});
