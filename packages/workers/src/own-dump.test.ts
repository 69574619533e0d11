import { G, Sched } from "@gopark/core/internal";
import { afterEach, describe, expect, it } from "vitest";
import { ownDump } from "./own-dump.js";
import { G_QUEUED, RemoteGoroutine } from "./remote-goroutine.js";
import { dropAll, expectBack } from "./sched/pending.js";
import { put } from "./shm/atomics.js";
import { FINISHED, G_ARGS, G_NEXT, G_OUTCOME, G_RESULT, G_RUNNING, newRecord } from "./shm/record.js";
import { join, newMemory } from "./thread.js";

describe("what an M tells of itself", () => {
  afterEach(dropAll);

  it("are the goroutines that have begun there, and those that it has queued, with the M that runs them", () => {
    join(newMemory(1 << 20), 3);
    const sched = new Sched(10, () => {});
    const [here, asking] = ["here", "asking"].map((name, i) => {
      const g = new G(
        40 + i,
        sched.p,
        Object.defineProperty(() => {}, "name", { value: name }),
        undefined,
      );
      sched.allgs.add(g);
      return g;
    });
    const [queued, taken] = [7, 8].map((id) => {
      const rec = newRecord(3, FINISHED);
      for (const cell of [G_ARGS, G_RESULT]) put(rec + cell, 0);
      put(rec + G_OUTCOME, G_QUEUED);
      const g = new RemoteGoroutine(id, "crunch", rec, "site\n");
      expectBack(g);
      return rec;
    }) as [number, number];
    expect(queued).not.toBe(taken);
    put(taken + G_OUTCOME, G_RUNNING);
    put(taken + G_NEXT, 2 + 1);
    const started = [
      { id: 7, name: "crunch", site: "site\n", runner: -1 },
      { id: 8, name: "crunch", site: "site\n", runner: 2 },
    ];
    const { index, text, started: all } = ownDump(sched);
    expect(index).toBe(3);
    expect(text).toMatch(
      /^goroutine 40 \[.*\]:\nhere\(\.\.\.\)\n\ngoroutine 41 \[.*\]:\nasking\(\.\.\.\)\n$/,
    );
    expect([...all].sort((a, b) => a.id - b.id)).toEqual(started);
    expect(ownDump(sched, asking).text).toMatch(/^goroutine 40 \[.*\]:\nhere\(\.\.\.\)\n$/);
    expect(here?.status).toBe("runnable");
  });
});
