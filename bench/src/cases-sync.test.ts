import { describe, expect, it } from "vitest";
import { cases, tenth } from "./cases.js";
import { mayWake, sleepTime } from "./cases-sync.js";

describe("the cases", () => {
  it("have names of their own", () => {
    expect(new Set(cases.map((spec) => spec.name)).size).toBe(cases.length);
  });

  it.each(cases)("take $name in whole steps", (spec) => {
    for (const size of Object.values(spec.sizes)) {
      expect(size % spec.step).toBe(0);
      expect(tenth(spec, size) % spec.step).toBe(0);
    }
  });
});

describe("sleepers", () => {
  it("sleep different whole numbers of milliseconds, neighbours not in order", () => {
    const times = Array.from({ length: 1_000 }, (_, index) => sleepTime(1_000_000, index));
    expect(times.every(Number.isInteger)).toBe(true);
    expect(new Set(times).size).toBe(1_000);
    expect(Math.min(...times)).toBe(25_000);
    expect(times).not.toEqual([...times].sort((left, right) => left - right));
  });

  it("may be awake once their time has come, to the millisecond", () => {
    const now = performance.now();
    expect(mayWake(now - 100, 100)).toBe(true);
    expect(mayWake(now - 100, 100_000)).toBe(false);
  });
});
