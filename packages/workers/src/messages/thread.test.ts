/**
 * Two threads in one process can't be: what belongs to a thread is there once. So M0 is this thread, with no other, and the rest is
 * proved by programs (program.test.ts).
 */
import { type Go, GoPanic, go, run } from "@gopark/core";
import { host, startProgram } from "@gopark/core/internal";
import { describe, expect, it } from "vitest";
import { goroutine } from "../goroutine.js";
import { gomaxprocs, lockOSThread, stats, unlockOSThread } from "../runtime-info.js";
import { current } from "../sched/current.js";
import { Desk } from "./desk.js";
import { HandedGoroutine } from "./handed.js";
import { enter, start } from "./thread.js";

const url = "file:///thread.test.js";
const seen: unknown[] = [];
const add = goroutine(url, "add", function* add(a: number, b: number): Go<number> {
  return a + b;
});
const note = goroutine(url, "note", (...values: unknown[]) => void seen.push(values));
const fail = goroutine(url, "fail", () => {
  throw new Error("boom");
});
const leak = goroutine(url, "leak", () => () => 1);

/** Runs a program of two Ps whose second never comes up. */
function runAlone<T>(body: (desk: Desk) => Go<T>): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const settle =
      (f: (value: any) => void) =>
      (value: unknown): void => {
        membership?.leave();
        desk.stop();
        f(value);
      };
    const desk = new Desk(
      2,
      () => {},
      () => {},
    );
    const sched = startProgram(() => body(desk), {}, settle(resolve), settle(reject));
    const membership = enter({ index: 0, sched, office: desk, port: {}, onQuiet() {}, onWork() {} });
    desk.bench = membership.bench;
  });
}

describe("a thread of a program without shared memory", () => {
  it("queues goroutines that have a name, and begins them when nothing else is runnable", () =>
    runAlone(function* (desk) {
      const g = go(add, 1, 2);
      expect(g).toBeInstanceOf(HandedGoroutine);
      expect([g.name, g.status, desk.queued]).toEqual(["add", "runnable", 1]);
      expect(yield* g.join()).toBe(3);
      expect([g.status, desk.queued]).toEqual(["dead", 0]);
    }));

  it("BN4 gives them copies of their arguments, on the same thread too", () =>
    runAlone(function* () {
      const list = [1];
      const g = go(note, list, "x");
      list.push(2);
      yield* g.join();
      yield* go(note).join();
      yield* go(note, [5]).join();
      expect(seen.splice(0)).toEqual([[[1], "x"], [], [[5]]]);
    }));

  it("keeps all others here, and everything of other programs", () =>
    runAlone(function* (desk) {
      const g = go(function* local(): Go<number> {
        return 5;
      });
      expect(g).not.toBeInstanceOf(HandedGoroutine);
      expect([yield* g.join(), desk.queued]).toEqual([5, 0]);
    }).then(() =>
      run(function* () {
        expect([start(add, [1, 2]), yield* go(add, 1, 2).join()]).toEqual([null, 3]);
      }),
    ));

  it("BN3 takes nothing new while a goroutine has locked it, or has died locked", () =>
    runAlone(function* () {
      lockOSThread();
      lockOSThread();
      const g = go(add, 1, 2);
      unlockOSThread();
      for (let i = 0; i < 3; i++) yield* go(function* (): Go {}).join();
      expect([g.status, stats().ms[0]?.status]).toEqual(["runnable", "running"]);
      unlockOSThread();
      expect(yield* g.join()).toBe(3);
      yield* go(function* (): Go {
        lockOSThread();
      }).join();
      expect(yield* go(add, 3, 4).join()).toBe(7);
    }));

  it("leaves nothing behind when an argument can't be sent", () =>
    runAlone(function* (desk) {
      expect(() => go(add, 1, (() => 1) as any)).toThrow("go: argument 2: a function cannot be sent");
      expect(desk.queued).toBe(0);
      yield* go(add, 1, 2).join();
    }));

  it("PA-01 a panic, and a result that can't be sent, end the program", async () => {
    const failed = (fn: () => unknown): Promise<unknown> =>
      runAlone(function* () {
        yield* go(fn as () => Go).join();
      }).catch((error: unknown) => error);
    const panic = (await failed(fail)) as GoPanic;
    expect([panic instanceof GoPanic, panic.message]).toEqual([true, "panic: boom"]);
    expect(String(await failed(leak))).toMatch(/\(leak\): result: a function cannot be sent/);
  });

  it("RT-01 knows how many may run, and what its threads do", () =>
    runAlone(function* () {
      expect([gomaxprocs(), gomaxprocs(3), gomaxprocs(), gomaxprocs(0)]).toEqual([2, 2, 3, 3]);
      yield* go(add, 1, 2).join();
      const { gomaxprocs: procs, ms, ps, threads, runQueue } = stats();
      expect([procs, threads, runQueue, ps.length, ms[0]?.started]).toEqual([3, 1, 0, 1, 1]);
    }));

  it("MT2 is as before when it has left", async () => {
    await runAlone(function* () {
      expect(current.bench?.index).toBe(0);
    });
    expect([current.bench, start(add, [1, 2])]).toEqual([null, null]);
    expect(host.now()).toBeGreaterThan(0);
  });
});
