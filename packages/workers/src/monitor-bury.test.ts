import { beforeEach, describe, expect, it } from "vitest";
import { bury, buryInTime, endBurials, pokeAll } from "./monitor-bury.js";
import { BURYING, NO_BURIAL, S_BURIAL } from "./monitor-words.js";
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

  it("BU1 is begun by the monitor until the program is being ended, and not after that", async () => {
    expect(buryInTime(1)).toBe(true);
    expect(await endBurials(0)).toBe(true);
    expect(buryInTime(2)).toBe(false);
    expect([1, 2].map((index) => load(mLine(index) + M_STATUS))).toEqual([M_DEAD, M_IDLE]);
    // Who ends the program does it then, and may be asked to end it again.
    expect(bury(2)).toBe(true);
    expect(await endBurials(0)).toBe(true);
  });

  it("BU1 comes to its end before the monitor is ended", async () => {
    store(S_BURIAL, BURYING);
    const order: string[] = [];
    const ended = endBurials(60_000).then((isDone) => order.push(`ended ${isDone}`));
    // It looks at once, and then with every timer.
    await new Promise((resolve) => setTimeout(resolve, 1));
    order.push("buried");
    store(S_BURIAL, NO_BURIAL);
    await ended;
    expect(order).toEqual(["buried", "ended true"]);
  });

  it("BU1 is not waited for for ever", async () => {
    store(S_BURIAL, BURYING);
    expect(await endBurials(2)).toBe(false);
    expect(load(S_BURIAL)).toBe(BURYING);
  });

  it("is followed by a poke for everyone who sleeps", () => {
    park(0);
    park(2);
    pokeAll();
    expect([0, 1, 2].map((index) => load(mLine(index) + M_INBOX))).not.toContain(PARKED);
  });
});
