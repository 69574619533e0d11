import { describe, expect, test } from "vitest";
import { runLong as run, runAlone } from "../../test/run-long.js";
import { chan } from "../chan.js";
import { FatalError } from "../errors.js";
import { go } from "../go.js";
import { type Go, gosched, wait } from "../op.js";
import { reportDeadlock } from "./deadlock.js";
import { host } from "./host.js";
import { m } from "./m.js";
import { fatal, newproc } from "./proc.js";
import { currentSched } from "./sched.js";

/** Starts `n` goroutines and lets them all run: the order in which they did. */
function* spawn(n: number): Go<number[]> {
  const order: number[] = [];
  for (let i = 0; i < n; i++) go(() => void order.push(i));
  while (order.length < n) yield* gosched();
  return order;
}

describe("the order on one P, as Go has it", () => {
  test("the one started last runs first, the others in the order they were started", async () => {
    const orders = await runAlone(function* () {
      return [yield* spawn(1), yield* spawn(2), yield* spawn(5)];
    });
    expect(orders).toEqual([[0], [1, 0], [4, 0, 1, 2, 3]]);
  });

  test("of several that are woken the last one runs first", async () => {
    const woken = await runAlone(function* () {
      const order: number[] = [];
      const chs = [0, 1, 2, 3].map((i) => {
        const ch = chan<number>();
        go(function* () {
          yield* ch.recv();
          order.push(i);
        });
        return ch;
      });
      yield* gosched();
      for (const ch of chs) yield* ch.send(1);
      while (order.length < 4) yield* gosched();
      return order;
    });
    expect(woken).toEqual([3, 0, 1, 2]);
  });

  test("300 at once: the older half of a full queue goes to the global one, of which every 61st round takes one", async () => {
    const order = await runAlone<number[]>(() => spawn(300));
    const position = new Map(order.map((g, i) => [g, i]));
    const at = (g: number): number => position.get(g) as number;
    const inOrder = (ids: number[]): boolean =>
      ids.every((g, i) => i === 0 || at(ids[i - 1] as number) < at(g));
    const from = (first: number, last: number): number[] =>
      Array.from({ length: last - first + 1 }, (_, i) => first + i);
    const overflowed = [...from(0, 127), 256];
    const local = [...from(128, 255), ...from(257, 298)];
    expect(order[0]).toBe(299);
    expect(inOrder(local)).toBe(true);
    expect(inOrder(overflowed)).toBe(true);
    const early = overflowed.filter((g) => at(g) < at(298)).length;
    expect(early === 2 || early === 3).toBe(true);
    expect(at(256)).toBe(299);
  });

  test("it is the same in every run", async () => {
    const program = (): Promise<string> =>
      runAlone(function* () {
        const log: string[] = [];
        const ch = chan<string>(2);
        for (const name of ["a", "b", "c"])
          go(function* () {
            for (let i = 0; i < 5; i++) {
              yield* ch.send(`${name}${i}`);
              if (i % 2 === 0) yield* gosched();
            }
          });
        for (let i = 0; i < 15; i++) log.push((yield* ch.recv()) as string);
        return log.join(" ");
      });
    const first = await program();
    for (let i = 0; i < 10; i++) expect(await program()).toBe(first);
  });
});

describe("the run loop", () => {
  test("a goroutine runs without a break from one park to the next", () =>
    run(function* () {
      let isInside = false;
      const step = (): void => {
        expect(isInside).toBe(false);
        isInside = true;
        for (let i = 0; i < 100; i++) go(() => {});
        isInside = false;
      };
      const gs = [1, 2, 3].map(() =>
        go(function* () {
          for (let i = 0; i < 10; i++) {
            step();
            yield* gosched();
          }
        }),
      );
      for (const g of gs) yield* g.join();
    }));

  test("whatever a goroutine throws, the loop is left in order, and the next program runs", async () => {
    for (const value of [new Error("boom"), undefined, null, 0, Symbol("s")]) {
      const over = run(() => {
        throw value;
      });
      await expect(over).rejects.toMatchObject({ value });
      expect([m.g, m.p, m.depth]).toEqual([null, null, 0]);
    }
    expect(await run(() => 1)).toBe(1);
  });

  test("a million goroutines start and finish", async () => {
    let n = 0;
    await run(function* () {
      for (let i = 0; i < 1_000_000; i++) {
        go(() => void n++);
        if (i % 1000 === 0) yield* gosched();
      }
      while (n < 1_000_000) yield* gosched();
    });
    expect(n).toBe(1_000_000);
  });

  test("a hundred thousand stay parked at a time, and all are woken", async () => {
    let n = 0;
    await run(function* () {
      const ch = chan<number>();
      const gs = Array.from({ length: 100_000 }, () =>
        go(function* () {
          yield* ch.recv();
          n++;
        }),
      );
      yield* gosched();
      while (gs.some((g) => g.status !== "waiting")) yield* gosched();
      ch.close();
      for (const g of gs) yield* g.join();
    });
    expect(n).toBe(100_000);
  });

  test("a value goes through a chain of ten thousand goroutines", () =>
    run(function* () {
      const first = chan<number>();
      let last = first;
      for (let i = 0; i < 10_000; i++) {
        const [from, to] = [last, chan<number>()];
        go(function* () {
          yield* to.send(((yield* from.recv()) as number) + 1);
        });
        last = to;
      }
      go(() => first.send(0));
      expect(yield* last.recv()).toBe(10_000);
    }));

  test("a body that gives an array, a string or another iterator has given its result", () =>
    run(function* () {
      const values: unknown[] = [[1, 2], "text", new Map([[1, 2]]).entries(), new Set([1])];
      for (const value of values) expect(yield* go(() => value).join()).toBe(value);
    }));

  test("what a goroutine's promise resolves to is unwrapped, as with await", () =>
    run(function* () {
      const nested = go(async () => Promise.resolve(Promise.resolve(1)));
      expect(yield* nested.join()).toBe(1);
      expect(yield* wait(Promise.resolve(2))).toBe(2);
    }));
});

describe("a mistake that can't be recovered from", () => {
  test("ends the program: what catches it can do nothing any more", async () => {
    const log: string[] = [];
    const error = await run(function* (): Go {
      try {
        fatal(currentSched(), "what Go says");
      } catch (error) {
        log.push((error as Error).message.split("\n")[0] as string);
        yield* gosched();
        log.push("goes on");
      }
    }).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(FatalError);
    expect((error as Error).message).toMatch(/^fatal error: what Go says\n\ngoroutine 1 \[running\]:\n/);
    expect(log).toEqual(["fatal error: what Go says"]);
  });

  test("outside any program it is thrown, and the default program goes on", async () => {
    expect(() => fatal(currentSched(), "what Go says")).toThrow("fatal error: what Go says");
    expect(await go(() => 7).join()).toBe(7);
  });
});

describe("a P with a source", () => {
  test("the loop asks it for what runs next, and leaves the rest to it when it has nothing", async () => {
    const log: string[] = [];
    const program = run(function* (): Go<string> {
      const { p } = currentSched();
      let elsewhere: (() => void)[] = [() => void log.push("from elsewhere")];
      p.source = {
        next: (mine) => {
          const fn = elsewhere.pop();
          return fn === undefined ? mine.findRunnable() : newproc(mine.sched, fn, []);
        },
        idle: (sched) => {
          log.push("idle");
          elsewhere = [() => void ch.trySend("woken")];
          host.macrotask(() => sched.wakeup());
        },
      };
      const ch = chan<string>();
      return (yield* ch.recv()) as string;
    });
    expect(await program).toBe("woken");
    expect(log).toEqual(["from elsewhere", "idle"]);
  });

  test("no deadlock is reported: only the source knows who else may wake a goroutine", async () => {
    let turns = 0;
    const error = await run(function* () {
      const { p } = currentSched();
      p.source = {
        next: (mine) => mine.findRunnable(),
        idle: (sched) => {
          const look = (): void => {
            if (++turns < 20) host.macrotask(look);
            else reportDeadlock(sched, "\ngoroutine 1000001 [chan send]:\nfar(...)\n");
          };
          look();
        },
      };
      yield* chan().recv();
    }).catch((e: unknown) => e);
    expect(turns).toBe(20);
    expect((error as FatalError).message).toMatch(
      /^fatal error: all goroutines are asleep - deadlock!\n\ngoroutine 1 \[chan receive\]:\n[\s\S]*\ngoroutine 1000001 \[chan send\]:\nfar/,
    );
  });
});

describe("a starter of goroutines on other threads", () => {
  test("is asked first by go, and starts what it wants to", () =>
    run(function* () {
      const remote = (): number => 1;
      const started = { id: 7 };
      m.spawn = (fn, args) => (fn === remote && args.length === 0 ? started : null);
      try {
        expect(go(remote)).toBe(started);
        expect(yield* go(() => 2).join()).toBe(2);
      } finally {
        m.spawn = null;
      }
    }));
});
