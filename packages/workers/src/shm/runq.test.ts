import fc from "fast-check";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { counted, interrupted } from "../../test/interrupt.js";
import { newG, newProgram } from "../../test/sched-fixture.js";
import { get, put } from "./atomics.js";
import { globqCount, globqTake } from "./globq.js";
import { P_HEAD, P_RUNNEXT, P_TAIL, pPage } from "./layout.js";
import { G_NEXT } from "./record.js";
import { RING, runqCount, runqEmpty, runqGet, runqPut, runqPutNext, runqSteal } from "./runq.js";

vi.mock("./atomics.js", async (original) => counted(await original()));

const p0 = pPage(0);
const p1 = pPage(1);

/** All that `take` gives until it gives 0. */
function drained(take: () => number): number[] {
  const all: number[] = [];
  for (let g = take(); g !== 0; g = take()) all.push(g);
  return all;
}

/** The global queue, emptied. */
function global(): number[] {
  return drained(() => globqTake(1, 0));
}

function gs(n: number): number[] {
  return Array.from({ length: n }, newG);
}

beforeEach(() => newProgram(2, 2, 2));

describe("the queue of one P", () => {
  it("SC-02 makes a new goroutine the next, and pushes the one before to the end", () => {
    const [a, b, c] = gs(3) as [number, number, number];
    for (const g of [a, b, c]) runqPutNext(p0, g, 0);
    expect(runqCount(p0)).toBe(3);
    expect(drained(() => runqGet(p0))).toEqual([c, a, b]);
    expect(runqEmpty(p0)).toBe(true);
  });

  it("SC-03 gives what stands next first, then the head", () => {
    const [a, b, c] = gs(3) as [number, number, number];
    runqPut(p0, a, 0);
    runqPut(p0, b, 0);
    runqPutNext(p0, c, 0);
    expect(drained(() => runqGet(p0))).toEqual([c, a, b]);
  });

  it("SC-05 holds 256 goroutines and one that is next", () => {
    const all = gs(RING + 1);
    for (const g of all) runqPutNext(p0, g, 0);
    expect(runqCount(p0)).toBe(RING + 1);
    expect(globqCount()).toBe(0);
  });

  it("SC-06 moves its older half and the new one to the global queue when it is full", () => {
    const all = gs(RING + 1);
    for (const g of all) runqPut(p0, g, 0);
    expect(runqCount(p0)).toBe(RING / 2);
    expect(global()).toEqual([...all.slice(0, RING / 2), all[RING]]);
    expect(drained(() => runqGet(p0))).toEqual(all.slice(RING / 2, RING));
  });

  it("SC-24 runs what was started in a loop last-started first, then in the order of the starts", () => {
    const all = gs(5);
    for (const g of all) runqPutNext(p0, g, 0);
    expect(drained(() => runqGet(p0)).map((g) => all.indexOf(g))).toEqual([4, 0, 1, 2, 3]);
  });

  it("counts on where the indices pass the largest integer", () => {
    const last = 0x7fff_ffff;
    put(p0 + P_HEAD, last - 1);
    put(p0 + P_TAIL, last - 1);
    const all = gs(RING);
    for (const g of all) runqPut(p0, g, 0);
    expect(runqCount(p0)).toBe(RING);
    expect(drained(() => runqGet(p0))).toEqual(all);
  });
});

describe("stealing", () => {
  it("SC-10 takes half, rounded up, and leaves the younger ones", () => {
    const all = gs(5);
    for (const g of all) runqPut(p0, g, 0);
    expect(runqSteal(p1, p0, false)).toBe(all[2]);
    expect(drained(() => runqGet(p1))).toEqual(all.slice(0, 2));
    expect(drained(() => runqGet(p0))).toEqual(all.slice(3));
  });

  it("SC-10 takes what stands next in the last pass only, and only if there is nothing else", () => {
    const [a, b] = gs(2) as [number, number];
    runqPutNext(p0, a, 0);
    expect(runqSteal(p1, p0, false)).toBe(0);
    expect(runqSteal(p1, p0, true)).toBe(a);
    runqPutNext(p0, a, 0);
    runqPutNext(p0, b, 0);
    expect(runqSteal(p1, p0, true)).toBe(a);
    expect(runqGet(p0)).toBe(b);
  });

  it("takes nothing from an empty queue", () => {
    expect(runqSteal(p1, p0, true)).toBe(0);
    expect(runqEmpty(p1)).toBe(true);
  });

  it("takes half of a full ring, which fits", () => {
    const all = gs(RING);
    for (const g of all) runqPut(p0, g, 0);
    runqSteal(p1, p0, false);
    expect(runqCount(p1)).toBe(RING / 2 - 1);
    expect(runqCount(p0)).toBe(RING / 2);
  });
});

describe("no goroutine is lost or run twice, wherever the owner is interrupted", () => {
  /** Everything that is queued anywhere, in ascending order. */
  const everything = (): number[] =>
    [...drained(() => runqGet(p0)), ...drained(() => runqGet(p1)), ...global()].sort((a, b) => a - b);

  /** `call` of the owner of P0 with `queued` goroutines in its ring, and a thief at every step of it. */
  function raced(queued: number, call: (g: number, out: number[]) => void, isPut: boolean): number {
    let all: number[] = [];
    let out: number[] = [];
    let extra = 0;
    return interrupted(
      () => {
        newProgram(2, 2, 2);
        all = gs(queued);
        for (const g of all) runqPutNext(p0, g, 0);
        extra = newG();
        out = [];
      },
      () => call(extra, out),
      [
        () => {
          const g = runqSteal(p1, p0, true);
          if (g !== 0) out.push(g);
        },
      ],
      () => {
        const want = [...all, ...(isPut ? [extra] : [])].sort((a, b) => a - b);
        expect([...out, ...everything()].sort((a, b) => a - b)).toEqual(want);
      },
    );
  }

  it.each([0, 1, 2, 3, 8])("a thief while one of %i is taken", (queued) => {
    const runs = raced(
      queued,
      (_g, out) => {
        const g = runqGet(p0);
        if (g !== 0) out.push(g);
      },
      false,
    );
    expect(runs).toBeGreaterThan(1);
  });

  it.each([0, 1, 2, 3, RING, RING + 1])("a thief while one is put to %i", (queued) => {
    expect(raced(queued, (g) => runqPutNext(p0, g, 0), true)).toBeGreaterThan(1);
  });

  it.each([1, 2, 3, 8])("the owner taking while a thief takes of %i", (queued) => {
    let all: number[] = [];
    let out: number[] = [];
    const runs = interrupted(
      () => {
        newProgram(2, 2, 2);
        all = gs(queued);
        for (const g of all) runqPutNext(p0, g, 0);
        out = [];
      },
      () => out.push(runqSteal(p1, p0, true)),
      [() => out.push(runqGet(p0)), () => out.push(runqGet(p0))],
      () =>
        expect([...out.filter((g) => g !== 0), ...everything()].sort((a, b) => a - b)).toEqual(
          all.sort((a, b) => a - b),
        ),
    );
    expect(runs).toBeGreaterThan(3);
  });

  it("a queue is not taken for empty while its only goroutine moves from next to the ring", () => {
    let isEmpty = false;
    interrupted(
      () => {
        newProgram(2, 2, 2);
        runqPutNext(p0, newG(), 0);
      },
      () => {
        isEmpty = runqEmpty(p0);
      },
      [() => runqPutNext(p0, newG(), 0)],
      () => expect(isEmpty).toBe(false),
    );
  });
});

it("behaves as a model does: queues of Ps and a global one", () => {
  const step = fc.oneof(
    fc.record({ kind: fc.constant("next" as const), p: fc.nat(1) }),
    fc.record({ kind: fc.constant("put" as const), p: fc.nat(1), n: fc.integer({ min: 1, max: 200 }) }),
    fc.record({ kind: fc.constant("get" as const), p: fc.nat(1) }),
    fc.record({ kind: fc.constant("steal" as const), p: fc.nat(1) }),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      newProgram(2, 2, 2);
      const rings: number[][] = [[], []];
      const nexts = [0, 0];
      const globq: number[] = [];
      const putModel = (p: number, g: number): void => {
        const ring = rings[p] as number[];
        if (ring.length === RING) globq.push(...ring.splice(0, RING / 2), g);
        else ring.push(g);
      };
      for (const s of steps) {
        const ring = rings[s.p] as number[];
        if (s.kind === "put") {
          for (let i = 0; i < s.n; i++) {
            const g = newG();
            runqPut(pPage(s.p), g, s.p);
            putModel(s.p, g);
          }
        } else if (s.kind === "next") {
          const g = newG();
          runqPutNext(pPage(s.p), g, s.p);
          if (nexts[s.p] !== 0) putModel(s.p, nexts[s.p] as number);
          nexts[s.p] = g;
        } else if (s.kind === "get") {
          const want = nexts[s.p] || ring[0] || 0;
          if (nexts[s.p] !== 0) nexts[s.p] = 0;
          else ring.shift();
          expect(runqGet(pPage(s.p))).toBe(want);
        } else if (ring.length === 0) {
          const victim = rings[1 - s.p] as number[];
          const taken = victim.splice(0, Math.ceil(victim.length / 2));
          const want = taken.pop() ?? 0;
          ring.push(...taken);
          expect(runqSteal(pPage(s.p), pPage(1 - s.p), false)).toBe(want);
        }
        expect(get(pPage(s.p) + P_RUNNEXT)).toBe(nexts[s.p]);
        expect(runqCount(pPage(s.p))).toBe(ring.length + (nexts[s.p] === 0 ? 0 : 1));
      }
      expect(globqCount()).toBe(globq.length);
      let g = globq.length === 0 ? 0 : globqTake(1, 0);
      for (const want of globq) {
        expect(g).toBe(want);
        expect(get(g + G_NEXT)).toBe(0);
        g = globqTake(1, 0);
      }
    }),
    { numRuns: 60 },
  );
});
