import { chan, type Go, go, gosched } from "@gopark/core";
import { dump, m } from "@gopark/core/internal";
import { afterEach, describe, expect, it } from "vitest";
import { died } from "../death.js";
import { goroutine } from "../goroutine.js";
import { load, put } from "../shm/atomics.js";
import { globqPut } from "../shm/globq.js";
import { M_STATUS, mLine, P_STATUS, pPage } from "../shm/layout.js";
import { FINISHED, G_ID, G_OUTCOME, G_RETURNED, newRecord } from "../shm/record.js";
import { setUpSched } from "../shm/resize.js";
import { M_DEAD, M_NONE, M_RUNNING, P_IDLE, S_CRASHED } from "../shm/sched-words.js";
import { spawn } from "../spawn.js";
import { join, newMemory, thread } from "../thread.js";
import { anyTraffic, departed } from "../traffic.js";
import { nameId } from "../wire/names.js";
import { loadArguments } from "./cargo.js";
import type { CrashReport } from "./crash.js";
import { current } from "./current.js";
import { type RunningM, startM } from "./m.js";

const url = "file:///m.test.js";
const seen: unknown[] = [];
goroutine(url, "note", function* note(what: string): Go {
  seen.push(what, m.g?.id);
  yield* gosched();
  if (what === "wait") yield* chan().recv();
  if (what === "boom") throw new Error("boom");
  yield* go(function* (): Go {
    seen.push("inner");
  }).join();
  seen.push("done");
});

/** Starts M1 on this thread, in a memory of its own, with a goroutine for it. */
function startWith(what: string): { running: RunningM; reports: CrashReport[]; rec: number } {
  const memory = newMemory(1 << 22);
  join(memory, 0);
  setUpSched(2, 100);
  const rec = newRecord(0, FINISHED);
  loadArguments(rec, nameId(`${url}#note`), [what]);
  put(rec + G_ID, 42);
  put(rec + G_OUTCOME, -1);
  globqPut(rec, 0);
  const reports: CrashReport[] = [];
  const running = startM(1, memory, { slice: 10, onPanic: (report) => reports.push(report) });
  return { running, reports, rec };
}

/** Lets the event loop have a turn. */
function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

afterEach(() => {
  if (current.machine !== null) throw new Error("the M was not stopped");
  thread.index = 0;
  seen.length = 0;
});

describe("an M", () => {
  it("takes a P and runs what is queued, under the id that was given", async () => {
    const { running, reports, rec } = startWith("hello");
    expect(load(mLine(1) + M_STATUS)).toBe(M_RUNNING);
    expect(m.spawn).toBe(spawn);
    while (load(rec + G_OUTCOME) !== G_RETURNED) await turn();
    expect(seen).toEqual(["hello", 42, "inner", "done"]);
    expect(reports).toEqual([]);
    running.stop();
    expect(load(mLine(1) + M_STATUS)).toBe(M_NONE);
    expect(load(pPage(0) + P_STATUS)).toBe(P_IDLE);
    expect(m.spawn).toBe(null);
  });

  it("PA-01 tells of a panic, and then nobody begins anything", async () => {
    const { running, reports } = startWith("boom");
    while (reports.length === 0) await turn();
    expect(reports).toMatchObject([{ kind: "panic", message: "panic: boom", goroutine: 42 }]);
    expect(load(S_CRASHED)).toBe(1);
    expect(running.sched.hasEnded).toBe(true);
    running.stop();
  });

  it("says in a dump what its goroutines do", async () => {
    const { running } = startWith("wait");
    const text = (): string => dump(running.sched);
    while (!text().includes("[chan receive]")) await turn();
    expect(text()).toContain("goroutine 42 [chan receive]:\nnote(...)");
    running.stop();
    expect(text()).toBe("");
  });

  it("counts nothing on its way to and from one that has died, though no line was between them", async () => {
    const { running, rec } = startWith("hello");
    put(mLine(2) + M_STATUS, M_DEAD);
    departed(2, 1);
    departed(1, 2);
    expect(anyTraffic(3)).toBe(true);
    died(2, "exited");
    expect(anyTraffic(3)).toBe(false);
    while (load(rec + G_OUTCOME) !== G_RETURNED) await turn();
    running.stop();
  });
});
