import { beforeEach, describe, expect, it, vi } from "vitest";
import { arrivals, freshMemory, gated, numberIn, objectOf, waiterOf } from "../../test/shm/threads.js";
import { get, put, store } from "./atomics.js";
import { commit } from "./commit.js";
import { beginChan, chanBytes } from "./hchan.js";
import { poisonOf } from "./lock.js";
import { CHAN, LOCK } from "./object.js";
import { CLAIM, LINK, NEXT, OBJECT, OK } from "./record.js";
import { CLOSED } from "./sides.js";
import { BUSY, DONE, OVER, SPOILT } from "./verdict.js";
import { enter, RECV, SEND } from "./wait.js";

/** A channel. */
function chanOf(cap: number): number {
  const ch = objectOf(CHAN, chanBytes(cap));
  beginChan(ch, cap);
  return ch;
}

/** Links the cases of a select, which come in ascending order of their objects, to be looked at in that order. */
function cases(m: number, ...recs: number[]): { gate: number; first: number } {
  const gate = gated(m, ...recs);
  for (const [i, rec] of recs.entries()) for (const at of [LINK, NEXT]) put(rec + at, recs[i + 1] ?? 0);
  return { gate, first: recs[0] as number };
}

describe("the commit of a select", () => {
  beforeEach(() => freshMemory());

  it("CM1 SE-21 locks all objects before it looks, once each, in ascending order, and unlocks all", () => {
    const [a, b] = [chanOf(0), chanOf(0)];
    const { first } = cases(1, waiterOf(1, a, RECV), waiterOf(1, a, SEND), waiterOf(1, b, RECV));
    const locks = vi.spyOn(Atomics, "compareExchange");
    expect(commit(first, first, 1)).toBe(0);
    expect(locks.mock.calls.map(([, index]) => index)).toEqual([a, b].map((obj) => (obj + LOCK) >> 2));
    locks.mockRestore();
    expect([get(a + LOCK), get(b + LOCK)]).toEqual([0, 0]);
  });

  it("CM3 takes a case that has become possible, and stands in no line", () => {
    const [a, b] = [chanOf(0), chanOf(1)];
    enter(waiterOf(2, b, SEND, 7), 2);
    const recs = [waiterOf(1, a, RECV), waiterOf(1, b, RECV)] as const;
    const { gate, first } = cases(1, ...recs);
    expect(commit(first, first, 1)).toBe(recs[1]);
    expect([get(gate + CLAIM), get(recs[1] + OK), numberIn(recs[1])]).toEqual([recs[1], DONE, 7]);
    expect(recs.map((rec) => get(rec + OBJECT))).toEqual([0, 0]);
  });

  it("takes the first possible in the order to look", () => {
    const [a, b] = [chanOf(1), chanOf(1)];
    const recs = [waiterOf(1, a, SEND), waiterOf(1, b, SEND)] as const;
    const { first } = cases(1, ...recs);
    put(recs[1] + NEXT, recs[0]);
    put(recs[0] + NEXT, 0);
    expect(commit(first, recs[1], 1)).toBe(recs[1]);
  });

  it("a case on a closed channel is over at once", () => {
    const ch = chanOf(0);
    put(ch + CLOSED, 1);
    const { first } = cases(1, waiterOf(1, ch, RECV));
    expect(commit(first, first, 1)).toBe(first);
    expect(get(first + OK)).toBe(OVER);
  });

  it("of two selects that meet in two channels each gets what it gives, once", () => {
    const [a, b] = [chanOf(0), chanOf(0)];
    const mine = [waiterOf(1, a, SEND, 1), waiterOf(1, b, RECV)] as const;
    const yours = [waiterOf(2, a, RECV), waiterOf(2, b, SEND, 2)] as const;
    const { first } = cases(1, ...mine);
    const other = cases(2, ...yours);
    expect(commit(first, first, 1)).toBe(0);
    const winner = commit(other.first, other.first, 2);
    expect(winner).toBe(yours[0]);
    expect(numberIn(yours[0])).toBe(1);
    expect(arrivals(1)).toEqual([mine[0]]);
    expect(enter(waiterOf(0, b, SEND), 0), "the other case of the first is passed over").toBe(BUSY);
  });

  it("ends at once with a poisoned object, and leaves the others unlocked", () => {
    const [a, b, c] = [chanOf(0), chanOf(0), chanOf(0)];
    store(b + LOCK, poisonOf(3));
    const recs = [waiterOf(1, a, RECV), waiterOf(1, b, RECV), waiterOf(1, c, RECV)] as const;
    const { gate, first } = cases(1, ...recs);
    expect(commit(first, first, 1)).toBe(recs[1]);
    expect([get(recs[1] + OK), get(gate + CLAIM)]).toEqual([SPOILT, recs[1]]);
    expect([a, c].map((obj) => get(obj + LOCK))).toEqual([0, 0]);
    expect(recs.map((rec) => get(rec + OBJECT))).toEqual([0, 0, 0]);
  });
});
