import { go } from "@gopark/core";
import { select } from "@gopark/select";
import { beforeEach, describe, expect, it } from "vitest";
import { opContract } from "../../../core/test/op-contract.js";
import { runLong as run, runAlone } from "../../../core/test/run-long.js";
import { settle } from "../../../core/test/settle.js";
import { freshMemory } from "../../test/shm/threads.js";
import { RWMutex } from "./rwmutex.js";

opContract("rLock of a shared.RWMutex", {
  ready: () => ({ make: () => new RWMutex().rLock(), outcome: { value: undefined } }),
  waiting: () => {
    const rw = new RWMutex();
    rw.tryLock();
    const complete = (): void => (rw.tryRLock() ? rw.rUnlock() : rw.unlock());
    return { make: () => rw.rLock(), outcome: { value: undefined }, complete };
  },
});

opContract("lock of a shared.RWMutex", {
  ready: () => ({ make: () => new RWMutex().lock(), outcome: { value: undefined } }),
  waiting: () => {
    const rw = new RWMutex();
    rw.tryLock();
    return { make: () => rw.lock(), outcome: { value: undefined }, complete: () => rw.unlock() };
  },
});

describe("shared.RWMutex", () => {
  beforeEach(() => freshMemory());

  it("readers share, a writer is alone", () => {
    const rw = new RWMutex();
    expect([rw.tryRLock(), rw.tryRLock(), rw.tryLock()]).toEqual([true, true, false]);
    rw.rUnlock();
    rw.rUnlock();
    expect([rw.tryLock(), rw.tryRLock(), rw.tryLock()]).toEqual([true, false, false]);
    rw.unlock();
    expect(rw.tryRLock()).toBe(true);
  });

  it("a writer that waits keeps new readers out, and readers come in before the next writer", () =>
    run(function* () {
      const rw = new RWMutex();
      const order: string[] = [];
      const enter = function* (name: string, isWriter: boolean): Generator<any, void, any> {
        yield* isWriter ? rw.lock() : rw.rLock();
        order.push(name);
        if (isWriter) rw.unlock();
        else rw.rUnlock();
      };
      yield* rw.rLock();
      const gs = [];
      for (const [name, isWriter] of [
        ["w1", true],
        ["r1", false],
        ["w2", true],
        ["r2", false],
      ] as const) {
        gs.push(go(enter, name, isWriter));
        yield* settle();
      }
      expect(rw.tryRLock()).toBe(false);
      rw.rUnlock();
      for (const g of gs) yield* g.join();
      expect(order[0]).toBe("w1");
      expect(order.slice(1, 3).sort()).toEqual(["r1", "r2"]);
      expect(order[3]).toBe("w2");
    }));

  it("a writer that loses in a select lets the readers in that it held up", () =>
    run(function* () {
      const rw = new RWMutex();
      const other = new RWMutex();
      yield* rw.rLock();
      yield* other.lock();
      const chosen = go(() => select({ write: rw.lock(), other: other.lock() }));
      yield* settle();
      const reader = go(() => rw.rLock());
      yield* settle();
      expect(reader.status).toBe("waiting");
      other.unlock();
      yield* settle();
      expect((yield* chosen.join()).case).toBe("other");
      yield* reader.join();
    }));

  it.each([
    ["RUnlock", "sync: RUnlock of unlocked RWMutex", (rw: RWMutex) => rw.rUnlock()],
    ["Unlock", "sync: Unlock of unlocked RWMutex", (rw: RWMutex) => rw.unlock()],
  ])("%s of an unlocked one ends the program with Go's text", async (_, text, misuse) => {
    const error = await runAlone(function* () {
      misuse(new RWMutex());
    }).catch((e: Error) => e.message);
    expect(error).toContain(`fatal error: ${text}`);
  });

  it("rLocker is its reading side, and guards unlock their side", () =>
    run(function* () {
      const rw = new RWMutex();
      expect(rw.rLocker()).toBe(rw.rLocker());
      yield* rw.rLocker().lock();
      expect([rw.tryRLock(), rw.tryLock()]).toEqual([true, false]);
      rw.rLocker().unlock();
      rw.rUnlock();
      const reading = yield* rw.rGuard();
      expect(rw.tryLock()).toBe(false);
      reading[Symbol.dispose]();
      const writing = yield* rw.guard();
      expect(rw.tryRLock()).toBe(false);
      writing[Symbol.dispose]();
      expect(yield* rw.withRLock(() => [rw.tryLock(), rw.tryRLock()])).toEqual([false, true]);
      rw.rUnlock();
      expect(yield* rw.withLock(() => rw.tryRLock())).toBe(false);
      expect(rw.tryLock()).toBe(true);
    }));
});
