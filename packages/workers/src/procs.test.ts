import { afterEach, describe, expect, it, vi } from "vitest";
import { numCPU } from "./cpus.js";
import { checkProcs, MAX_PROCS, procsOf } from "./procs.js";

afterEach(() => {
  vi.unstubAllEnvs();
});

describe("the number of Ps of a program", () => {
  it("RT-02 is one for each processor", () => {
    vi.stubEnv("GOMAXPROCS", undefined);
    expect(procsOf(undefined)).toBe(Math.min(numCPU(), MAX_PROCS));
  });

  it.each([
    ["7", 7],
    ["+2", 2],
    ["999", MAX_PROCS],
  ])("RT-02 is GOMAXPROCS=%s", (value, procs) => {
    vi.stubEnv("GOMAXPROCS", value);
    expect(procsOf(undefined)).toBe(procs);
  });

  it.each(["0", "-1", "", "two", "1.5", "2 "])("RT-02 is not GOMAXPROCS=%s, which says nothing", (value) => {
    vi.stubEnv("GOMAXPROCS", value);
    expect(procsOf(undefined)).toBe(Math.min(numCPU(), MAX_PROCS));
  });

  it("is what the option says, whatever the environment", () => {
    vi.stubEnv("GOMAXPROCS", "7");
    expect(procsOf(2)).toBe(2);
  });

  it.each([0, -1, 1.5, 10_000, Number.NaN, "2", null])("is not %s", (procs) => {
    expect(() => checkProcs("run: procs", procs)).toThrow(/^run: procs: want an integer from 1 to 63, got /);
  });
});
