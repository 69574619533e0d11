import { type Go, go, gosched, run } from "@gopark/core";
import { afterEach, describe, expect, it } from "vitest";
import { runOnM0, whenIt } from "../test/on-m0.js";
import { goroutine } from "./goroutine.js";
import { run as runWide } from "./run.js";
import { blocking, gomaxprocs, lockOSThread, stats, unlockOSThread } from "./runtime-info.js";
import { statsOf } from "./sched/stats.js";
import { load, store } from "./shm/atomics.js";
import { letGo } from "./shm/handover.js";
import { P_STATUS, pPage } from "./shm/layout.js";
import { held, P_IDLE, P_RUNNING, S_IDLE_PS } from "./shm/sched-words.js";

const order: unknown[] = [];
const note = goroutine("file:///runtime-info.test.js", "note", (what: unknown) => void order.push(what));

afterEach(() => {
  order.length = 0;
});

describe("gomaxprocs", () => {
  it("RT-01 tells the number, and changes nothing for less than 1", () =>
    runOnM0(function* () {
      expect([gomaxprocs(), gomaxprocs(0), gomaxprocs(-1)]).toEqual([2, 2, 2]);
    }));

  it("RT-01 changes it and gives what it was", () =>
    runOnM0(function* () {
      expect(gomaxprocs(5)).toBe(2);
      expect(gomaxprocs(1)).toBe(5);
      expect(gomaxprocs()).toBe(1);
      expect(stats().ps.length).toBe(1);
      yield* go(note, 1).join();
    }));

  it("moves main to another P if its own is gone", () =>
    runOnM0(function* (machine) {
      store(pPage(0) + P_STATUS, P_IDLE);
      store(pPage(1) + P_STATUS, held(0, P_RUNNING));
      machine.hold(pPage(1));
      gomaxprocs(1);
      yield* gosched();
      expect(machine.page).toBe(pPage(0));
    }));

  it.each([1.5, 64, Number.POSITIVE_INFINITY])("refuses %s", (n) =>
    runOnM0(function* () {
      expect(() => gomaxprocs(n)).toThrow("gomaxprocs: want an integer from 1 to 63");
    }),
  );

  it("is 1 and stays so where only the core runs", () =>
    run(function* () {
      expect(gomaxprocs(4)).toBe(1);
      expect(gomaxprocs()).toBe(1);
    }));

  it("tells 1 in a program of one thread", () =>
    runWide(
      function* () {
        expect(gomaxprocs()).toBe(1);
        expect(stats().gomaxprocs).toBe(1);
      },
      { procs: 1 },
    ));
});

describe("lockOSThread", () => {
  it("RT-09 nests, and one unlock too many does nothing", () =>
    runOnM0(function* () {
      lockOSThread();
      lockOSThread();
      const g = go(note, "new");
      unlockOSThread();
      yield* gosched();
      expect(order).toEqual([]);
      unlockOSThread();
      unlockOSThread();
      yield* g.join();
      expect(order).toEqual(["new"]);
    }));

  it("does not keep those that have started here", () =>
    runOnM0(function* () {
      lockOSThread();
      yield* go(function* (): Go {
        order.push("local");
      }).join();
      expect(order).toEqual(["local"]);
    }));

  it("RT-10 ends with its goroutine", () =>
    runOnM0(function* () {
      yield* go(function* (): Go {
        lockOSThread();
      }).join();
      yield* go(note, "new").join();
      expect(order).toEqual(["new"]);
    }));

  it("is a mistake outside goroutines, and nothing in a program of one thread", async () => {
    expect(() => lockOSThread()).toThrow("outside a goroutine");
    expect(() => unlockOSThread()).toThrow("outside a goroutine");
    await run(function* () {
      lockOSThread();
      unlockOSThread();
    });
  });
});

describe("blocking", () => {
  it("SC-17 gives the P away during the call, and takes it again after it", () =>
    runOnM0(function* (machine) {
      const during = yield* blocking(() => [load(pPage(0) + P_STATUS), load(S_IDLE_PS)]);
      expect(during).toEqual([P_IDLE, 2]);
      expect(machine.page).toBe(pPage(0));
      expect(stats().ps[0]?.handoffs).toBe(1);
    }));

  it("SC-18 waits its turn after the call if others have all Ps", () =>
    runOnM0(function* (machine) {
      const value = yield* blocking(() => {
        store(pPage(0) + P_STATUS, held(9, P_RUNNING));
        store(S_IDLE_PS, 0);
        // M9 lets go of it when this M waits in line.
        const status = (): string | undefined => statsOf(machine.sched).ms[0]?.status;
        whenIt(
          () => status() === "waiting",
          () => {
            order.push(status());
            letGo(0, 9);
          },
        );
        return "result";
      });
      expect(value).toBe("result");
      expect(order).toEqual(["waiting"]);
    }, 1));

  it("throws what the call throws", () =>
    runOnM0(function* () {
      let seen: unknown;
      try {
        yield* blocking(() => {
          throw new RangeError("too far");
        });
      } catch (error) {
        seen = error;
      }
      expect(seen).toEqual(new RangeError("too far"));
    }));

  it("puts goroutines that are started in the call where all Ps find them", () =>
    runOnM0(function* () {
      const g = yield* blocking(() => {
        const started = go(note, 1);
        expect(stats().runQueue).toBe(1);
        return started;
      });
      yield* g.join();
      expect(order).toEqual([1]);
    }));

  it("just calls where there is one thread, also outside goroutines", async () => {
    await run(function* () {
      expect(yield* blocking(() => 1).map((n) => n + 1)).toBe(2);
    });
    expect(await blocking(() => 3)).toBe(3);
    await expect(
      blocking(() => {
        throw new Error("no");
      }),
    ).rejects.toThrow("no");
  });

  it("is performed once", () =>
    runOnM0(function* () {
      const op = blocking(() => 1);
      yield* op;
      expect(() => op[Symbol.iterator]().next()).toThrow("operation performed twice: want a new blocking");
    }));
});
