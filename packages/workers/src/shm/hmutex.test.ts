import { beforeEach, describe, expect, it } from "vitest";
import { arrivals, freshMemory, objectOf, waiterOf } from "../../test/shm/threads.js";
import { get, store } from "./atomics.js";
import { HOLDER, unlockMutex } from "./hmutex.js";
import { poisonOf } from "./lock.js";
import { LOCK, MUTEX } from "./object.js";
import { BUSY, DONE, MISUSED, SPOILT } from "./verdict.js";
import { enter, leave, TAKE, tryOnce } from "./wait.js";

describe("a mutex of several threads", () => {
  beforeEach(() => freshMemory());

  it("HM2 says on which M its holder is, also when it is handed over", () => {
    const mu = objectOf(MUTEX);
    expect(enter(waiterOf(2, mu, TAKE), 2)).toBe(DONE);
    expect(get(mu + HOLDER)).toBe(3);
    enter(waiterOf(1, mu, TAKE), 1);
    expect(unlockMutex(mu, 0)).toBe(DONE);
    expect(get(mu + HOLDER)).toBe(2);
  });

  it("HM1 goes to who waits longest, and is free when nobody does", () => {
    const mu = objectOf(MUTEX);
    enter(waiterOf(0, mu, TAKE), 0);
    const recs = [2, 1].map((m) => waiterOf(m, mu, TAKE));
    expect(recs.map((rec, i) => enter(rec, 2 - i))).toEqual([BUSY, BUSY]);
    expect(unlockMutex(mu, 0)).toBe(DONE);
    expect([arrivals(1), arrivals(2)]).toEqual([[], [recs[0]]]);
    expect(tryOnce(waiterOf(0, mu, TAKE), 0)).toBe(BUSY);
    unlockMutex(mu, 2);
    expect(arrivals(1)).toEqual([recs[1]]);
    unlockMutex(mu, 1);
    expect(tryOnce(waiterOf(0, mu, TAKE), 0)).toBe(DONE);
  });

  it("who leaves the line is not handed it", () => {
    const mu = objectOf(MUTEX);
    enter(waiterOf(0, mu, TAKE), 0);
    const rec = waiterOf(1, mu, TAKE);
    enter(rec, 1);
    expect(leave(rec, 1)).toBe(1);
    unlockMutex(mu, 0);
    expect([get(mu + HOLDER), arrivals(1)]).toEqual([0, []]);
  });

  it("tells misuse and death", () => {
    const mu = objectOf(MUTEX);
    expect(unlockMutex(mu, 0)).toBe(MISUSED);
    expect(get(mu + LOCK)).toBe(0);
    store(mu + LOCK, poisonOf(1));
    expect([unlockMutex(mu, 0), enter(waiterOf(0, mu, TAKE), 0)]).toEqual([SPOILT, SPOILT]);
  });
});
