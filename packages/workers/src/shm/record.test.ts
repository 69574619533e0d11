import { beforeEach, describe, expect, it } from "vitest";
import { freshMemory } from "../../test/shm/threads.js";
import { get } from "./atomics.js";
import { alloc } from "./heap.js";
import { BUMP, LIMIT } from "./layout.js";
import {
  CLAIM,
  CLAIM_AT,
  freeRecord,
  KIND,
  LINK,
  newRecord,
  newWaiter,
  OBJECT,
  OWNER,
  RECORD,
  SLOT,
  TARGET,
  VERB,
  WAITER,
} from "./record.js";

describe("records", () => {
  beforeEach(() => freshMemory());

  it("RE1 RE3 belong to the M that made them and count from 0", () => {
    const recs = Array.from({ length: 130 }, () => newRecord(3, WAITER));
    expect(new Set(recs).size).toBe(130);
    expect(recs.map((rec) => get(rec + OWNER))).toEqual(recs.map(() => 3));
    expect(recs.map((rec) => get(rec + SLOT))).toEqual(recs.map((_, i) => i));
    expect(get(newRecord(2, WAITER) + SLOT)).toBe(0);
  });

  it("RE2 a record that was freed is the next to be used, in nobody's list", () => {
    const [a, b] = [newRecord(0, WAITER), newRecord(0, WAITER)];
    freeRecord(a);
    freeRecord(b);
    expect(get(b + KIND)).toBe(0);
    expect([newRecord(0, WAITER), newRecord(0, WAITER)]).toEqual([b, a]);
    expect(get(a + LINK)).toBe(0);
  });

  it("a waiter starts in no line and decides for itself, whatever it was before", () => {
    freeRecord(newWaiter(64, 1, 0));
    const rec = newWaiter(128, 2, 0);
    expect([TARGET, VERB, OBJECT, CLAIM].map((at) => get(rec + at))).toEqual([128, 2, 0, 0]);
    expect(get(rec + CLAIM_AT)).toBe(rec + CLAIM);
  });

  it("answers 0 when the memory is full, and goes on when one is freed", () => {
    const first = newRecord(0, WAITER);
    alloc(get(LIMIT) - get(BUMP));
    for (let i = 1; i < 64; i++) expect(newRecord(0, WAITER)).toBe(first + i * RECORD);
    expect([newRecord(0, WAITER), newWaiter(64, 1, 0)]).toEqual([0, 0]);
    freeRecord(first);
    expect(newRecord(0, WAITER)).toBe(first);
  });
});
