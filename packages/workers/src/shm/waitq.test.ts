import fc from "fast-check";
import { beforeEach, describe, expect, it } from "vitest";
import { freshMemory, gated, objectOf, waiterOf } from "../../test/shm/threads.js";
import { get, put } from "./atomics.js";
import { LOCAL } from "./claim.js";
import { CHAN, LINE_A } from "./object.js";
import { CLAIM, NEXT, OBJECT, PREV } from "./record.js";
import { RECV } from "./wait.js";
import { dequeue, enqueue, remove } from "./waitq.js";

/** The records in a line. Throws if its links contradict each other. */
function inLine(q: number): number[] {
  const recs: number[] = [];
  for (let rec = get(q), before = 0; rec !== 0; before = rec, rec = get(rec + NEXT)) {
    expect(get(rec + PREV)).toBe(before);
    recs.push(rec);
  }
  expect(get(q + 4)).toBe(recs.at(-1) ?? 0);
  return recs;
}

describe("a line", () => {
  beforeEach(() => freshMemory());

  it("does what a list does, in any order of joining, leaving and being served", () => {
    const step = fc.record({ kind: fc.constantFrom("enqueue", "dequeue", "remove"), at: fc.nat(9) });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        freshMemory();
        const obj = objectOf(CHAN);
        const q = obj + LINE_A;
        const list: number[] = [];
        for (const { kind, at } of steps) {
          if (kind === "enqueue") {
            const rec = waiterOf(at % 3, obj, RECV);
            enqueue(q, rec);
            list.push(rec);
          } else if (kind === "dequeue") expect(dequeue(q)).toBe(list.shift() ?? 0);
          else if (list.length > 0) {
            const [rec = 0] = list.splice(at % list.length, 1);
            remove(q, rec);
            expect(get(rec + OBJECT)).toBe(0);
          }
          expect(inLine(q)).toEqual(list);
          for (const rec of list) expect(get(rec + OBJECT)).toBe(obj);
        }
      }),
      { numRuns: 200 },
    );
  });

  it("passes over cases of selects that are over, and lets them go", () => {
    const obj = objectOf(CHAN);
    const [over, alive] = [waiterOf(1, obj, RECV), waiterOf(2, obj, RECV)] as const;
    put(gated(1, over) + CLAIM, LOCAL);
    enqueue(obj + LINE_A, over);
    enqueue(obj + LINE_A, alive);
    expect(dequeue(obj + LINE_A)).toBe(alive);
    expect(inLine(obj + LINE_A)).toEqual([]);
    expect(get(over + OBJECT)).toBe(0);
    expect(dequeue(obj + LINE_A)).toBe(0);
  });
});
