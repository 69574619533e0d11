import { beforeEach, describe, expect, it } from "vitest";
import { newG, newProgram } from "../../test/sched-fixture.js";
import { get, put, store } from "./atomics.js";
import { globqCount, globqPut, globqPutBatch, globqRepair, globqTake } from "./globq.js";
import { P_COUNT } from "./layout.js";
import { G_NEXT } from "./record.js";
import { S_COUNT, S_FIRST, S_LAST, S_LOCK } from "./sched-words.js";

/** A list of records linked by G_NEXT. */
function listed(first: number): number[] {
  const all: number[] = [];
  for (let g = first; g !== 0; g = get(g + G_NEXT)) all.push(g);
  return all;
}

function putSome(n: number): number[] {
  const all = Array.from({ length: n }, newG);
  for (const g of all) globqPut(g, 0);
  return all;
}

beforeEach(() => newProgram(4, 2, 1));

describe("the global queue", () => {
  it("gives what was put first, first", () => {
    const all = putSome(3);
    expect(globqCount()).toBe(3);
    expect(all.map(() => globqTake(1, 0))).toEqual(all);
    expect(globqTake(1, 0)).toBe(0);
    expect(get(S_LAST)).toBe(0);
  });

  it("SC-09 gives its length divided by GOMAXPROCS, and one more", () => {
    const all = putSome(10);
    expect(listed(globqTake(128, 0))).toEqual(all.slice(0, 3));
    expect(globqCount()).toBe(7);
  });

  it("SC-09 gives at most what fits into half a ring", () => {
    store(P_COUNT, 1);
    const all = putSome(300);
    expect(listed(globqTake(128, 0))).toEqual(all.slice(0, 128));
    expect(globqCount()).toBe(172);
  });

  it("SC-07 gives one to a P that only looks in", () => {
    const all = putSome(10);
    expect(listed(globqTake(1, 0))).toEqual([all[0]]);
  });

  it("takes a batch that is linked already", () => {
    const [a, b, c] = [newG(), newG(), newG()];
    put(a + G_NEXT, b);
    put(b + G_NEXT, c);
    put(c + G_NEXT, 12345);
    globqPutBatch(a, c, 3, 1);
    expect(listed(get(S_FIRST))).toEqual([a, b, c]);
    expect(globqCount()).toBe(3);
  });

  it("unlocks whatever happens", () => {
    globqTake(1, 0);
    putSome(1);
    globqTake(1, 0);
    expect(get(S_LOCK)).toBe(0);
  });
});

describe("after the death of an M that held its lock", () => {
  it("is made good where a batch was linked and not counted", () => {
    const all = putSome(2);
    const late = newG();
    // Between the link and the rest of a put (GQ3).
    put(S_LOCK, 2);
    put((all[1] as number) + G_NEXT, late);
    globqRepair(1);
    expect(get(S_LOCK)).toBe(0);
    expect(globqCount()).toBe(3);
    expect(listed(get(S_FIRST))).toEqual([...all, late]);
    expect(get(S_LAST)).toBe(late);
  });

  it("is made good where the first was taken off and not counted", () => {
    const all = putSome(3);
    put(S_LOCK, 2);
    put(S_FIRST, all[1] as number);
    globqRepair(1);
    expect(get(S_COUNT)).toBe(2);
    expect([globqTake(1, 0), globqTake(1, 0), globqTake(1, 0)]).toEqual([all[1], all[2], 0]);
  });

  it("is left alone if the dead one did not hold it", () => {
    putSome(1);
    put(S_LOCK, 1);
    globqRepair(1);
    expect(get(S_LOCK)).toBe(1);
  });
});
