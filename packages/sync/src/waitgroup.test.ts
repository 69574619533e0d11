import { Deadlock, type Go, GoPanic, go, goexit, gosched, RuntimeError, sleep } from "@gopark/core";
import { select } from "@gopark/select";
import { describe, expect, it } from "vitest";
import { opContract } from "../../core/test/op-contract.js";
import { runLong as run, runAlone } from "../../core/test/run-long.js";
import { settle } from "../../core/test/settle.js";
import { Mutex } from "./mutex.js";
import { WaitGroup } from "./waitgroup.js";

opContract("WaitGroup.wait", {
  ready: () => {
    const wg = new WaitGroup();
    return { make: () => wg.wait(), outcome: { value: undefined } };
  },
  waiting: () => {
    const wg = new WaitGroup();
    wg.add(1);
    let isDone = false;
    const complete = (): void => {
      if (!isDone) wg.done();
      isDone = true;
    };
    return { make: () => wg.wait(), outcome: { value: undefined }, complete };
  },
});

const REUSED = "sync: WaitGroup is reused before previous Wait has returned";

describe("WaitGroup", () => {
  it("WG-01 a new one is ready: wait completes at once", () =>
    run(function* () {
      let hasRun = false;
      go(() => void (hasRun = true));
      yield* new WaitGroup().wait();
      expect(hasRun).toBe(false);
    }));

  it("WG-02 add counts, also down; done takes off one", () =>
    run(function* () {
      const wg = new WaitGroup();
      wg.add(5);
      wg.add(-3);
      wg.add(0);
      wg.done();
      const g = go(() => wg.wait());
      yield* settle();
      expect(g.status).toBe("waiting");
      wg.done();
      yield* g.join();
    }));

  it("WG-03 a count below zero panics, and stays", () => {
    const wg = new WaitGroup();
    const negative = new RuntimeError("sync: negative WaitGroup counter");
    expect(() => wg.done()).toThrow(negative);
    expect(() => wg.add(-1)).toThrow(negative);
    expect(() => wg.add(1)).toThrow(negative);
    wg.add(1);
    wg.add(1);
    expect(() => wg.add(-2)).toThrow(negative);
  });

  it("WG-03 the count has 32 bits", () => {
    const wg = new WaitGroup();
    wg.add(0x7fff_ffff);
    expect(() => wg.add(1)).toThrow("sync: negative WaitGroup counter");
  });

  it.each([[1.5], [Number.NaN], [2 ** 31], ["1"], [undefined]])(
    "add(%s) is refused: want an integer",
    (n) => {
      expect(() => new WaitGroup().add(n as number)).toThrow(
        /^WaitGroup\.add: want an integer of 32 bits, got /,
      );
    },
  );

  it("WG-04 WG-15 all who wait are released when it reaches zero, in their order; the last woken runs first", () =>
    run(function* () {
      const wg = new WaitGroup();
      const order: number[] = [];
      wg.add(1);
      const gs = [];
      for (let i = 0; i < 4; i++) {
        gs.push(
          go(function* () {
            yield* wg.wait();
            order.push(i);
          }),
        );
        yield* settle();
      }
      wg.done();
      for (const g of gs) yield* g.join();
      expect(order).toEqual([3, 0, 1, 2]);
    }));

  it("WG-05 it can be used again after all waits have returned", () =>
    run(function* () {
      const wg = new WaitGroup();
      let sum = 0;
      for (let round = 0; round < 5; round++) {
        for (let i = 0; i < 2; i++) wg.go(() => void sum++);
        yield* wg.wait();
        expect(sum).toBe(2 * (round + 1));
      }
    }));

  it("WG-06 an add in the goroutine comes too late: wait finds nothing to wait for", () =>
    run(function* () {
      const wg = new WaitGroup();
      let isDone = false;
      go(function* () {
        wg.add(1);
        yield* gosched();
        isDone = true;
        wg.done();
      });
      yield* wg.wait();
      expect(isDone).toBe(false);
    }));

  it("WG-07 a member may add while the count is above zero", () =>
    run(function* () {
      const wg = new WaitGroup();
      let leaves = 0;
      const grow = function* (depth: number): Go {
        yield* gosched();
        if (depth === 0) leaves++;
        else for (let i = 0; i < 2; i++) wg.go(grow, depth - 1);
      };
      wg.go(grow, 5);
      yield* wg.wait();
      expect(leaves).toBe(32);
    }));

  it("WG-08 an assignment copies nothing: done of either name counts", () =>
    run(function* () {
      const wg = new WaitGroup();
      const copy = wg;
      wg.add(1);
      copy.done();
      yield* wg.wait();
    }));

  it("WG-09 WG-16 a forgotten done is a deadlock whose report shows the waiter", async () => {
    const error = await runAlone(function* () {
      const wg = new WaitGroup();
      wg.add(1);
      yield* wg.wait();
    }).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(Deadlock);
    expect((error as Error).message).toMatch(/\n\ngoroutine 1 \[sync\.WaitGroup\.Wait\]:\n/);
  });

  it("WG-10 nobody waits at zero: an add while others wait finds the count above it", () =>
    run(function* () {
      const wg = new WaitGroup();
      wg.add(1);
      const g = go(() => wg.wait());
      yield* settle();
      wg.add(1);
      wg.add(-2);
      yield* g.join();
    }));

  it("WG-11 an add before a released waiter has run on panics in the waiter", async () => {
    const error = await run(function* () {
      const wg = new WaitGroup();
      wg.add(1);
      go(() => wg.wait());
      yield* settle();
      wg.done();
      wg.add(1);
      yield* settle();
    }).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(GoPanic);
    expect((error as GoPanic).message).toBe(`panic: ${REUSED}`);
  });

  it("WG-11 so it does in a select, and outside goroutines", async () => {
    const wg = new WaitGroup();
    wg.add(1);
    const outside = wg.wait().then();
    const selecting = run(() => select([wg.wait()]));
    await new Promise(setImmediate);
    wg.done();
    wg.add(1);
    await expect(outside).rejects.toThrow(REUSED);
    await expect(selecting).rejects.toThrow(REUSED);
  });

  it("WG-14 done comes before the wait it releases: what was written before is seen", () =>
    run(function* () {
      const wg = new WaitGroup();
      const results: number[] = [];
      for (let i = 0; i < 100; i++) {
        wg.go(function* () {
          if (i % 2) yield* gosched();
          results.push(i);
        });
      }
      yield* wg.wait();
      expect(results).toHaveLength(100);
    }));

  it("a wait that loses in a select leaves nothing behind", () =>
    run(function* () {
      const wg = new WaitGroup();
      wg.add(1);
      expect((yield* select([wg.wait(), sleep(1)]))[0]).toBe(1);
      wg.done();
      wg.add(1);
      expect((yield* select([wg.wait(), sleep(1)]))[0]).toBe(1);
    }));
});

describe("WaitGroup.go", () => {
  it("WG-12 counts the goroutine, with its arguments and name, until it returns or exits", () =>
    run(function* () {
      const wg = new WaitGroup();
      const log: unknown[] = [];
      wg.go(
        function* (a: number, b: string) {
          yield* sleep(1);
          log.push(a, b);
        },
        1,
        "x",
      );
      wg.go(function* () {
        yield* gosched();
        yield* goexit();
      });
      wg.go(goexit);
      wg.go(async () => void log.push("async"));
      wg.go(() => void log.push("plain"));
      yield* wg.wait();
      expect(log.slice().sort()).toEqual([1, "async", "plain", "x"]);
    }));

  it("WG-13 one that panics is not taken off: the program ends, and nobody goes on", async () => {
    const log: string[] = [];
    const error = await run(function* () {
      const wg = new WaitGroup();
      wg.go(function* () {
        yield* gosched();
        throw new Error("boom");
      });
      yield* wg.wait();
      log.push("went on");
    }).catch((e: unknown) => e);
    expect([(error as Error).message, log]).toEqual(["panic: boom", []]);
    expect((error as GoPanic).goroutine).toBe(2);
  });

  it("a member that calls done itself makes the count negative: a panic of that member", async () => {
    const error = await run(function* () {
      const wg = new WaitGroup();
      wg.go(() => wg.done());
      yield* sleep(10);
    }).catch((e: unknown) => e);
    expect((error as Error).message).toBe("panic: sync: negative WaitGroup counter");
    expect((error as GoPanic).goroutine).toBe(2);
  });

  it("a member that ends its program by a fatal error is no panic on top", async () => {
    const error = await run(function* () {
      const wg = new WaitGroup();
      wg.go(() => new Mutex().unlock());
      yield* wg.wait();
    }).catch((e: unknown) => e);
    expect((error as Error).message).toMatch(/^fatal error: sync: unlock of unlocked mutex\n/);
  });

  it("what is no function is refused, and not counted", () =>
    run(function* () {
      const wg = new WaitGroup();
      expect(() => wg.go(7 as unknown as () => void)).toThrow(TypeError);
      yield* wg.wait();
    }));

  it("works outside any program", async () => {
    const wg = new WaitGroup();
    let isDone = false;
    wg.go(function* () {
      yield* sleep(1);
      isDone = true;
    });
    await wg.wait();
    expect(isDone).toBe(true);
  });

  it("100,000 members", () =>
    run(function* () {
      const wg = new WaitGroup();
      let count = 0;
      for (let i = 0; i < 100_000; i++) wg.go(() => void count++);
      yield* wg.wait();
      expect(count).toBe(100_000);
    }));
});
