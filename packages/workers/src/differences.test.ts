/** What happens here where Go does something else, on several threads: tests for entries of docs/guide/differences-from-go.md. */
import { afterFunc, chan, type Go, GoPanic, go, gosched, numGoroutine, run, stack } from "@gopark/core";
import { trySelect } from "@gopark/select";
import { afterAll, describe, expect, it } from "vitest";
import { Realms } from "../test/bridge/two-realms.js";
import { runOnM0 } from "../test/on-m0.js";
import { useWorkersChildren } from "../test/threads/children.js";
import { goroutine } from "./goroutine.js";
import { gomaxprocs, lockOSThread, stats } from "./runtime-info.js";
import { crashOf, reportCrash } from "./sched/crash.js";
import { Mutex } from "./shared/mutex.js";
import { sharedChan } from "./shared-chan.js";

const url = "file:///differences.test.js";
const seen: unknown[] = [];

/** Takes several turns. */
const slow = goroutine(url, "slow", function* slow(turns: number): Go<number> {
  for (let i = 0; i < turns; i++) yield* gosched();
  return turns;
});
const note = goroutine(url, "note", (value: unknown) => void seen.push(value));
const grow = goroutine(url, "grow", (list: number[]) => list.push(1));

/** Goroutines that other Ms could take. */
const queued = (): number => stats().ps.reduce((sum, { runQueue }) => sum + runQueue, 0) + stats().runQueue;

describe("goroutines on several threads", () => {
  it("D-51 those that have not started can be taken by any M; once started they are in no shared queue", () =>
    runOnM0(function* () {
      const g = go(slow, 5);
      expect(queued()).toBe(1);
      const turns: number[] = [];
      while (g.status !== "dead") {
        yield* gosched();
        turns.push(queued());
      }
      expect(Math.max(...turns.slice(1))).toBe(0);
      expect(turns.length).toBeGreaterThan(2);
    }));

  it("D-51 one without a name stays on the thread that starts it", () =>
    runOnM0(function* () {
      const g = go(function* (): Go {});
      expect(queued()).toBe(0);
      yield* g.join();
    }));

  it("D-52 GO-26 SC-28 ids have gaps: those of one thread and those that may start anywhere come from blocks of their own", () =>
    runOnM0(function* () {
      const [own, anywhere] = [go(function* (): Go {}).id, go(slow, 0).id];
      expect(own).toBe(2);
      expect(anywhere).toBeGreaterThan(own + 1);
      yield* gosched();
    }));

  it("D-56 RT-10 a locked goroutine shares its thread with those that have started there, which goes on after its end", () =>
    runOnM0(function* () {
      const locked = go(function* (): Go {
        lockOSThread();
        for (let i = 0; i < 3; i++) yield* gosched();
        seen.push("locked");
      });
      go(function* (): Go {
        seen.push("started here");
      });
      yield* locked.join();
      yield* go(note, "new").join();
      expect(seen.splice(0)).toEqual(["started here", "locked", "new"]);
      expect(stack()).not.toContain("locked to thread");
    }));

  it("D-64 RT-14 numGoroutine counts this thread's goroutines, and no pending timer", () =>
    runOnM0(function* () {
      const timer = afterFunc(1e6, () => {});
      expect(numGoroutine()).toBe(1);
      const g = go(slow, 1);
      expect(numGoroutine()).toBe(1); // nobody has taken it yet
      yield* g.join();
      timer.stop();
    }));

  it("D-61 there are 63 Ps at most", () =>
    runOnM0(function* () {
      expect(() => gomaxprocs(64)).toThrow("gomaxprocs: want an integer from 1 to 63, got 64 (number)");
    }));
});

describe("what threads share", () => {
  it("D-54 arguments and values are copied, and what can't be copied is refused by name", () =>
    runOnM0(function* () {
      const list = [0];
      expect(yield* go(grow, list).join()).toBe(2);
      expect(list).toEqual([0]);
      expect(() => go(note, { f: () => {} })).toThrow(TypeError);
      const ch = sharedChan<object>(1);
      class Point {
        x = 1;
      }
      yield* ch.send(new Point());
      const copy = yield* ch.recv();
      expect([copy instanceof Point, { ...copy }]).toEqual([false, { x: 1 }]);
    }));

  it("D-54 nothing is copied in a program of one thread", () =>
    run(function* () {
      const list = [0];
      yield* go(grow, list).join();
      expect(list).toEqual([0, 1]);
    }));

  it("D-55 of a panic on another thread everything is told; its value is an error of the same name", () => {
    class QuotaError extends Error {
      override readonly name = "QuotaError";
    }
    const thrown = new GoPanic(new QuotaError("used up"), 7, "");
    const told = crashOf(structuredClone(reportCrash(thrown))) as GoPanic;
    expect([told.message, told.goroutine]).toEqual([thrown.message, 7]);
    expect(told.value).toBeInstanceOf(Error);
    expect(told.value).not.toBeInstanceOf(QuotaError);
    expect(told.value).toMatchObject({ name: "QuotaError", message: "used up" });
  });

  it("D-57 unlocking a shared mutex hands it over: no newcomer passes who waits", () =>
    runOnM0(function* () {
      const mutex = new Mutex();
      yield* mutex.lock();
      const waiter = go(function* (): Go {
        yield* mutex.lock();
      });
      yield* gosched();
      mutex.unlock();
      expect(mutex.tryLock()).toBe(false);
      yield* waiter.join();
      mutex.unlock();
      expect(mutex.tryLock()).toBe(true);
    }));

  it("D-63 shared memory has a fixed size, and a shared channel takes its part when it is made", () =>
    runOnM0(function* () {
      expect(() => sharedChan(2 ** 25)).toThrow(
        /^shared memory is full: .*; want a larger option memory of run$/,
      );
      expect(chan(2 ** 25).cap).toBe(2 ** 25);
    }));
});

describe("a plain channel of another thread", () => {
  const realms = new Realms();
  afterAll(() => realms.close());

  it("D-62 can't be asked at once: tryRecv and trySend panic, and a select finds it never ready", () => {
    const own = chan<number>(1);
    own.trySend(1);
    const remote = realms.remote(own);
    expect(() => remote.tryRecv()).toThrow("tryRecv on a channel of another thread");
    expect(() => remote.trySend(2)).toThrow("trySend on a channel of another thread");
    expect(trySelect({ remote: remote.recv() })).toBeUndefined();
    expect(own.len).toBe(1);
  });
});

const TASKS = `
import { chan, numGoroutine, stack } from "@gopark/core";
import { goroutine } from "@gopark/workers";
let count = 0;
export const increment = goroutine(import.meta.url, "increment", () => ++count);
export const look = goroutine(import.meta.url, "look", function* () {
  return [numGoroutine(), /^goroutine 1 /m.test(stack())];
});
export const post = goroutine(import.meta.url, "post", (ch) => ch.send(new Blob(["x"])));
export const exits = goroutine(import.meta.url, "exits", function* () { process.exit(3); });
`;

const HEAD = `
import { go } from "@gopark/core";
import { lockOSThread, run } from "@gopark/workers";
import * as tasks from "./tasks.mjs";
`;

describe("threads", () => {
  const children = useWorkersChildren();
  const output = async (source: string): Promise<string> =>
    (await children.run(HEAD + source, {}, { "tasks.mjs": TASKS })).stdout;

  it("D-66 tryRecv leaves a value with a part that goes by port, and a select that loses has moved what it would have sent", async () => {
    const printed = await output(`
      import { chan, gosched } from "@gopark/core";
      import { select } from "@gopark/select";
      import { move, sharedChan } from "@gopark/workers";
      await run(function* () {
        lockOSThread();
        const ch = sharedChan(1);
        yield* go(tasks.post, ch).join();
        console.log(ch.len, ch.tryRecv(), (yield* ch.recv()).size);
        const { buffer } = new Uint8Array(8);
        const late = chan();
        go(function* () {
          while (buffer.byteLength > 0) yield* gosched();
          late.close();
        });
        const r = yield* select({ send: sharedChan().send(move({ buffer }, [buffer])), late: late.recv() });
        console.log(r.case, buffer.byteLength);
      }, { procs: 2 });
    `);
    expect(printed).toBe("1 undefined 1\nlate 0\n");
  });

  it("D-53 D-64 have variables and a list of goroutines of their own", async () => {
    const printed = await output(`
      tasks.increment();
      await run(function* () {
        lockOSThread(); // what has a name runs elsewhere
        console.log(yield* go(tasks.increment).join(), tasks.increment());
        console.log(...(yield* go(tasks.look).join()));
      }, { procs: 2 });`);
    expect(printed).toBe("1 2\n1 false\n");
  });

  it("D-58 may die alone: who waits for what is lost panics with WorkerLost, the rest goes on", async () => {
    const printed = await output(`
      await run(function* () {
        lockOSThread(); // what has a name runs elsewhere
        try { yield* go(tasks.exits).join(); } catch (error) { console.log(error.name); }
        console.log(yield* go(tasks.increment).join());
      }, { procs: 2, onWorkerLost() {} });`);
    expect(printed).toBe("WorkerLost\n1\n");
  });
});
