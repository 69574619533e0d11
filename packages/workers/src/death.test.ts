import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { connect, disconnectAll, setBroker } from "./connect.js";
import { died, onDeath, putBack } from "./death.js";
import { G_QUEUED, RemoteGoroutine } from "./remote-goroutine.js";
import { expectBack, lose } from "./sched/pending.js";
import { store } from "./shm/atomics.js";
import { globqPut, globqTake } from "./shm/globq.js";
import { M_COUNT, M_STATUS, mLine, P_COUNT, P_STATUS, pPage } from "./shm/layout.js";
import { FINISHED, G_OUTCOME, newRecord } from "./shm/record.js";
import { held, M_BLOCKED, P_IDLE, P_RUNNING } from "./shm/sched-words.js";
import { join, newMemory } from "./thread.js";

beforeAll(() => join(newMemory(1 << 20), 0));

describe("a death", () => {
  it("is told to all who asked, with the index and the reason", () => {
    const heard: [number, string][] = [];
    const off = onDeath((index, reason) => heard.push([index, reason]));
    died(2, "exited with code 1");
    off();
    died(3, "ran out of memory");
    expect(heard).toEqual([[2, "exited with code 1"]]);
  });

  it("ends the wait for a line to the dead M", async () => {
    setBroker(() => {});
    const line = connect(4);
    died(4, "ran out of memory");
    await expect(line).rejects.toThrow("M4 is lost");
    disconnectAll();
  });
});

describe("a goroutine that a dead M had taken and not begun", () => {
  const fn = function* lost() {};

  /** A goroutine that is marked as queued, and the place in which it is queued. */
  function queued(): RemoteGoroutine {
    const rec = newRecord(0, FINISHED);
    store(rec + G_OUTCOME, G_QUEUED);
    const g = new RemoteGoroutine(7, fn.name, rec);
    expectBack(g);
    return g;
  }

  beforeEach(() => {
    join(newMemory(1 << 20), 0);
    store(P_COUNT, 1);
    store(pPage(0) + P_STATUS, P_IDLE);
  });

  it("is queued again when no P is in use", () => {
    const g = queued();
    expect(putBack()).toBe(true);
    expect(globqTake(1, 0)).toBe(g.rec);
    lose(g, 1);
    expect(putBack()).toBe(false);
  });

  it("is left alone while somebody may still begin it, and looked for again", () => {
    const g = queued();
    store(pPage(0) + P_STATUS, held(1, P_RUNNING));
    expect(putBack()).toBe(true);
    expect(globqTake(1, 0)).toBe(0);
    store(pPage(0) + P_STATUS, P_IDLE);
    store(M_COUNT, 2);
    store(mLine(1) + M_STATUS, M_BLOCKED);
    expect(putBack()).toBe(true);
    expect(globqTake(1, 0)).toBe(0);
    lose(g, 1);
  });

  it("is not queued twice", () => {
    const g = queued();
    globqPut(g.rec, 0);
    expect(putBack()).toBe(true);
    expect(globqTake(1, 0)).toBe(g.rec);
    expect(globqTake(1, 0)).toBe(0);
    lose(g, 1);
  });
});
