import { go, run } from "@gopark/core";
import { currentSched } from "@gopark/core/internal";
import { describe, expect, it } from "vitest";
import { runOnM0 } from "../../test/on-m0.js";
import { goroutine } from "../goroutine.js";
import { store } from "../shm/atomics.js";
import { M_COUNT, M_STATUS, mLine, P_STATUS, pPage } from "../shm/layout.js";
import { held, M_BLOCKED, M_DEAD, M_IDLE, P_SYSCALL } from "../shm/sched-words.js";
import { statsOf } from "./stats.js";

const work = goroutine("file:///stats.test.js", "work", () => {});

describe("what the scheduler is doing", () => {
  it("is told of a program of one thread", () =>
    run(function* () {
      go(() => {});
      go(() => {});
      const stats = statsOf(currentSched());
      expect(stats).toMatchObject({ gomaxprocs: 1, threads: 1, idleProcs: 0, runQueue: 0 });
      expect(stats.ps).toMatchObject([{ id: 0, status: "running", m: 0, runQueue: 2 }]);
      expect(stats.ms).toMatchObject([{ id: 0, status: "running", p: 0 }]);
    }));

  it("is told of all Ps and Ms", () =>
    runOnM0(function* (machine) {
      go(work);
      go(work);
      store(M_COUNT, 4);
      store(mLine(1) + M_STATUS, M_IDLE);
      store(mLine(2) + M_STATUS, M_DEAD);
      store(mLine(3) + M_STATUS, M_BLOCKED);
      store(pPage(1) + P_STATUS, held(3, P_SYSCALL));
      const stats = statsOf(currentSched());
      expect(stats).toMatchObject({ gomaxprocs: 2, idleProcs: 0, idleThreads: 1, threads: 4, runQueue: 0 });
      expect(stats.ps).toMatchObject([
        { id: 0, status: "running", m: 0, runQueue: 2 },
        { id: 1, status: "syscall", m: 3, runQueue: 0 },
      ]);
      expect(stats.ms.map((m) => m.status)).toEqual(["running", "idle", "dead", "blocked"]);
      expect(stats.ms[0]).toMatchObject({ p: 0, started: 0 });
      yield* go(work).join();
      expect(statsOf(currentSched()).ms[0]?.started).toBeGreaterThan(0);
      expect(machine.page).toBe(pPage(0));
    }));
});
