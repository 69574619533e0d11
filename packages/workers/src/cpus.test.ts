import { availableParallelism, cpus } from "node:os";
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

  it("has processors also where Node has no module to ask, as before 20.16", async () => {
    const { getBuiltinModule } = process;
    try {
      Reflect.deleteProperty(process, "getBuiltinModule");
      vi.stubGlobal("navigator", undefined);
      vi.resetModules();
      const fresh = await import("./cpus.js");
      expect(fresh.numCPU()).toBe(cpus().length);
    } finally {
      process.getBuiltinModule = getBuiltinModule;
      vi.unstubAllGlobals();
    }
  });

  it("has environment variables, or not", () => {
    vi.stubEnv("GOPARK_TEST", "yes");
    expect(environment("GOPARK_TEST")).toBe("yes");
    vi.stubEnv("GOPARK_TEST", undefined);
    expect(environment("GOPARK_TEST")).toBe(undefined);
  });
});
