import { beforeEach, describe, expect, it, vi } from "vitest";
import { counted, interrupted } from "../../test/interrupt.js";
import { holders, newG, newProgram, statusOf } from "../../test/sched-fixture.js";
import { add, get, load, notify, put, store } from "./atomics.js";
import { globqCount, globqPut, globqTake } from "./globq.js";
import { acquire, awaitP, pin, regain } from "./handover.js";
import {
  anyWork,
  becomeIdle,
  becomeLocked,
  retake,
  startSpinning,
  stopSpinning,
  sweepSched,
  wakep,
} from "./idle.js";
import { PARKED, park } from "./inbox.js";
import { M_INBOX, M_STATUS, mLine, P_COUNT, P_STATUS, pPage } from "./layout.js";
import { runqPut } from "./runq.js";
import {
  held,
  M_BLOCKED,
  M_DEAD,
  M_GRANTED,
  M_IDLE,
  M_LOCKED,
  M_NONE,
  M_RUNNING,
  M_SPINNING,
  M_WAITING,
  M_WOKEN,
  P_IDLE,
  P_RUNNING,
  P_SYSCALL,
  S_IDLE_PS,
  S_LOCK,
  S_SPINNING,
  S_STARTING,
  S_WAITING_MS,
  S_WANTED,
} from "./sched-words.js";

vi.mock("./atomics.js", async (original) => counted(await original()));

const p0 = pPage(0);
const p1 = pPage(1);

/** Puts an M to sleep as its machine does, unless it finds a reason not to; answers whether it sleeps. */
function sleep(m: number, p: number): boolean {
  if (becomeIdle(p, m) !== 0) return false;
  if (!park(m)) return false;
  return statusOf(m) === M_IDLE;
}

/** Whether an M sleeps and nobody has woken it. */
function sleeps(m: number): boolean {
  return statusOf(m) === M_IDLE && load(mLine(m) + M_INBOX) === PARKED;
}

describe("an M without work", () => {
  beforeEach(() => newProgram(2, 2, 2));

  it("SC-20 lets go of its P and sleeps", () => {
    expect(sleep(1, 1)).toBe(true);
    expect(holders()).toEqual([0, -1]);
    expect(load(S_IDLE_PS)).toBe(1);
  });

  it("goes on if there is work after all", () => {
    runqPut(p0, newG(), 0);
    expect(becomeIdle(1, 1)).toBe(p1);
    expect(statusOf(1)).toBe(M_SPINNING);
    expect(load(S_SPINNING)).toBe(1);
    stopSpinning(1);
    expect(load(S_SPINNING)).toBe(0);
  });

  it("RT-09 is not woken for work that it would not take", () => {
    becomeLocked(1, 1);
    expect(statusOf(1)).toBe(M_LOCKED);
    globqPut(newG(), 0);
    wakep(0);
    expect(statusOf(1)).toBe(M_LOCKED);
    expect(regain(1)).toBe(p1);
    expect(statusOf(1)).toBe(M_RUNNING);
  });

  it("SC-20 spins only while less than half of the busy Ps do", () => {
    newProgram(4, 4, 4);
    expect([0, 1, 2, 3].map((m) => startSpinning(m))).toEqual([true, true, false, false]);
    expect(load(S_SPINNING)).toBe(2);
    expect(startSpinning(0)).toBe(true);
    expect(load(S_SPINNING)).toBe(2);
  });
});

describe("waking", () => {
  beforeEach(() => {
    newProgram(2, 2, 2);
    sleep(1, 1);
  });

  it("SC-15 wakes an idle M when a P is idle and nobody looks for work", () => {
    globqPut(newG(), 0);
    wakep(0);
    expect(statusOf(1)).toBe(M_WOKEN);
    expect(load(mLine(1) + M_INBOX)).toBe(0);
    expect(load(S_SPINNING)).toBe(1);
    expect(regain(1)).toBe(p1);
    expect(statusOf(1)).toBe(M_SPINNING);
  });

  it("SC-15 wakes nobody while somebody looks for work already", () => {
    add(S_SPINNING, 1);
    globqPut(newG(), 0);
    wakep(0);
    expect(sleeps(1)).toBe(true);
  });

  it("SC-15 wakes nobody when no P is idle", () => {
    store(p1 + P_STATUS, held(0, P_RUNNING));
    store(S_IDLE_PS, 0);
    globqPut(newG(), 0);
    wakep(0);
    expect(sleeps(1)).toBe(true);
  });

  it("SC-20 the last one that spun wakes another when it has found something", () => {
    newProgram(3, 3, 3);
    sleep(2, 2);
    startSpinning(1);
    globqPut(newG(), 0);
    stopSpinning(1);
    expect(statusOf(2)).toBe(M_WOKEN);
  });

  it("SC-19 asks for another M when all are blocked, once", () => {
    store(mLine(1) + M_STATUS, M_BLOCKED);
    globqPut(newG(), 0);
    wakep(0);
    wakep(0);
    expect(load(S_WANTED)).toBe(1);
    expect(load(S_STARTING)).toBe(1);
    expect(vi.mocked(notify)).toHaveBeenCalledWith(S_WANTED);
  });

  it("asks for none while there are as many as Ps that run, or will", () => {
    store(mLine(1) + M_STATUS, M_RUNNING);
    globqPut(newG(), 0);
    wakep(0);
    expect(load(S_WANTED)).toBe(0);
  });

  it("heals a count that a dead M has left below zero", () => {
    store(S_SPINNING, -1);
    globqPut(newG(), 0);
    wakep(0);
    expect(statusOf(1)).toBe(M_WOKEN);
    expect(load(S_SPINNING)).toBe(1);
  });
});

describe("no wakeup is lost", () => {
  const locked = (): boolean => get(S_LOCK) !== 0;

  /** ID: work is queued, a P is idle and an M sleeps, and nobody is on the way. */
  function isLost(ms: readonly number[]): boolean {
    return anyWork() && holders().includes(-1) && ms.some(sleeps) && load(S_SPINNING) <= 0;
  }

  it("when an M goes to sleep wherever it is interrupted by one that puts and wakes", () => {
    const runs = interrupted(
      () => newProgram(2, 2, 2),
      () => sleep(1, 1),
      [
        () => {
          globqPut(newG(), 0);
          wakep(0);
        },
      ],
      (places) => expect(isLost([1]), `interrupted before step ${places}`).toBe(false),
      locked,
    );
    expect(runs).toBeGreaterThan(8);
  });

  it("when a spinning M goes to sleep wherever it is interrupted by one that puts and wakes", () => {
    interrupted(
      () => {
        newProgram(2, 2, 2);
        startSpinning(1);
      },
      () => sleep(1, 1),
      [
        () => {
          runqPut(p0, newG(), 0);
          wakep(0);
        },
      ],
      (places) => expect(isLost([1]), `interrupted before step ${places}`).toBe(false),
      locked,
    );
  });

  it("when one that puts and wakes is interrupted by an M that goes to sleep", () => {
    const runs = interrupted(
      () => newProgram(2, 2, 2),
      () => {
        globqPut(newG(), 0);
        wakep(0);
      },
      [() => void sleep(1, 1)],
      (places) => expect(isLost([1]), `interrupted before step ${places}`).toBe(false),
      locked,
    );
    expect(runs).toBeGreaterThan(8);
  });

  it("when one wakes nobody for want of an M, while another sleeps and a third puts", () => {
    // M0 counts itself as spinning while it looks for an idle M; M2's put relies on that; M1 sleeps in between.
    const runs = interrupted(
      () => newProgram(3, 3, 2),
      () => {
        globqPut(newG(), 0);
        wakep(0);
      },
      [
        () => {
          globqTake(1, 2);
          sleep(1, 1);
        },
        () => {
          globqPut(newG(), 2);
          wakep(2);
        },
      ],
      (places) => expect(isLost([1]), `interrupted before steps ${places}`).toBe(false),
      locked,
    );
    expect(runs).toBeGreaterThan(50);
  });

  it("when two sleep, one after the other, wherever the first is interrupted by the second and a put", () => {
    interrupted(
      () => newProgram(3, 3, 3),
      () => sleep(1, 1),
      [
        () => void sleep(2, 2),
        () => {
          globqPut(newG(), 0);
          wakep(0);
        },
      ],
      (places) => expect(isLost([1, 2]), `interrupted before steps ${places}`).toBe(false),
      locked,
    );
  });

  it("when an M that was woken finds no P, because another has taken it", () => {
    newProgram(2, 3, 2);
    sleep(1, 1);
    globqPut(newG(), 0);
    wakep(0);
    expect(acquire(p1, 2)).toBe(true);
    expect(regain(1)).toBe(0);
    // It lowers the count again, and may sleep: whoever has the P looks before it lets go.
    expect(becomeIdle(-1, 1)).toBe(0);
    expect(load(S_SPINNING)).toBe(0);
    expect(becomeIdle(1, 2)).not.toBe(0);
  });
});

describe("a P whose M is blocked", () => {
  it("SC-16 goes to an idle M if there is work", () => {
    newProgram(1, 2, 1);
    sleep(1, -1);
    runqPut(p0, newG(), 0);
    expect(retake(0, held(0, P_RUNNING), 63)).toBe(true);
    expect(statusOf(0)).toBe(M_BLOCKED);
    expect(statusOf(1)).toBe(M_WOKEN);
    expect(regain(1)).toBe(p0);
  });

  it("SC-19 is just idle if there is no work", () => {
    newProgram(1, 2, 1);
    sleep(1, -1);
    expect(retake(0, held(0, P_RUNNING), 63)).toBe(true);
    expect(sleeps(1)).toBe(true);
    expect(holders()).toEqual([-1]);
  });

  it("SC-18 is taken again by that M when it comes back and nobody has it", () => {
    newProgram(1, 1, 1);
    retake(0, held(0, P_RUNNING), 63);
    expect(regain(0)).toBe(p0);
    expect(statusOf(0)).toBe(M_RUNNING);
  });

  it("is not taken by who has seen another state of it", () => {
    newProgram(1, 2, 1);
    expect(retake(0, held(0, P_SYSCALL), 63)).toBe(false);
    expect(statusOf(0)).toBe(M_RUNNING);
    expect(holders()).toEqual([0]);
  });
});

describe("an M that died", () => {
  it("gives back its P, which goes to an M that waits", () => {
    newProgram(2, 3, 2);
    awaitP(2);
    sweepSched(1, 63);
    expect(statusOf(1)).toBe(M_DEAD);
    expect(statusOf(2)).toBe(M_GRANTED);
    expect(holders()).toEqual([0, 2]);
  });

  it("gives back a P that it had pinned", () => {
    newProgram(2, 2, 2);
    pin(p1, 1);
    sweepSched(1, 63);
    expect(holders()).toEqual([0, -1]);
  });

  it.each([
    ["spinning", M_SPINNING, S_SPINNING],
    ["woken", M_WOKEN, S_SPINNING],
    ["waiting", M_WAITING, S_WAITING_MS],
  ])("leaves the counts right if it was %s", (_name, status, count) => {
    newProgram(2, 2, 1);
    store(mLine(1) + M_STATUS, status);
    add(count, 1);
    sweepSched(1, 63);
    expect(load(count)).toBe(0);
  });

  it("leaves its queued goroutines to others, and one is woken for them", () => {
    newProgram(3, 3, 3);
    runqPut(p1, newG(), 1);
    store(mLine(2) + M_STATUS, M_IDLE);
    store(pPage(2) + P_STATUS, P_IDLE);
    store(S_IDLE_PS, 1);
    sweepSched(1, 63);
    expect(anyWork()).toBe(true);
    expect(statusOf(2)).toBe(M_WOKEN);
  });

  it("does not keep the lock of the global queue", () => {
    newProgram(2, 2, 2);
    put(S_LOCK, 2);
    sweepSched(1, 63);
    globqPut(newG(), 0);
    expect(globqCount()).toBe(1);
  });
});

describe("an index that no thread has", () => {
  it("is never woken and never counted", () => {
    newProgram(2, 2, 1);
    store(mLine(1) + M_STATUS, M_NONE);
    globqPut(newG(), 0);
    wakep(0);
    expect(statusOf(1)).toBe(M_NONE);
    expect(load(S_WANTED)).toBe(1);
    expect(load(P_COUNT)).toBe(2);
  });
});
