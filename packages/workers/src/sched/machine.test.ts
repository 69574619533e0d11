import { chan, type Go, go, gosched, RuntimeError, wait } from "@gopark/core";
import { currentSched, type G, host, m } from "@gopark/core/internal";
import { afterEach, describe, expect, it, vi } from "vitest";
import { runOnM0, whenIt } from "../../test/on-m0.js";
import { ownClock } from "../../test/own-clock.js";
import { goroutine } from "../goroutine.js";
import { add, load, put, store } from "../shm/atomics.js";
import { globqCount, globqPut } from "../shm/globq.js";
import { PARKED, poke } from "../shm/inbox.js";
import { M_COUNT, M_HAS_WOKEN, M_INBOX, M_STATUS, mLine, P_COUNT, P_STATUS, pPage } from "../shm/layout.js";
import { runqCount, runqGet, runqPut } from "../shm/runq.js";
import {
  held,
  M_GRANTED,
  M_IDLE,
  M_MAIL,
  M_NEXT_P,
  M_NONE,
  M_PARKS,
  M_RUNNING,
  M_SPINS,
  M_WAITING,
  P_IDLE,
  P_RUNNING,
  P_STEALS,
  S_CRASHED,
  S_IDLE_PS,
  S_SPINNING,
  S_WAITING_MS,
} from "../shm/sched-words.js";
import { current } from "./current.js";

const url = "file:///machine.test.js";
const order: unknown[] = [];

const note = goroutine(url, "note", function* (what: unknown): Go {
  order.push(what);
});

/** Lets all that is runnable run, several times. */
function* settle(times = 5): Go {
  for (let i = 0; i < times; i++) yield* gosched();
}

afterEach(() => {
  order.length = 0;
  vi.restoreAllMocks();
});

describe("what runs next on an M", () => {
  it("SC-24 is the goroutine started last, then the others in their order", () =>
    runOnM0(function* () {
      const all = [0, 1, 2, 3, 4].map((i) => go(note, i));
      for (const g of all) yield* g.join();
      expect(order).toEqual([4, 0, 1, 2, 3]);
    }));

  it("SC-08 takes goroutines that have started before those that have not, unless they have yielded", () =>
    runOnM0(function* () {
      // The first round of a slice is over.
      yield* gosched();
      for (let i = 0; i < 3; i++) go(note, `shared ${i}`);
      for (let i = 0; i < 3; i++)
        go(function* () {
          order.push(`own ${i}`);
          yield* gosched();
          order.push(`own ${i} again`);
        });
      yield* settle();
      expect(order.slice(0, 3)).toEqual(["own 2", "own 0", "own 1"]);
      // In turn.
      expect(order.filter((what) => String(what).startsWith("shared"))).toEqual([
        "shared 2",
        "shared 0",
        "shared 1",
      ]);
      expect(order.indexOf("shared 2")).toBeLessThan(order.indexOf("own 0 again"));
      expect(order.indexOf("own 2 again")).toBeLessThan(order.indexOf("shared 1"));
    }));

  it("SC-08 takes one that has not started now and then, however many that have are there", () =>
    runOnM0(function* () {
      yield* gosched();
      const late = go(note, "shared");
      let rounds = 0;
      go(function* again() {
        rounds++;
        if (late.status === "dead") return;
        go(again);
        go(function* () {});
      });
      yield* late.join();
      expect(rounds).toBeGreaterThan(3);
      expect(rounds).toBeLessThan(20);
    }));

  it("SC-07 looks at the global queue every 61st round, however much else there is", () =>
    runOnM0(function* (machine) {
      const late = go(note, "global");
      // As an overflow would move it.
      globqPut(runqGet(machine.page), 0);
      expect(globqCount()).toBe(1);
      let rounds = 0;
      for (let i = 0; i < 3; i++) {
        go(function* spinner() {
          while (late.status !== "dead") {
            rounds++;
            go(function* () {});
            yield* gosched();
          }
        });
      }
      yield* late.join();
      expect(order).toEqual(["global"]);
      expect(rounds).toBeLessThan(61);
    }));

  it("SC-09 is a share of the global queue when the ring is empty; the rest goes to the ring", () =>
    runOnM0(function* (machine) {
      const all = Array.from({ length: 300 }, (_, i) => go(note, i));
      // 257 fit, so half of the ring went over once.
      expect(globqCount()).toBe(129);
      for (const g of all) yield* g.join();
      expect(order.length).toBe(300);
      expect(globqCount()).toBe(0);
      expect(runqCount(machine.page)).toBe(0);
    }));

  it("SC-10 is stolen from another P when there is nothing else", () =>
    runOnM0(function* (machine) {
      const a = go(note, "a");
      const b = go(note, "b");
      const other = pPage(1);
      expect(load(other + P_STATUS)).toBe(P_IDLE);
      // As if another M had taken both.
      const [second, first] = [runqGet(machine.page), runqGet(machine.page)];
      runqPut(other, first, 1);
      runqPut(other, second, 1);
      yield* a.join();
      yield* b.join();
      expect(order).toEqual(["a", "b"]);
      expect(load(machine.page + P_STEALS)).toBeGreaterThan(0);
    }));
});

describe("an M whose P was taken away", () => {
  it("SC-18 takes an idle one, and goes on", () =>
    runOnM0(function* (machine) {
      expect(machine.page).toBe(pPage(0));
      store(pPage(0) + P_STATUS, held(7, P_RUNNING));
      const g = go(note, 1);
      expect(globqCount()).toBe(1);
      yield* g.join();
      expect(machine.page).toBe(pPage(1));
    }));

  it("SC-18 waits in line if there is none, and goes on when it gets one", () =>
    runOnM0(function* () {
      const sched = currentSched();
      const status = mLine(0) + M_STATUS;
      store(pPage(0) + P_STATUS, held(7, P_RUNNING));
      let seen = -1;
      whenIt(
        () => load(status) === M_WAITING,
        () => {
          seen = load(status);
          add(S_WAITING_MS, -1);
          store(pPage(0) + P_STATUS, held(0, P_RUNNING));
          store(status, M_GRANTED);
          put(mLine(0) + M_NEXT_P, 1);
          sched.wakeup();
        },
      );
      yield* gosched();
      expect(seen).toBe(M_WAITING);
      expect(load(status)).toBe(M_RUNNING);
    }, 1));

  it("puts new goroutines where all Ps find them", () =>
    runOnM0(function* () {
      store(pPage(0) + P_STATUS, held(7, P_RUNNING));
      store(pPage(1) + P_STATUS, held(6, P_RUNNING));
      store(S_IDLE_PS, 0);
      const g = go(note, 1);
      expect(globqCount()).toBe(1);
      store(pPage(0) + P_STATUS, held(0, P_RUNNING));
      yield* g.join();
      expect(order).toEqual([1]);
    }));
});

describe("an M without work", () => {
  it("SC-20 lets go of its P, and takes one again when it is woken", () =>
    runOnM0(function* (machine) {
      const seen: number[] = [];
      const event = new Promise<void>((resolve) => {
        whenIt(
          () => machine.page === 0,
          () => {
            seen.push(load(mLine(0) + M_STATUS), load(S_IDLE_PS), load(S_SPINNING));
            resolve();
          },
        );
      });
      yield* wait(event);
      expect(seen).toEqual([M_IDLE, 2, 0]);
      expect(machine.page).toBe(pPage(0));
      expect(load(S_IDLE_PS)).toBe(1);
    }));

  it("is woken by a record or a poke, whichever thread it is from", () =>
    runOnM0(function* () {
      let woken = 0;
      const ch = chan<number>(1);
      const sched = currentSched();
      const wakeup = vi.spyOn(sched, "wakeup");
      whenIt(
        () => load(mLine(0) + M_INBOX) === PARKED,
        () => {
          wakeup.mockClear();
          poke(0);
          // The host tells of the change in a turn of its own.
          whenIt(
            () => wakeup.mock.calls.length > 0,
            () => {
              woken = wakeup.mock.calls.length;
              ch.trySend(1);
            },
          );
        },
      );
      yield* ch.recv();
      expect(woken).toBeGreaterThan(0);
    }));

  it("lets in at once what is on its way to its event loop", () =>
    runOnM0(function* () {
      const line = mLine(0);
      const ch = chan<number>(1);
      function* spins(): Go<number> {
        const before = load(line + M_SPINS);
        setImmediate(() => ch.trySend(1));
        yield* ch.recv();
        return load(line + M_SPINS) - before;
      }
      expect(yield* spins()).toBe(1);
      put(line + M_MAIL, 1);
      expect(yield* spins()).toBe(0);
      put(line + M_MAIL, 0);
      // It is posted while this thread spins, which would go on for ever: time stands still.
      const begin = host.now();
      let looks = 0;
      vi.spyOn(host, "now").mockImplementation(() => {
        if (++looks === 50) put(line + M_MAIL, 1);
        return begin;
      });
      expect(yield* spins()).toBe(1);
      put(line + M_MAIL, 0);
    }));

  it.each([
    [0.1, "its event loop", -1000, 0.05],
    [0.05, "its event loop", -1000, 0.04],
    [0.04, "its inbox", -1000, 0.08],
    [0.25, "its inbox", -1000, 0.32],
    [0.32, "its inbox", 1000, 0.16],
    [0.05, "its inbox", 1000, 0.04],
  ])("that spins for %d ms and is woken by %s %d ms later spins for %d ms", (from, by, ms, to) =>
    runOnM0(function* (machine) {
      const inside = machine as unknown as { spin: number; asleepSince: number };
      const ch = chan<number>(1);
      let spin = 0;
      whenIt(
        () => load(mLine(0) + M_INBOX) === PARKED,
        () => {
          inside.spin = from;
          // Far away from now, however long the rest takes.
          inside.asleepSince = host.now() - ms;
          if (by === "its inbox") poke(0);
          else ch.trySend(1);
          whenIt(
            () => inside.spin !== from,
            () => {
              spin = inside.spin;
              ch.trySend(2);
            },
          );
        },
      );
      while (spin === 0) yield* ch.recv();
      expect(spin).toBe(to);
    }),
  );

  it("lets in whom it has woken, with its P, and goes on with what comes of that", () =>
    runOnM0(function* (machine) {
      const ch = chan<number>(1);
      const line = mLine(0);
      const seen: unknown[] = [];
      vi.spyOn(Atomics, "wait").mockImplementation((_words, at) => {
        seen.push([at * 4 === line + M_INBOX, load(line + M_INBOX) === PARKED, machine.page !== 0]);
        ch.trySend(1);
        return "ok";
      });
      // A clock of its own: on a busy machine "at once" may be long.
      ownClock();
      const parks = load(line + M_PARKS);
      store(P_COUNT, 1);
      put(line + M_HAS_WOKEN, 1);
      yield* ch.recv();
      expect(seen).toEqual([[true, true, true]]);
      expect([load(line + M_INBOX), load(line + M_PARKS)]).toEqual([0, parks]);
      // Not again at once, or two threads that talk to each other would sleep in turns.
      put(line + M_HAS_WOKEN, 1);
      setImmediate(() => ch.trySend(2));
      yield* ch.recv();
      expect(seen.length).toBe(1);
    }));

  it("gives its P to an M that waits for one, after a time of its own", () => {
    const begin = host.now();
    const now = vi.spyOn(host, "now").mockReturnValue(begin);
    return runOnM0(function* (machine) {
      // M1 waits.
      store(mLine(1) + M_STATUS, M_WAITING);
      store(M_COUNT, 2);
      add(S_WAITING_MS, 1);
      yield* gosched();
      expect(load(mLine(1) + M_STATUS)).toBe(M_WAITING);
      now.mockReturnValue(begin + 100);
      yield* gosched();
      expect(load(mLine(1) + M_STATUS)).toBe(M_GRANTED);
      expect(load(pPage(0) + P_STATUS)).toBe(held(1, P_RUNNING));
      expect(machine.page).toBe(pPage(1));
    }).finally(() => now.mockRestore());
  });
});

describe("an M that is locked", () => {
  it("RT-09 begins nothing new, until it is unlocked as often", () =>
    runOnM0(function* (machine) {
      const g = currentSched().main as never;
      machine.lock(g);
      machine.lock(g);
      const other = go(note, 1);
      yield* settle();
      expect(order).toEqual([]);
      machine.unlock(g);
      yield* settle();
      expect(order).toEqual([]);
      machine.unlock(g);
      machine.unlock(g);
      yield* other.join();
      expect(order).toEqual([1]);
    }));

  it("RT-10 is free again when the goroutine has ended that locked it", () =>
    runOnM0(function* (machine) {
      const locker = go(function* () {
        machine.lock(m.g as G);
        yield* gosched();
      });
      yield* gosched();
      const other = go(note, 1);
      yield* locker.join();
      yield* other.join();
      expect(order).toEqual([1]);
    }));
});

describe("an M at the end", () => {
  it("runs nothing once a goroutine of another M has panicked", async () => {
    const program = runOnM0(function* () {
      store(S_CRASHED, 1);
      const sched = currentSched();
      host.macrotask(() => sched.fatal(new RuntimeError("told by another M")));
      go(note, 1);
      yield* gosched();
      order.push("main");
    });
    await expect(program).rejects.toThrow("told by another M");
    expect(order).toEqual([]);
  });

  it("gives back its P and is no M any more", async () => {
    await runOnM0(function* () {
      expect(load(P_COUNT)).toBe(2);
    });
    expect(current.machine).toBe(null);
    expect(load(mLine(0) + M_STATUS)).toBe(M_NONE);
    expect(load(pPage(0) + P_STATUS)).toBe(P_IDLE);
  });
});
