import { describe, expect, it } from "vitest";
import {
  BUMP,
  HEAP,
  M_CELL,
  M_COUNTERS,
  M_INBOX,
  M_LINES,
  M_SIZE,
  M_STATUS,
  M_WIRE,
  MAX_MS,
  MAX_PS,
  mLine,
  OBJECTS_LOCK,
  P_HEAD,
  P_PAGES,
  P_RING,
  P_SIZE,
  P_STATUS,
  P_TAIL,
  pPage,
  ROW_SIZE,
  ROWS,
  SCHED_HEAD,
  WIRE_HEAD,
} from "./layout.js";

describe("the layout", () => {
  it("has room for all Ms, all Ps and nothing in between", () => {
    expect(mLine(MAX_MS)).toBe(P_PAGES);
    expect(pPage(MAX_PS)).toBe(ROWS);
    expect(ROWS + MAX_MS * ROW_SIZE).toBe(HEAP);
    expect(2 * 4 * MAX_MS).toBe(ROW_SIZE);
    expect(P_RING + 256 * 4).toBeLessThanOrEqual(P_SIZE);
    expect(HEAP % 64).toBe(0);
  });

  it("keeps the parts of the head apart", () => {
    const parts = [BUMP, OBJECTS_LOCK, SCHED_HEAD, WIRE_HEAD, M_LINES];
    expect(parts).toEqual([...parts].sort((a, b) => a - b));
  });

  it.each([
    ["the inbox and what its owner writes", M_INBOX, M_STATUS],
    ["the head of a run queue and its tail", P_HEAD, P_TAIL],
    ["the tail of a run queue and the status", P_TAIL, P_STATUS],
    ["the bump pointer and the lock of the objects", BUMP, OBJECTS_LOCK],
  ])("L1 keeps %s 128 bytes apart", (_, a, b) => {
    expect(b - a).toBeGreaterThanOrEqual(128);
  });

  it("gives each M a cell that can hold a float, and room for counters and the arena", () => {
    expect((M_LINES + M_CELL) % 8).toBe(0);
    expect([M_CELL + 16, M_WIRE]).toEqual([M_COUNTERS, 256]);
    expect(M_WIRE).toBeLessThan(M_SIZE);
  });
});
