import { describe, expect, it } from "vitest";
import { freshMemory } from "../test/shm/threads.js";
import { freeRecord, newRecord } from "./records.js";
import { get, put } from "./shm/atomics.js";
import { alloc } from "./shm/heap.js";
import { BUMP, LIMIT } from "./shm/layout.js";
import { CLAIM, CLAIM_AT, OBJECT, TARGET, VERB } from "./shm/record.js";

describe("records in reserve", () => {
  it("RS1 are as new, whatever they were used for", () => {
    freshMemory();
    const rec = newRecord(64, 1);
    put(rec + CLAIM_AT, 4);
    put(rec + CLAIM, rec);
    freeRecord(rec);
    expect(newRecord(128, 2)).toBe(rec);
    expect([CLAIM_AT, CLAIM, OBJECT, TARGET, VERB].map((at) => get(rec + at))).toEqual([
      rec + CLAIM,
      0,
      0,
      128,
      2,
    ]);
  });

  it("stay with their memory", () => {
    freshMemory();
    const rec = newRecord(64, 1);
    freeRecord(rec);
    freshMemory();
    expect(get(newRecord(64, 1) + CLAIM_AT)).not.toBe(0);
  });

  it("say so when there is no room for more", () => {
    freshMemory();
    for (let i = 0; i < 64; i++) newRecord(64, 1);
    alloc(get(LIMIT) - get(BUMP));
    expect(() => newRecord(64, 1)).toThrow(
      /^shared memory is full: no room for a waiting goroutine in 1 MiB/,
    );
  });
});
