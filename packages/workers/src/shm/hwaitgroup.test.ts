import { beforeEach, describe, expect, it } from "vitest";
import { arrivals, freshMemory, objectOf, waiterOf } from "../../test/shm/threads.js";
import { get, store } from "./atomics.js";
import { ALL, addTally, signal, TALLY } from "./hwaitgroup.js";
import { poisonOf } from "./lock.js";
import { COND, LOCK, WAITGROUP } from "./object.js";
import { BUSY, DONE, MISUSED, SPOILT } from "./verdict.js";
import { AWAIT, enter, NOTICE, tryOnce } from "./wait.js";

describe("a wait group of several threads", () => {
  beforeEach(() => freshMemory());

  it("HG1 lets all go at 0, in the order they came, and not before", () => {
    const wg = objectOf(WAITGROUP);
    expect(enter(waiterOf(0, wg, AWAIT), 0)).toBe(DONE);
    addTally(wg, 2, 0);
    const recs = [waiterOf(1, wg, AWAIT), waiterOf(1, wg, AWAIT), waiterOf(2, wg, AWAIT)];
    expect(recs.map((rec, i) => enter(rec, i < 2 ? 1 : 2))).toEqual([BUSY, BUSY, BUSY]);
    addTally(wg, -1, 1);
    expect([...arrivals(1), ...arrivals(2)]).toEqual([]);
    expect(addTally(wg, -1, 2)).toBe(DONE);
    expect([...arrivals(1), ...arrivals(2)]).toEqual(recs);
    expect(tryOnce(waiterOf(0, wg, AWAIT), 0)).toBe(DONE);
  });

  it("tells a tally below 0, which stays, and death", () => {
    const wg = objectOf(WAITGROUP);
    expect(addTally(wg, -1, 0)).toBe(MISUSED);
    expect(get(wg + TALLY)).toBe(-1);
    store(wg + LOCK, poisonOf(1));
    expect(addTally(wg, 1, 0)).toBe(SPOILT);
  });

  it("wraps around at 32 bits, as Go's does", () => {
    const wg = objectOf(WAITGROUP);
    addTally(wg, 0x7fffffff, 0);
    expect(addTally(wg, 1, 0)).toBe(MISUSED);
  });
});

describe("a condition of several threads", () => {
  beforeEach(() => freshMemory());

  it("wakes as many as it is told to, first come, first served, and forgets a signal that finds nobody", () => {
    const cond = objectOf(COND);
    expect(signal(cond, 1, 0)).toBe(DONE);
    const recs = [1, 2, 1].map((m) => waiterOf(m, cond, NOTICE));
    expect(recs.map((rec) => enter(rec, 1))).toEqual([BUSY, BUSY, BUSY]);
    signal(cond, 1, 0);
    expect([arrivals(1), arrivals(2)]).toEqual([[recs[0]], []]);
    signal(cond, ALL, 0);
    expect([arrivals(1), arrivals(2)]).toEqual([[recs[2]], [recs[1]]]);
    store(cond + LOCK, poisonOf(1));
    expect(signal(cond, 1, 0)).toBe(SPOILT);
  });
});
