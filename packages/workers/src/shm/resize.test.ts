import { beforeEach, describe, expect, it } from "vitest";
import { holders, newG, newProgram, statusOf } from "../../test/sched-fixture.js";
import { load, store } from "./atomics.js";
import { globqCount, globqTake } from "./globq.js";
import { awaitP, holds, regain } from "./handover.js";
import { becomeIdle, sweepSched } from "./idle.js";
import { M_STATUS, mLine, P_COUNT, P_STATUS, pPage } from "./layout.js";
import { enterM, resizeSched, setUpSched } from "./resize.js";
import { runqCount, runqPut, runqPutNext } from "./runq.js";
import { M_NONE, M_RUNNING, M_WOKEN, P_GONE, S_IDLE_PS, S_LAST_ID, S_RESIZE_LOCK } from "./sched-words.js";

beforeEach(() => newProgram(2, 2, 2));

describe("the number of Ps", () => {
  it("RT-01 grows: the new ones are idle, and somebody is woken for what is queued", () => {
    newProgram(1, 2, 1);
    becomeIdle(-1, 1);
    runqPut(pPage(0), newG(), 0);
    expect(resizeSched(3, 0)).toBe(1);
    expect(load(P_COUNT)).toBe(3);
    expect(holders()).toEqual([0, -1, -1]);
    expect(load(S_IDLE_PS)).toBe(2);
    expect(statusOf(1)).toBe(M_WOKEN);
  });

  it("grows after an M has died while it changed the number", () => {
    store(S_RESIZE_LOCK, 2);
    sweepSched(1, 0);
    expect(resizeSched(3, 0)).toBe(2);
    expect(load(S_RESIZE_LOCK)).toBe(0);
  });

  it("RT-01 shrinks: who held one that is gone has none, and waits for its turn", () => {
    expect(resizeSched(1, 0)).toBe(2);
    expect(load(pPage(1) + P_STATUS)).toBe(P_GONE);
    expect(holds(pPage(1), 1)).toBe(false);
    expect(regain(1)).toBe(0);
    expect(awaitP(1)).toBe(0);
  });

  it("shrinks: what was queued there is in the global queue", () => {
    const [a, b] = [newG(), newG()];
    runqPutNext(pPage(1), a, 1);
    runqPutNext(pPage(1), b, 1);
    resizeSched(1, 0);
    expect(runqCount(pPage(1))).toBe(0);
    expect(globqCount()).toBe(2);
    expect([globqTake(1, 0), globqTake(1, 0)]).toEqual([b, a]);
  });

  it("shrinks and grows again", () => {
    newProgram(4, 1, 1);
    resizeSched(2, 0);
    expect(load(S_IDLE_PS)).toBe(1);
    expect(resizeSched(4, 0)).toBe(2);
    expect(load(S_IDLE_PS)).toBe(3);
    expect(holders()).toEqual([0, -1, -1, -1]);
  });

  it("stays what it is", () => {
    expect(resizeSched(2, 0)).toBe(2);
    expect(holders()).toEqual([0, 1]);
  });
});

describe("a program", () => {
  it("begins with idle Ps and empty queues, whatever the one before has left", () => {
    runqPutNext(pPage(1), newG(), 1);
    resizeSched(1, 0);
    setUpSched(3, 100);
    expect(holders()).toEqual([-1, -1, -1]);
    expect([globqCount(), load(S_IDLE_PS), load(S_LAST_ID)]).toEqual([0, 3, 100]);
    expect([0, 1, 2].map((p) => runqCount(pPage(p)))).toEqual([0, 0, 0]);
  });

  it("counts on an M from when it has entered", () => {
    store(mLine(1) + M_STATUS, M_NONE);
    enterM(1);
    expect(statusOf(1)).toBe(M_RUNNING);
  });
});
