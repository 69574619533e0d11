/**
 * What every condition does when its goroutine is unwound, wherever it lies: run once for each kind.
 */
import { chan, go, gosched } from "@gopark/core";
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
  // The interleaving: it is notified, somebody else has the lock, the program ends, and only then is the lock free.
  it("CO3 a wait that is unwound while it locks again has the lock when it is left", async () => {
    const { mu, cond } = make();
    const log: string[] = [];
    await run(
      function* () {
        go(function* () {
          yield* mu.lock();
          try {
            yield* cond.wait();
          } finally {
            log.push("waiter leaves");
            mu.unlock();
          }
        });
        yield* settle();
        go(function* () {
          yield* mu.lock();
          cond.signal();
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
}
