import { availableParallelism } from "node:os";
import { afterEach, describe, expect, it, vi } from "vitest";
import { environment, numCPU } from "./cpus.js";

afterEach(() => {
  vi.unstubAllEnvs();
});

describe("the process", () => {
  it("RT-05 has as many processors as it may use, always the same number", () => {
    expect(numCPU()).toBe(availableParallelism());
    expect(numCPU()).toBe(numCPU());
  });

  it("has environment variables, or not", () => {
    vi.stubEnv("GOPARK_TEST", "yes");
    expect(environment("GOPARK_TEST")).toBe("yes");
    vi.stubEnv("GOPARK_TEST", undefined);
    expect(environment("GOPARK_TEST")).toBe(undefined);
  });
});
