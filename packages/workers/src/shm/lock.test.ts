import { beforeEach, describe, expect, it, vi } from "vitest";
import { freshMemory } from "../../test/shm/threads.js";
import { load, store } from "./atomics.js";
import { HEAP } from "./layout.js";
import { lock, poisonOf, unlock } from "./lock.js";

const a = HEAP;

describe("the lock", () => {
  beforeEach(() => freshMemory());

  it("says who holds it", () => {
    expect(lock(a, 0)).toBe(1);
    expect(load(a)).toBe(1);
    unlock(a);
    expect(lock(a, 5)).toBe(1);
    expect(load(a)).toBe(6);
  });

  it("LO1 waits until the holder unlocks", () => {
    lock(a, 1);
    let looks = 0;
    const read = vi.spyOn(Atomics, "load").mockImplementation((): never => {
      // The holder goes on while we wait.
      if (++looks === 3) unlock(a);
      return (looks > 2 ? 0 : 2) as never;
    });
    expect(lock(a, 0)).toBe(1);
    read.mockRestore();
    expect(looks).toBe(3);
    expect(load(a)).toBe(1);
  });

  it("LO3 is refused for ever when it is poisoned, and names who died", () => {
    store(a, poisonOf(4));
    expect([lock(a, 0), lock(a, 1)]).toEqual([0, 0]);
    expect(-1 - load(a)).toBe(4);
    expect(poisonOf(0)).toBeLessThan(0);
  });
});
