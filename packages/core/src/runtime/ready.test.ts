import { describe, expect, test } from "vitest";
import { microtasks, useFakeHost } from "../../test/fake-host.js";
import { settle } from "../../test/settle.js";
import { chan } from "../chan.js";
import { go, run } from "../go.js";
import { G } from "./g.js";
import { m } from "./m.js";
import { expect as count, goready, preempt, withdraw, yieldCpu } from "./ready.js";
import { currentSched, defaultSched } from "./sched.js";

const fake = useFakeHost();

describe("goready", () => {
  test("from within the loop: the goroutine runs next, no new entry is asked for", async () => {
    const over = run(function* () {
      const order: string[] = [];
      go(() => void order.push("first"));
      const g = new G(0, currentSched().p, () => void order.push("made runnable last"), []);
      goready(g);
      expect(g.status).toBe("runnable");
      yield* settle();
      return order;
    });
    expect(await fake.host.finish(over)).toEqual(["made runnable last", "first"]);
    expect(fake.host.turns).toBeLessThanOrEqual(2);
  });

  test("from outside: the loop is entered once, when the stack is empty", async () => {
    const order: number[] = [];
    const { p } = defaultSched();
    for (let i = 1; i <= 3; i++) goready(new G(0, p, () => void order.push(i), []));
    expect(order).toEqual([]);
    await microtasks();
    expect(order).toEqual([3, 1, 2]);
  });

  test("from within another program's loop: that one's loop comes first", async () => {
    const order: string[] = [];
    const ch = chan<number>();
    const other = run(function* () {
      yield* ch.recv();
      order.push("the other program");
    });
    const over = run(function* () {
      yield* ch.send(1);
      order.push("this program");
    });
    await fake.host.finish(Promise.all([other, over]));
    expect(order).toEqual(["this program", "the other program"]);
  });
});

describe("preempt", () => {
  test("within the slice it leaves the goroutine alone; after, it goes behind all others", async () => {
    const over = run(function* () {
      const g = m.g as G;
      expect(preempt(g)).toBe(false);
      expect(g.status).toBe("running");
      fake.host.time += 20;
      expect(preempt(g)).toBe(true);
      expect([g.status, g.p.globrunq.count]).toEqual(["runnable", 1]);
      // What the caller does with its answer: it gives up the CPU. Here the goroutine takes itself back.
      expect(g.p.globrunq.take()).toBe(g);
      yield* settle();
    });
    await fake.host.finish(over);
  });

  test("who yields stands at the end of the global queue", () => {
    const { p } = defaultSched();
    const [a, b] = [new G(1, p, () => {}, []), new G(2, p, () => {}, [])];
    yieldCpu(a);
    yieldCpu(b);
    expect([p.globrunq.take(), p.globrunq.take()]).toEqual([a, b]);
    expect([a.status, b.status]).toEqual(["runnable", "runnable"]);
  });
});

describe("withdraw", () => {
  test("takes a parked goroutine out of whatever it waits in", async () => {
    const over = run(function* () {
      const ch = chan<number>();
      const g = go(() => ch.recv());
      yield* settle();
      withdraw(g as unknown as G);
      return ch.trySend(1);
    });
    expect(await fake.host.finish(over)).toBe(false);
  });

  test("takes back what a goroutine was woken with, once, if it has not run since", async () => {
    const log: string[] = [];
    const over = run(function* () {
      const g = go(() => chan().recv()) as unknown as G;
      yield* settle();
      g.waiting = {
        waitReason: "a test",
        withdraw: () => void log.push("withdrawn"),
        abandon: () => void log.push("abandoned"),
      };
      goready(g);
      withdraw(g);
      withdraw(g);
    });
    await fake.host.finish(over);
    expect(log).toEqual(["abandoned"]);
  });

  test("leaves a goroutine alone that was woken with what can't be taken back", async () => {
    const over = run(function* () {
      const ch = chan<number>();
      const g = go(() => ch.recv());
      yield* settle();
      ch.trySend(7);
      withdraw(g as unknown as G);
      return yield* g.join();
    });
    expect(await fake.host.finish(over)).toBe(7);
  });
});

describe("what may call in", () => {
  test("is counted for the thread and for the program", () => {
    const { p } = defaultSched();
    const g = new G(0, p, null, undefined);
    const before = [m.external, p.sched.external];
    count(g, 1);
    expect([m.external, p.sched.external]).toEqual(before.map((n) => n + 1));
    count(g, -1);
    expect([m.external, p.sched.external]).toEqual(before);
  });
});
