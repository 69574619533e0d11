import { beforeEach, describe, expect, it } from "vitest";
import { bury, pokeAll } from "./monitor-bury.js";
import { load, store } from "./shm/atomics.js";
import { PARKED, park } from "./shm/inbox.js";
import { M_COUNT, M_INBOX, M_STATUS, mLine, P_COUNT, P_STATUS, pPage } from "./shm/layout.js";
import { FINISHED, newRecord } from "./shm/record.js";
import { runqPut } from "./shm/runq.js";
import { held, M_DEAD, M_IDLE, M_RUNNING, M_WOKEN, P_IDLE, P_RUNNING, S_IDLE_PS } from "./shm/sched-words.js";
import { join, newMemory } from "./thread.js";

describe("the burial of an M", () => {
  beforeEach(() => {
    join(newMemory(1 << 20), 0);
    store(M_COUNT, 3);
    store(P_COUNT, 2);
    store(S_IDLE_PS, 0);
    store(pPage(0) + P_STATUS, held(0, P_RUNNING));
    store(pPage(1) + P_STATUS, held(1, P_RUNNING));
    store(mLine(0) + M_STATUS, M_RUNNING);
    store(mLine(1) + M_STATUS, M_RUNNING);
    store(mLine(2) + M_STATUS, M_IDLE);
  });

  it("marks it and gives its P back", () => {
    bury(1);
    expect(load(mLine(1) + M_STATUS)).toBe(M_DEAD);
    expect(load(pPage(1) + P_STATUS)).toBe(P_IDLE);
    expect(load(S_IDLE_PS)).toBe(1);
    expect(load(pPage(0) + P_STATUS)).toBe(held(0, P_RUNNING));
  });

  it("wakes an idle M for the goroutines that had not started there", () => {
    runqPut(pPage(1), newRecord(0, FINISHED), 1);
    bury(1);
    expect(load(mLine(2) + M_STATUS)).toBe(M_WOKEN);
  });

  it("is followed by a poke for everyone who sleeps", () => {
    park(0);
    park(2);
    pokeAll();
    expect([0, 1, 2].map((index) => load(mLine(index) + M_INBOX))).not.toContain(PARKED);
  });
});
