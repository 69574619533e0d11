/**
 * What every condition does when its goroutine is unwound, and as a case of a select, wherever it lies: run once for each kind.
 */
import { after, chan, type Go, go, gosched } from "@gopark/core";
import { all, race, select, TimeoutError, timeout, trySelect } from "@gopark/select";
import { expect, it } from "vitest";
import { runLong as run } from "../../core/test/run-long.js";
import { settle } from "../../core/test/settle.js";
import type { Cond } from "../src/cond.js";
import type { Mutex } from "../src/mutex.js";

/** A condition with its lock. */
export interface CondScene {
  readonly mu: Pick<Mutex, "lock" | "tryLock" | "unlock">;
  readonly cond: Pick<Cond, "wait" | "signal">;
}

/** Adds the cases to the suite at hand. */
export function condContract(make: () => CondScene): void {
  // The interleaving: it may be notified, somebody else has the lock, the program ends, and only then is the lock free.
  it.each([
    ["a wait that is unwound while it locks again", true, null],
    ["a wait that is unwound", false, null],
    ["a select that is unwound while its case locks again", true, () => chan().recv()],
    ["a select that is unwound", false, () => chan().recv()],
  ] as const)("CO3 %s has the lock when it is left", async (_, isNotified, other) => {
    const { mu, cond } = make();
    const log: string[] = [];
    await run(
      function* () {
        go(function* () {
          yield* mu.lock();
          try {
            yield* other ? select([cond.wait(), other()]) : cond.wait();
          } finally {
            log.push("waiter leaves");
            mu.unlock();
          }
        });
        yield* settle();
        go(function* () {
          yield* mu.lock();
          if (isNotified) cond.signal();
          try {
            yield* chan().recv();
          } finally {
            yield* gosched();
            log.push("holder leaves");
            mu.unlock();
          }
        });
        yield* settle();
      },
      { onExit: "unwind" },
    );
    expect(log).toEqual(["holder leaves", "waiter leaves"]);
    expect(mu.tryLock()).toBe(true);
  });

  it("CO3 as a case of a select it lets go of the lock when all wait, and has it again when it happens", () =>
    run(function* () {
      const { mu, cond } = make();
      const never = chan<number>();
      const waiter = go(function* () {
        yield* mu.lock();
        const result = yield* select({ woken: cond.wait(), never: never.recv() });
        const isHeld = !mu.tryLock();
        mu.unlock();
        return [result, isHeld];
      });
      yield* settle();
      expect(mu.tryLock()).toBe(true);
      cond.signal();
      yield* settle();
      expect(waiter.status).toBe("waiting");
      mu.unlock();
      expect(yield* waiter.join()).toEqual([{ case: "woken", value: undefined }, true]);
    }));

  it("CO3 it also has it again when another case has happened, and waits for it", () =>
    run(function* () {
      const { mu, cond } = make();
      const other = chan<number>();
      const waiter = go(function* () {
        yield* mu.lock();
        const result = yield* select([other.recv(), cond.wait()]);
        const isHeld = !mu.tryLock();
        mu.unlock();
        return [result, isHeld];
      });
      yield* settle();
      yield* mu.lock();
      yield* other.send(7);
      yield* settle();
      expect(waiter.status).toBe("waiting");
      mu.unlock();
      expect(yield* waiter.join()).toEqual([[0, 7], true]);
      // It has left the line: nobody is there to be notified in its place.
      const next = go(function* () {
        yield* mu.lock();
        yield* cond.wait();
        mu.unlock();
      });
      yield* settle();
      cond.signal();
      yield* next.join();
    }));

  it("CO3 a select that finds another case ready never lets go of the lock", () =>
    run(function* () {
      const { mu, cond } = make();
      const ready = chan<number>(1);
      ready.trySend(1);
      yield* mu.lock();
      expect((yield* select({ woken: cond.wait(), ready: ready.recv() })).case).toBe("ready");
      yield* settle();
      expect(mu.tryLock()).toBe(false);
      mu.unlock();
    }));

  it("CO3 a signal that comes before the select has let go is not lost", () =>
    run(function* () {
      const { mu, cond } = make();
      yield* mu.lock();
      go(() => cond.signal());
      yield* select([cond.wait(), chan().recv()]);
      yield* settle();
      expect(mu.tryLock()).toBe(false);
      mu.unlock();
    }));

  it("two of one select are cases of their own", () =>
    run(function* () {
      const [one, two] = [make(), make()];
      const waiter = go(function* (): Go<unknown> {
        yield* one.mu.lock();
        yield* two.mu.lock();
        const { case: which } = yield* select({ one: one.cond.wait(), two: two.cond.wait() });
        return [which, one.mu.tryLock(), two.mu.tryLock()];
      });
      yield* settle();
      two.cond.signal();
      expect(yield* waiter.join()).toEqual(["two", false, false]);
    }));

  it("waits no longer than timeout and race let it, and can't be asked at once", () =>
    run(function* () {
      const { mu, cond } = make();
      yield* mu.lock();
      let error: unknown;
      try {
        yield* timeout(cond.wait(), 1);
      } catch (thrown) {
        error = thrown;
      }
      expect(error).toBeInstanceOf(TimeoutError);
      yield* race([cond.wait(), after(1).recv()]);
      expect(mu.tryLock()).toBe(false);
      expect(() => trySelect([cond.wait()])).toThrow("select: case 0: want an operation that can be a case");
      expect(() => all([cond.wait()])).toThrow(TypeError);
      // A select that it is a case of is made of steps as well.
      expect(() => select([select([cond.wait()])])).toThrow(TypeError);
      mu.unlock();
    }));
}
