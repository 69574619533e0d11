import { type Go, go, gosched } from "@gopark/core";
import { describe, expect, it } from "vitest";
import { runOnM0 } from "../../test/on-m0.js";
import { putBack } from "../death.js";
import { goroutine } from "../goroutine.js";
import type { RemoteGoroutine } from "../remote-goroutine.js";
import { put, store } from "../shm/atomics.js";
import { push } from "../shm/inbox.js";
import { G_NEXT, G_OUTCOME, G_RESULT, G_RETURNED, G_RUNNING } from "../shm/record.js";
import { runqGet } from "../shm/runq.js";
import { put as putValue } from "../wire/value.js";
import { WorkerLost } from "../worker-lost.js";
import { isSeeking, lostWith } from "./lost.js";
import type { Machine } from "./machine.js";
import { startedOn } from "./pending.js";

const work = goroutine("file:///pending.test.js", "work", function* work(n: number): Go<number> {
  return n;
});

/** Starts a goroutine and lets M5 take it. */
function taken(machine: Machine): RemoteGoroutine<number> {
  const g = go(work, 1) as RemoteGoroutine<number>;
  expect(runqGet(machine.page)).toBe(g.rec);
  put(g.rec + G_NEXT, 5 + 1);
  store(g.rec + G_OUTCOME, G_RUNNING);
  return g;
}

describe("goroutines of an M that died", () => {
  it("are lost with the M that runs them, and who waits panics", () =>
    runOnM0(function* (machine) {
      const g = taken(machine);
      const queued = go(work, 2);
      const seen: unknown[] = [];
      go(function* () {
        try {
          yield* g.join();
        } catch (error) {
          seen.push(error);
        }
      });
      // However the slices fall: until who waits stands in line, and until it was told.
      while (g.joiners?.first == null) yield* gosched();
      expect(startedOn(5)).toEqual([g]);
      lostWith(5);
      while (seen.length === 0) yield* gosched();
      expect(seen[0]).toBeInstanceOf(WorkerLost);
      expect(seen[0]).toMatchObject({ thread: 5, message: `worker lost: M5 ran goroutine ${g.id} (work)` });
      expect(yield* queued.join()).toBe(2);
      expect(g.status).toBe("dead");
    }));

  it("are not lost if they had come back before the M died", () =>
    runOnM0(function* (machine) {
      const g = taken(machine);
      putValue(g.rec + G_RESULT, 7);
      store(g.rec + G_OUTCOME, G_RETURNED);
      push(0, g.rec);
      lostWith(5);
      expect(yield* g.join()).toBe(7);
    }));

  it("LO3 are no reason to call the program dead before it is certain that they are lost", () =>
    runOnM0(function* (machine) {
      const g = go(work, 1) as RemoteGoroutine<number>;
      expect(runqGet(machine.page)).toBe(g.rec);
      // M5 died when it had begun it, before it said by whom: what stands there is the one that once came after it in a queue.
      store(g.rec + G_OUTCOME, G_RUNNING);
      put(g.rec + G_NEXT, g.rec + 64);
      lostWith(5);
      expect([isSeeking(), putBack()]).toEqual([true, true]);
      const outcome: unknown[] = [];
      try {
        yield* g.join();
      } catch (error) {
        outcome.push((error as Error).name);
      }
      expect([...outcome, isSeeking(), putBack()]).toEqual(["WorkerLost", false, false]);
    }));

  it("are lost if nobody has them: their M died between the queue and their beginning", async () => {
    const seen: unknown[] = [];
    await runOnM0(function* (machine) {
      const [nowhere, queued, begun] = [go(work, 1), go(work, 2), go(work, 3)] as RemoteGoroutine<number>[];
      // M5 has taken the last one, and marked it.
      expect(runqGet(machine.page)).toBe(begun?.rec);
      store((begun?.rec ?? 0) + G_OUTCOME, G_RUNNING);
      put((begun?.rec ?? 0) + G_NEXT, 0);
      // And another that it has not marked.
      expect(runqGet(machine.page)).toBe(nowhere?.rec);
      const { rec } = nowhere as RemoteGoroutine;
      lostWith(5);
      for (const g of [nowhere, begun]) {
        try {
          yield* (g as RemoteGoroutine).join();
        } catch (error) {
          seen.push(error);
        }
      }
      expect(yield* (queued as RemoteGoroutine).join()).toBe(2);
      // Should somebody have it all the same, it is not begun.
      expect(machine.runner.begin(rec)).toBe(null);
    });
    expect(seen.map((error) => error instanceof WorkerLost)).toEqual([true, true]);
  });
});
