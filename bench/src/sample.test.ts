import { describe, expect, it } from "vitest";
import { findCase } from "./cases.js";
import { judge, sizeOf } from "./sample.js";

describe("a sample", () => {
  it("gives figures per operation", () => {
    const sample = judge(findCase("pipe-0"), 10, { ns: 500, result: 45 });
    expect(sample).toEqual({ kind: "figures", figures: { ns: 50 } });
  });

  it("fails when the result is not the case's", () => {
    expect(judge(findCase("pipe-0"), 10, { ns: 500, result: 44 })).toMatchObject({ kind: "failed" });
    expect(judge(findCase("pipe-0"), 10, { ns: 500, result: Number.NaN })).toMatchObject({ kind: "failed" });
  });

  it("may stray from the result where the case has a tolerance, and no further", () => {
    expect(judge(findCase("gosched"), 1_000, { ns: 500, result: 968 })).toMatchObject({ kind: "figures" });
    expect(judge(findCase("gosched"), 1_000, { ns: 500, result: 2 })).toMatchObject({ kind: "failed" });
  });

  it("fails when a metric of the case was not read", () => {
    expect(judge(findCase("parked"), 10, { ns: 500, result: 10 })).toMatchObject({ kind: "failed" });
  });

  it("is a tenth of the size under --quick, in whole steps", () => {
    expect(sizeOf(findCase("fan-8-8"), "ts-chan", false)).toBe(500_000);
    expect(sizeOf(findCase("fan-8-8"), "ts-chan", true) % 8).toBe(0);
    expect(sizeOf(findCase("event-loop-gap"), "gopark", true)).toBe(10_000);
  });
});
