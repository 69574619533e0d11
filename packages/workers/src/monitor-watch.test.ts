import { beforeEach, describe, expect, it } from "vitest";
import { PATIENCE, PERIOD, Watch } from "./monitor-watch.js";
import { rouse, S_MONITOR } from "./monitor-words.js";
import { load, put, store } from "./shm/atomics.js";
import { globqPut } from "./shm/globq.js";
import { M_COUNT, M_STATUS, mLine, P_COUNT, P_SCHEDTICK, P_STATUS, pPage } from "./shm/layout.js";
import { FINISHED, newRecord } from "./shm/record.js";
import { runqPut } from "./shm/runq.js";
import {
  held,
  M_BLOCKED,
  M_IDLE,
  M_NONE,
  M_RUNNING,
  M_WOKEN,
  P_HANDOFFS,
  P_IDLE,
  P_PINNED,
  P_RUNNING,
  P_SYSCALL,
  S_IDLE_PS,
  S_WANTED,
} from "./shm/sched-words.js";
import { join, newMemory } from "./thread.js";

const page = pPage(0);
const statusOf = (index: number): number => load(mLine(index) + M_STATUS);

/** One P, held by M0 in `state`, and an M1 that is idle. */
function onePHeld(state: number): Watch {
  join(newMemory(1 << 20), 0);
  store(M_COUNT, 2);
  store(P_COUNT, 1);
  store(S_IDLE_PS, 0);
  store(mLine(0) + M_STATUS, M_RUNNING);
  store(mLine(1) + M_STATUS, M_IDLE);
  store(page + P_STATUS, held(0, state));
  return new Watch();
}

/** A goroutine that waits in the ring of the P. */
function queueOne(): void {
  runqPut(page, newRecord(0, FINISHED), 0);
}

describe("a running P", () => {
  let watch: Watch;
  beforeEach(() => {
    watch = onePHeld(P_RUNNING);
  });

  it("SC-12 is taken after 10 ms without a tick while goroutines wait in its ring, and an idle M is woken", () => {
    queueOne();
    watch.look(0);
    expect(watch.look(PATIENCE - 1)).toBe(PERIOD);
    expect(load(page + P_STATUS)).toBe(held(0, P_RUNNING));
    watch.look(PATIENCE);
    expect(load(page + P_STATUS)).toBe(P_IDLE);
    expect(statusOf(0)).toBe(M_BLOCKED);
    expect(statusOf(1)).toBe(M_WOKEN);
    expect(load(page + P_HANDOFFS)).toBe(1);
  });

  it("MW5 stays where it is when the look comes late, and has 10 ms again", () => {
    queueOne();
    watch.look(0);
    watch.look(5);
    for (const now of [16, 20, 25]) watch.look(now);
    expect(load(page + P_STATUS)).toBe(held(0, P_RUNNING));
    watch.look(26);
    expect(load(page + P_STATUS)).toBe(P_IDLE);
  });

  it("MW5 is taken all the same when every look comes late", () => {
    queueOne();
    for (let now = 0; now < 100; now += 20) watch.look(now);
    expect(load(page + P_STATUS)).toBe(P_IDLE);
  });

  it("SC-19 stays where it is while nothing waits in its ring", () => {
    globqPut(newRecord(0, FINISHED), 0);
    for (let now = 0; now < 100; now += 5) watch.look(now);
    expect(load(page + P_STATUS)).toBe(held(0, P_RUNNING));
  });

  it("stays where it is while it ticks", () => {
    queueOne();
    for (let now = 0; now < 100; now += 9) {
      watch.look(now);
      put(page + P_SCHEDTICK, load(page + P_SCHEDTICK) + 1);
    }
    expect(load(page + P_STATUS)).toBe(held(0, P_RUNNING));
  });

  it("stays where it is while another P is idle: whoever has that one steals", () => {
    store(P_COUNT, 2);
    store(S_IDLE_PS, 1);
    store(mLine(1) + M_STATUS, M_BLOCKED);
    queueOne();
    for (let now = 0; now < 100; now += 5) watch.look(now);
    expect(load(page + P_STATUS)).toBe(held(0, P_RUNNING));
  });

  it("stays where it is while as many Ms are blocked as there are Ps", () => {
    store(M_COUNT, 3);
    store(mLine(2) + M_STATUS, M_BLOCKED);
    queueOne();
    for (let now = 0; now < 100; now += 5) watch.look(now);
    expect(load(page + P_STATUS)).toBe(held(0, P_RUNNING));
    store(mLine(2) + M_STATUS, M_IDLE);
    watch.look(100);
    expect(load(page + P_STATUS)).toBe(P_IDLE);
  });

  it("its next M has 10 ms again, from when it got it", () => {
    queueOne();
    watch.look(0);
    watch.look(8);
    store(page + P_STATUS, held(1, P_RUNNING));
    watch.look(12);
    watch.look(21);
    expect(load(page + P_STATUS)).toBe(held(1, P_RUNNING));
    watch.look(22);
    expect(load(page + P_STATUS)).toBe(P_IDLE);
  });

  it("is never taken while its M writes to the ring", () => {
    queueOne();
    store(page + P_STATUS, held(0, P_PINNED));
    for (let now = 0; now < 100; now += 5) watch.look(now);
    expect(load(page + P_STATUS)).toBe(held(0, P_PINNED));
  });

  it("SC-22 asks for an M when none is idle", () => {
    store(mLine(1) + M_STATUS, M_NONE);
    queueOne();
    watch.look(0);
    watch.look(PATIENCE);
    expect(load(S_WANTED)).toBe(1);
  });
});

describe("a P in an announced blocking call", () => {
  it("SC-16 is taken at the second look that finds work for it", () => {
    const watch = onePHeld(P_SYSCALL);
    queueOne();
    watch.look(0);
    expect(load(page + P_STATUS)).toBe(held(0, P_SYSCALL));
    watch.look(PERIOD);
    expect(load(page + P_STATUS)).toBe(P_IDLE);
  });

  it("stays while there is no work: its M finds it when it returns", () => {
    const watch = onePHeld(P_SYSCALL);
    for (let now = 0; now < 100; now += 5) watch.look(now);
    expect(load(page + P_STATUS)).toBe(held(0, P_SYSCALL));
  });
});

describe("the monitor's sleep", () => {
  it("SC-21 begins after some looks that find no P in use, and ends when somebody takes one", () => {
    const watch = onePHeld(P_RUNNING);
    expect(watch.look(0)).toBeGreaterThan(0);
    store(page + P_STATUS, P_IDLE);
    const delays: number[] = [];
    for (let now = 10; now <= 60; now += 10) delays.push(watch.look(now));
    expect(delays.indexOf(-1)).toBeGreaterThan(1);
    expect(load(S_MONITOR)).toBe(1);
    rouse();
    expect(load(S_MONITOR)).toBe(0);
    expect(load(S_WANTED)).toBe(0);
  });

  it("does not begin while a P is used now and then, though none is when the monitor looks", () => {
    const watch = onePHeld(P_RUNNING);
    store(page + P_STATUS, P_IDLE);
    for (let now = 0; now < 500; now += 10) {
      put(page + P_SCHEDTICK, now);
      expect(watch.look(now)).toBeGreaterThan(0);
    }
  });

  it("does not begin while a P is in use", () => {
    const watch = onePHeld(P_RUNNING);
    for (let now = 0; now < 500; now += 10) expect(watch.look(now)).toBeGreaterThan(0);
  });
});
