import { run } from "@gopark/core";
import { withLock } from "@gopark/core/internal";
import { beforeEach, describe, expect, it } from "vitest";
import { freshMemory } from "../../test/shm/threads.js";
import { Guard } from "./locker.js";
import { Mutex } from "./mutex.js";

describe("what is built on lock and unlock", () => {
  beforeEach(() => freshMemory());

  it("V1 a guard unlocks once", () =>
    run(function* () {
      const mu = new Mutex();
      yield* mu.lock();
      const guard = new Guard(mu);
      guard[Symbol.dispose]();
      expect(mu.tryLock()).toBe(true);
      guard[Symbol.dispose]();
      expect(mu.tryLock()).toBe(false);
    }));

  it("V1 withLock unlocks however its body ends", () =>
    run(function* () {
      const mu = new Mutex();
      expect(yield* withLock(mu, () => mu.tryLock())).toBe(false);
      try {
        yield* withLock(mu, () => {
          throw new Error("boom");
        });
        expect.unreachable();
      } catch (error) {
        expect(String(error)).toBe("Error: boom");
      }
      expect(mu.tryLock()).toBe(true);
    }));
});
