import { beforeEach, describe, expect, it, vi } from "vitest";
import { counted, interrupted } from "../../test/interrupt.js";
import { holders, newG, newProgram, statusOf } from "../../test/sched-fixture.js";
import { get, load, put, store } from "./atomics.js";
import { acquire, acquireAny, awaitP, holds, isInLine, letGo, pin, regain, unpin } from "./handover.js";
import { retake } from "./idle.js";
import { M_STATUS, mLine, P_STATUS, pPage } from "./layout.js";
import { setUpSched } from "./resize.js";
import { runqPut } from "./runq.js";
import {
  held,
  M_BLOCKED,
  M_GRANTED,
  M_NEXT_P,
  M_RUNNING,
  M_WAITING,
  ownerOf,
  P_HANDOFFS,
  P_IDLE,
  P_PINNED,
  P_RUNNING,
  P_SYSCALL,
  S_IDLE_PS,
  S_WAITING_MS,
  stateOf,
} from "./sched-words.js";

vi.mock("./atomics.js", async (original) => counted(await original()));

const p0 = pPage(0);
const p1 = pPage(1);

describe("a P", () => {
  beforeEach(() => newProgram(2, 3, 1));

  it("is taken by one M, if it is idle", () => {
    expect(acquire(p0, 1)).toBe(false);
    expect(acquire(p1, 1)).toBe(true);
    expect(acquire(p1, 2)).toBe(false);
    expect(holders()).toEqual([0, 1]);
    expect(load(S_IDLE_PS)).toBe(0);
  });

  it("SC-18 is preferably the one that the M held last", () => {
    letGo(0, 0);
    expect(acquireAny(1)).toBe(p0);
    letGo(0, 1);
    expect(acquireAny(2)).toBe(p0);
    expect(acquireAny(1)).toBe(p1);
    letGo(1, 1);
    letGo(0, 2);
    expect(acquireAny(1)).toBe(p1);
    expect(acquireAny(2)).toBe(p0);
    expect(acquireAny(0)).toBe(0);
  });

  it("tells by its status who holds it, and how", () => {
    const word = held(5, P_SYSCALL);
    expect([ownerOf(word), stateOf(word)]).toEqual([5, P_SYSCALL]);
    expect([ownerOf(P_IDLE), stateOf(P_IDLE)]).toEqual([-1, P_IDLE]);
  });

  it("is not taken away while its M writes to the ring, and cannot be pinned after it was", () => {
    expect(pin(p0, 0)).toBe(true);
    expect(retake(0, held(0, P_RUNNING), 1)).toBe(false);
    expect(load(p0 + P_STATUS)).toBe(held(0, P_PINNED));
    unpin(p0, 0);
    expect(holds(p0, 0)).toBe(true);
    expect(retake(0, held(0, P_RUNNING), 1)).toBe(true);
    expect(pin(p0, 0)).toBe(false);
    expect(statusOf(0)).toBe(M_BLOCKED);
    expect(get(p0 + P_HANDOFFS)).toBe(1);
  });

  it("is either written to by its M or taken away, wherever the M is interrupted", () => {
    let wasPinned = false;
    let wasTaken = false;
    const runs = interrupted(
      () => newProgram(1, 2, 1),
      () => {
        wasPinned = pin(p0, 0);
        if (wasPinned) {
          runqPut(p0, newG(), 0);
          unpin(p0, 0);
        }
      },
      [
        () => {
          wasTaken = retake(0, held(0, P_RUNNING), 1);
        },
      ],
      () => {
        // Taken in the middle of a put: never. Before it, the M sees it; after it, the put is complete.
        expect(wasPinned || wasTaken).toBe(true);
        expect(holders()).toEqual([wasTaken ? -1 : 0]);
        expect(statusOf(0)).toBe(wasTaken ? M_BLOCKED : M_RUNNING);
      },
    );
    expect(runs).toBeGreaterThan(4);
  });
});

describe("an M that has goroutines and no P", () => {
  beforeEach(() => newProgram(1, 2, 1));

  it("SC-18 waits, and gets the P of the next M that lets go", () => {
    expect(awaitP(1)).toBe(0);
    expect(statusOf(1)).toBe(M_WAITING);
    expect(letGo(0, 0)).toBe(true);
    expect(statusOf(1)).toBe(M_GRANTED);
    expect(holders()).toEqual([1]);
    expect(regain(1)).toBe(p0);
    expect(statusOf(1)).toBe(M_RUNNING);
    expect(load(S_WAITING_MS)).toBe(0);
    expect(load(S_IDLE_PS)).toBe(0);
  });

  it("takes a P at once if one is idle", () => {
    letGo(0, 0);
    expect(awaitP(1)).toBe(p0);
    expect(statusOf(1)).toBe(M_RUNNING);
    expect(load(S_WAITING_MS)).toBe(0);
  });

  it("stays in the line when it is woken for another reason", () => {
    awaitP(1);
    expect(regain(1)).toBe(0);
    expect(isInLine(1)).toBe(true);
    expect(load(S_WAITING_MS)).toBe(1);
  });

  it("gets the P that it was granted after it was woken for another reason, and no other", () => {
    newProgram(2, 3, 2);
    awaitP(2);
    expect(regain(2)).toBe(0);
    letGo(0, 0);
    expect(isInLine(2)).toBe(true);
    letGo(1, 1);
    expect(regain(2)).toBe(p0);
    expect(holders()).toEqual([2, -1]);
  });

  it("looks once whether it is in line, wherever it is interrupted", () => {
    let page = 0;
    interrupted(
      () => {
        newProgram(2, 3, 2);
        awaitP(2);
      },
      () => {
        page = regain(2);
      },
      [() => void (letGo(0, 0) && letGo(1, 1))],
      (places) => {
        if (isInLine(2)) page = regain(2);
        expect(page, `interrupted before step ${places}`).toBe(p0);
        expect(holders()).toEqual([2, -1]);
      },
    );
  });

  it("HO4 takes no notice of a P that was granted to who had its index in the program before", () => {
    awaitP(1);
    letGo(0, 0);
    // It ended before it took it.
    setUpSched(1, 0);
    const granted = () => get(mLine(1) + M_NEXT_P);
    expect(granted()).toBe(1);
    store(mLine(1) + M_STATUS, M_RUNNING);
    acquire(p0, 0);
    expect(awaitP(1)).toBe(0);
    expect(granted()).toBe(0);
    letGo(0, 0);
    expect(regain(1)).toBe(p0);
    expect(holders()).toEqual([1]);
  });

  it("waits again if the P was taken away before it got it", () => {
    awaitP(1);
    store(mLine(1) + M_STATUS, M_GRANTED);
    store(S_WAITING_MS, 0);
    put(mLine(1) + M_NEXT_P, -1);
    expect(regain(1)).toBe(0);
    expect(statusOf(1)).toBe(M_RUNNING);
  });

  it("SC-18 several get their turns one after the other", () => {
    newProgram(1, 4, 1);
    for (const m of [1, 2, 3]) awaitP(m);
    const turns: number[] = [];
    for (let i = 0, m = 0; i < 6; i++) {
      letGo(0, m);
      m = holders()[0] as number;
      expect(regain(m)).toBe(p0);
      turns.push(m);
      const other = [0, 1, 2, 3].find((n) => statusOf(n) === M_RUNNING && n !== m) as number;
      awaitP(other);
    }
    expect(new Set(turns.slice(0, 4))).toEqual(new Set([0, 1, 2, 3]));
  });

  it("never misses a P that becomes idle, wherever it is interrupted", () => {
    let page = 0;
    const runs = interrupted(
      () => newProgram(1, 2, 1),
      () => {
        page = awaitP(1) || regain(1);
      },
      [() => void letGo(0, 0)],
      (places) => {
        const isGranted = statusOf(1) === M_GRANTED;
        expect(page !== 0 || isGranted, `interrupted before step ${places}`).toBe(true);
        if (isGranted) page = regain(1);
        expect(page).toBe(p0);
        expect(holders()).toEqual([1]);
        expect([load(S_WAITING_MS), load(S_IDLE_PS)]).toEqual([0, 0]);
      },
    );
    expect(runs).toBeGreaterThan(6);
  });

  it("never misses a P that becomes idle, wherever who lets go is interrupted", () => {
    let page = 0;
    interrupted(
      () => newProgram(1, 2, 1),
      () => void letGo(0, 0),
      [
        () => {
          page = awaitP(1);
        },
      ],
      () => {
        if (page === 0) page = regain(1);
        expect(page).toBe(p0);
        expect([load(S_WAITING_MS), load(S_IDLE_PS)]).toEqual([0, 0]);
      },
    );
  });
});
