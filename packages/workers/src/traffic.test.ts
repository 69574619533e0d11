import { beforeEach, describe, expect, it } from "vitest";
import { load, store } from "./shm/atomics.js";
import { M_STATUS, MAX_MS, mLine } from "./shm/layout.js";
import { M_DEAD, M_IDLE, M_MAIL, M_NONE } from "./shm/sched-words.js";
import { join, newMemory } from "./thread.js";
import { anyTraffic, arrived, clearTraffic, departed, settle } from "./traffic.js";

const mailOf = (index: number): number => load(mLine(index) + M_MAIL);

describe("messages on their way", () => {
  beforeEach(() => {
    join(newMemory(1 << 20), 0);
    for (let index = 1; index < 4; index++) store(mLine(index) + M_STATUS, M_IDLE);
  });

  it("TR1 are counted for each pair of Ms and each direction, the last M included", () => {
    const last = MAX_MS - 1;
    for (const [from, to] of [
      [0, 1],
      [1, 0],
      [1, last],
      [last, 1],
    ] as const) {
      store(mLine(last) + M_STATUS, M_IDLE);
      departed(from, to);
      expect([anyTraffic(MAX_MS), mailOf(to), mailOf(from)]).toEqual([true, 1, 0]);
      // That of others does not make up for it.
      departed(2, 3);
      arrived(3, 2);
      expect(anyTraffic(MAX_MS)).toBe(true);
      arrived(to, from);
      expect([anyTraffic(MAX_MS), mailOf(to)]).toEqual([false, 0]);
    }
  });

  it("TR3 hold up until all have settled with one that has died", () => {
    departed(1, 2);
    departed(1, 3);
    departed(1, 3);
    departed(0, 1);
    arrived(3, 1);
    store(mLine(1) + M_STATUS, M_DEAD);
    for (const index of [2, 3, 0]) {
      expect(anyTraffic(4)).toBe(true);
      settle(index, 1);
    }
    expect([anyTraffic(4), mailOf(2), mailOf(3)]).toEqual([false, 0, 0]);
  });

  it("between two that are dead hold up nothing, nor do those of an M that is no more", () => {
    departed(1, 2);
    store(mLine(1) + M_STATUS, M_DEAD);
    store(mLine(2) + M_STATUS, M_DEAD);
    expect(anyTraffic(4)).toBe(false);
    departed(0, 3);
    store(mLine(3) + M_STATUS, M_NONE);
    expect(anyTraffic(4)).toBe(false);
    store(mLine(0) + M_STATUS, M_NONE);
    departed(0, 1);
    expect(anyTraffic(4)).toBe(true);
  });

  it("are none for an index that is given out again", () => {
    departed(0, 1);
    departed(1, 2);
    clearTraffic(1);
    expect([anyTraffic(4), mailOf(1)]).toEqual([false, 0]);
  });

  it("TR4 leave other mail counted when one dies, and never less than none", () => {
    departed(1, 0);
    departed(1, 0);
    departed(2, 0);
    settle(0, 1);
    expect(mailOf(0)).toBe(1);
    store(mLine(0) + M_MAIL, 0);
    arrived(0, 2);
    expect(mailOf(0)).toBe(0);
  });
});
