import { Sched } from "@gopark/core/internal";
import { describe, expect, it } from "vitest";
import { StrideIds } from "./ids.js";

const program = (): Sched => new Sched(10, () => {});

describe("ids without a shared counter", () => {
  it("ID1 no two threads give the same, whatever they count", () => {
    const seen = new Set<number>();
    let count = 0;
    for (const index of [0, 1, 2, 62]) {
      const sched = program();
      const ids = new StrideIds(index, sched);
      for (let i = 0; i < 1000; i++) {
        ids.reserve();
        seen.add(++sched.lastId);
        seen.add(ids.next());
        count += 2;
      }
    }
    expect(seen.size).toBe(count);
    expect(Math.min(...seen)).toBe(1);
  });

  it("ID2 leaves what M0 has counted already, and goes on from there", () => {
    const sched = program();
    sched.lastId = 3;
    const ids = new StrideIds(0, sched);
    ids.reserve();
    expect(sched.lastId).toBe(3);
    expect(ids.next()).toBeGreaterThan(128);
  });
});
