import { go } from "@gopark/core";
import { currentSched, host } from "@gopark/core/internal";
import { afterEach, describe, expect, it, vi } from "vitest";
import { useFakeHost } from "../../../core/test/fake-host.js";
import { runOnM0 } from "../../test/on-m0.js";
import { goroutine } from "../goroutine.js";
import { globqPut, globqTake } from "../shm/globq.js";
import { pPage } from "../shm/layout.js";
import { FINISHED, newRecord } from "../shm/record.js";
import { runqGet, runqPut } from "../shm/runq.js";
import { startTrace, traceLine, tracePeriod } from "./schedtrace.js";

const work = goroutine("file:///schedtrace.test.js", "work", () => {});

afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

describe("schedtrace", () => {
  it("is a line in Go's format", () =>
    runOnM0(function* (machine) {
      go(work);
      for (let i = 0; i < 3; i++) globqPut(newRecord(0, FINISHED), 0);
      for (let i = 0; i < 2; i++) runqPut(pPage(1), newRecord(0, FINISHED), 1);
      expect(traceLine(currentSched(), 1009.7)).toBe(
        "SCHED 1009ms: gomaxprocs=2 idleprocs=1 threads=2 spinningthreads=0 idlethreads=0 runqueue=3 [1 2]",
      );
      for (const page of [pPage(1), pPage(1), machine.page]) runqGet(page);
      for (let i = 0; i < 3; i++) globqTake(1, 0);
    }));

  it.each([
    ["", 0],
    ["schedtrace=1000", 1000],
    ["other=1,schedtrace=50,more", 50],
    ["schedtrace=x", 0],
    ["noschedtrace=5", 0],
  ])("is asked for by GOPARK_DEBUG=%s", (value, period) => {
    vi.stubEnv("GOPARK_DEBUG", value);
    expect(tracePeriod()).toBe(period);
  });

  describe("while a program runs", () => {
    const fake = useFakeHost();

    it("is printed at the start and then once in each period, until it is ended", async () => {
      vi.stubEnv("GOPARK_DEBUG", "schedtrace=100");
      const error = vi.spyOn(console, "error").mockImplementation(() => {});
      const stop = startTrace(currentSched());
      await fake.host.advance(250);
      expect(error.mock.calls.map(([line]) => String(line).split(":")[0])).toEqual([
        "SCHED 0ms",
        "SCHED 100ms",
        "SCHED 200ms",
      ]);
      stop();
      await fake.host.advance(1000);
      expect(error).toHaveBeenCalledTimes(3);
      expect(host.now()).toBeGreaterThan(1000);
    });

    it("is not printed otherwise", () => {
      vi.stubEnv("GOPARK_DEBUG", "");
      const error = vi.spyOn(console, "error").mockImplementation(() => {});
      startTrace(currentSched())();
      expect(error).not.toHaveBeenCalled();
    });
  });
});
