import { debug, type Go, go, run, stack } from "@gopark/core";
import { currentSched } from "@gopark/core/internal";
import { describe, expect, it } from "vitest";
import { runOnM0 } from "../test/on-m0.js";
import { goroutine } from "./goroutine.js";
import { RemoteGoroutine } from "./remote-goroutine.js";
import { get, put, store } from "./shm/atomics.js";
import { BUMP, LIMIT, M_COUNT, M_FREE, M_STATUS, mLine } from "./shm/layout.js";
import { LINK } from "./shm/record.js";
import { runqCount } from "./shm/runq.js";
import { M_IDLE, M_WOKEN } from "./shm/sched-words.js";
import { spawn } from "./spawn.js";

const url = "file:///spawn.test.js";

const add = goroutine(url, "add", function* add(a: number, b: unknown): Go<number> {
  return a + Number(b);
});

const tell = goroutine(url, "tell", function* tell(): Go<string> {
  return stack();
});

/** How many records of M0 are free. */
function free(): number {
  let n = 0;
  for (let rec = get(mLine(0) + M_FREE); rec !== 0; rec = get(rec + LINK)) n++;
  return n;
}

describe("go", () => {
  it("SC-02 queues a named goroutine where this M takes it from next", () =>
    runOnM0(function* (machine) {
      const g = go(add, 1, 2);
      expect(g).toBeInstanceOf(RemoteGoroutine);
      expect([g.name, g.status]).toEqual(["add", "runnable"]);
      expect(runqCount(machine.page)).toBe(1);
      expect(yield* g.join()).toBe(3);
    }));

  it("SC-15 wakes an M that is idle", () =>
    runOnM0(function* () {
      store(M_COUNT, 2);
      store(mLine(1) + M_STATUS, M_IDLE);
      const g = go(add, 1, 2);
      expect(get(mLine(1) + M_STATUS)).toBe(M_WOKEN);
      yield* g.join();
    }));

  it("keeps all others here", () =>
    runOnM0(function* (machine) {
      const g = go(function* local(): Go<number> {
        return 5;
      });
      expect(g).not.toBeInstanceOf(RemoteGoroutine);
      expect(runqCount(machine.page)).toBe(0);
      expect(yield* g.join()).toBe(5);
    }));

  it("keeps everything here in a program of one thread", () =>
    run(function* () {
      expect(spawn(add, [1, 2])).toBe(null);
      expect(yield* go(add, 1, 2).join()).toBe(3);
    }));

  it("leaves nothing behind when an argument can't be sent", () =>
    runOnM0(function* (machine) {
      yield* go(add, 1, 2).join();
      const before = free();
      expect(() => go(add, 1, { cb: () => 1 })).toThrow("go: argument 2.cb: a function");
      expect(free()).toBe(before);
      expect(runqCount(machine.page)).toBe(0);
      expect(currentSched().allgs.count).toBe(1);
    }));

  it("DM-04 tells where it was started while debugging is on, wherever it runs", () =>
    runOnM0(function* () {
      debug(true);
      const g = go(tell) as RemoteGoroutine;
      debug(false);
      expect(g.site).toMatch(/^created by goroutine 1\n\t.*spawn\.test\.ts:\d+:\d+\)?\n$/);
      expect(yield* g.join()).toContain(`tell(...)\n${g.site}`);
      expect(yield* go(tell).join()).not.toContain("created by");
    }));

  it("says so when the shared memory is full", () =>
    runOnM0(function* () {
      yield* go(add, 1, 2).join();
      put(mLine(0) + M_FREE, 0);
      put(LIMIT, get(BUMP));
      expect(() => go(add, 1, 2)).toThrow(
        "go: the shared memory is full: want a larger `memory` in the options of run",
      );
    }));

  it("gives every goroutine an id of its own", () =>
    runOnM0(function* () {
      const ids = new Set([1]);
      for (let i = 0; i < 200; i++) {
        ids.add(go(add, 1, 2).id);
        ids.add(go(() => {}).id);
      }
      expect(ids.size).toBe(401);
      yield* go(add, 1, 2).join();
    }));
});
