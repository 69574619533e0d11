import { describe, expect, test } from "vitest";
import { microtasks, useFakeHost } from "../../test/fake-host.js";
import { type Chan, chan } from "../chan.js";
import { go, run } from "../go.js";
import { call, type Go, gosched, type Op, sleep, wait } from "../op.js";
import { currentSched, defaultSched } from "./sched.js";

const fake = useFakeHost();

/** The longest time for which the host is kept from its turn, in the next `turns` turns. */
async function longestGap(turns: number): Promise<number> {
  fake.host.longestGap = 0;
  for (let n = 0; n < turns; n++) await fake.host.turn();
  return fake.host.longestGap;
}

function* nothing(): Go {}

/** Operations that complete at once, made anew each time. */
const atOnce: [name: string, set_up: () => () => Op<unknown>][] = [
  [
    "a send and a receive through a buffer",
    () => {
      const ch = chan<number>(1);
      let n = 0;
      return () => (n++ % 2 === 0 ? ch.send(n) : ch.recv());
    },
  ],
  [
    "a receive from a closed channel",
    () => {
      const ch = chan<number>();
      ch.close();
      return () => ch.recvOk();
    },
  ],
  [
    "a mapped receive",
    () => {
      const ch = chan<number>();
      ch.close();
      return () => ch.recv().map(() => 1);
    },
  ],
  ["a call of a plain function", () => () => call(() => 1)],
  ["a call of a generator function", () => () => call(nothing)],
  ["a mapped call", () => () => call(nothing).map(() => 1)],
  ["a range over a closed channel", () => () => closed().range(() => {})],
  ["a wait for what is no promise", () => () => wait(1)],
  ["a sleep of no time", () => () => sleep(0)],
  ["gosched", () => () => gosched()],
  [
    "a join of one that has ended",
    () => {
      const g = go(() => {});
      return () => g.join();
    },
  ],
];

function closed(): Chan<number> {
  const ch = chan<number>();
  ch.close();
  return ch;
}

describe("the time slice", () => {
  test.each(atOnce)(
    "a goroutine that never parks, doing %s, lets the host and the others in",
    async (_name, setUp) => {
      let other = 0;
      let isStopped = false;
      const over = run(function* () {
        go(function* () {
          while (!isStopped) {
            other++;
            yield* gosched();
          }
        });
        const make = setUp();
        // The bound only ends a goroutine that could not be stopped otherwise.
        for (let i = 0; i < 200_000 && !isStopped; i++) {
          fake.host.time += 0.01;
          yield* make();
        }
      });
      // Twenty milliseconds for the estimate of the cost to settle; from then on no gap is over a slice and a bit.
      await longestGap(3);
      const before = other;
      expect(await longestGap(10)).toBeLessThan(11);
      expect(other).toBeGreaterThan(before);
      isStopped = true;
      await fake.host.finish(over);
    },
  );

  test("goroutines that park and wake each other let the host in as well", async () => {
    let isStopped = false;
    const over = run(function* () {
      const ch = chan<number>();
      go(function* () {
        while (!isStopped) {
          fake.host.time += 0.01;
          yield* ch.send(1);
        }
        ch.close();
      });
      yield* ch.range(() => void (fake.host.time += 0.01));
    });
    await longestGap(3);
    expect(await longestGap(10)).toBeLessThan(11);
    isStopped = true;
    await fake.host.finish(over);
  });

  test("goroutines that are started without end let the host in as well", async () => {
    let isStopped = false;
    function* next(): Go {
      fake.host.time += 0.01;
      if (!isStopped) go(next);
    }
    const over = run(function* () {
      go(next);
      while (!isStopped) yield* gosched();
    });
    await longestGap(3);
    expect(await longestGap(10)).toBeLessThan(11);
    isStopped = true;
    await fake.host.finish(over);
  });

  test("ten thousand busy goroutines: the longest gap is under two slices, and each gets its turns", async () => {
    const rounds = new Array<number>(10_000).fill(0);
    let isStopped = false;
    const over = run(function* () {
      for (let i = 0; i < rounds.length; i++)
        go(function* () {
          while (!isStopped) {
            rounds[i]!++;
            fake.host.time += 0.001;
            yield* gosched();
          }
        });
      while (!isStopped) yield* gosched();
    });
    expect(await longestGap(30)).toBeLessThan(20);
    expect(Math.min(...rounds)).toBeGreaterThan(0);
    expect(Math.max(...rounds) - Math.min(...rounds)).toBeLessThan(Math.max(...rounds));
    isStopped = true;
    await fake.host.finish(over);
  });

  test.each<[string, (from: Chan<number>, to: Chan<number>) => () => Op<unknown>]>([
    [
      "by operations that complete at once",
      (from, to) => {
        let n = 0;
        return () => (n++ % 2 === 0 ? to.send(0) : from.recv());
      },
    ],
    [
      "and park each time",
      (from, to) => () => {
        to.trySend(0);
        return from.recv();
      },
    ],
  ])("two that keep waking each other, %s, do not lock out a third", async (_name, player) => {
    let pings = 0;
    let rounds = 0;
    const over = run(function* () {
      const [a, b] = [chan<number>(), chan<number>()];
      function* play(next: () => Op<unknown>): Go {
        // The bound only ends a game that nobody else could stop.
        while (rounds < 20 && pings++ < 200_000) {
          fake.host.time += 0.01;
          yield* next();
        }
      }
      go(function* () {
        yield* a.recv();
        yield* play(player(a, b));
      });
      go(play, player(b, a));
      // The third stands in the global queue, which is looked at when neither of the two is to run next.
      for (; rounds < 20; rounds++) yield* gosched();
    });
    await fake.host.finish(over);
    // A slice holds a thousand of those pings; the third must not wait for more than some slices each time.
    expect(pings).toBeLessThan(20 * 3 * 1000);
  });

  test("its length is an option of the program", async () => {
    for (const slice of [1, 50]) {
      let isStopped = false;
      const over = run(
        function* () {
          while (!isStopped) {
            fake.host.time += 0.01;
            yield* gosched();
          }
        },
        { slice },
      );
      await longestGap(5);
      const gap = await longestGap(5);
      expect(gap).toBeGreaterThanOrEqual(slice);
      expect(gap).toBeLessThan(slice * 1.1);
      isStopped = true;
      await fake.host.finish(over);
    }
  });

  test("a value that was received when the slice ended is not lost", async () => {
    const n = 5000;
    const sum = await fake.host.finish(
      run(
        function* () {
          const ch = chan<number>(1);
          let total = 0;
          for (let i = 1; i <= n; i++) {
            fake.host.time += 0.4;
            yield* ch.send(i);
            fake.host.time += 0.4;
            total += (yield* ch.recv())!;
          }
          return total;
        },
        { slice: 1 },
      ),
    );
    expect(sum).toBe((n * (n + 1)) / 2);
    expect(fake.host.turns).toBeGreaterThan(1000);
  });
});

describe("entries into the run loop", () => {
  test("a wakeup from outside runs the goroutine as soon as the stack is empty: no turn of the host is needed", async () => {
    const ch = chan<string>();
    fake.host.isPending = true;
    let got: unknown;
    const end = new AbortController();
    const over = run(
      function* () {
        got = yield* ch.recv();
        yield* chan().recv();
      },
      { signal: end.signal },
    );
    await fake.host.settle();
    await fake.host.advance(1000);
    ch.trySend("now");
    expect(got).toBe(undefined);
    await microtasks();
    expect(got).toBe("now");
    expect(fake.host.macrotasks.length).toBeLessThanOrEqual(1);
    end.abort("enough");
    await expect(over).rejects.toBe("enough");
  });

  test("a promise that settles wakes its goroutine in the same turn", async () => {
    let isOver = false;
    const over = run(function* () {
      for (let i = 0; i < 50; i++) yield* wait(Promise.resolve(i));
      isOver = true;
    });
    await microtasks();
    expect(isOver).toBe(true);
    await over;
  });

  test("a chain of promises can't lock the host out", async () => {
    let isStopped = false;
    const over = run(function* () {
      for (let i = 0; i < 100_000 && !isStopped; i++) {
        fake.host.time += 0.1;
        yield* wait(Promise.resolve());
      }
    });
    await longestGap(3);
    // The slice in which the chain is found out may follow a whole one.
    expect(await longestGap(10)).toBeLessThan(21);
    isStopped = true;
    await fake.host.finish(over);
  });

  test("nor can one whose promises compute between the goroutine's turns", async () => {
    let isStopped = false;
    const compute = async (): Promise<void> => {
      await null;
      fake.host.time += 2;
    };
    const over = run(function* () {
      for (let i = 0; i < 10_000 && !isStopped; i++) yield* wait(compute());
    });
    await longestGap(3);
    // The slice in which the chain is found out, the one it began in, and the computation at its end.
    expect(await longestGap(10)).toBeLessThan(30);
    isStopped = true;
    await fake.host.finish(over);
  });

  test("nor can a chain of programs, each of which is short", async () => {
    let left = 10_000;
    const over = (async () => {
      while (left-- > 0) await run(() => void (fake.host.time += 0.1));
    })();
    await longestGap(3);
    // One that begins at the end of the slice has one of its own.
    expect(await longestGap(10)).toBeLessThan(21);
    expect(left).toBeGreaterThan(5000);
    left = 0;
    await fake.host.finish(over);
  });

  test("a loop of awaits in async code can't lock the host out", async () => {
    let isStopped = false;
    const ch = chan<number>(1);
    const over = (async () => {
      for (let i = 0; i < 100_000 && !isStopped; i++) {
        fake.host.time += 0.01;
        await ch.send(i);
        await ch.recv();
      }
    })();
    await longestGap(3);
    expect(await longestGap(10)).toBeLessThan(20);
    isStopped = true;
    await fake.host.finish(over);
  });

  test("D-49 nor can one that computes for some milliseconds between them: after 128 the host has its turn", async () => {
    let isStopped = false;
    const ch = chan<number>(1);
    const over = (async () => {
      for (let i = 0; i < 10_000 && !isStopped; i++) {
        fake.host.time += 2;
        await ch.send(i);
        await ch.recv();
      }
    })();
    await longestGap(3);
    expect(await longestGap(10)).toBeLessThanOrEqual(2 * 128);
    isStopped = true;
    await fake.host.finish(over);
  });

  test("an awaiting caller and a goroutine that feed each other can't lock the host out", async () => {
    let isStopped = false;
    const [requests, replies] = [chan<number>(), chan<number>()];
    const serving = run(() =>
      requests.range(function* (n) {
        yield* replies.send(n * 2);
      }),
    );
    const over = (async () => {
      for (let i = 0; i < 10_000 && !isStopped; i++) {
        fake.host.time += 1;
        await requests.send(i);
        await replies.recv();
      }
      requests.close();
    })();
    await longestGap(3);
    expect(await longestGap(10)).toBeLessThan(30);
    isStopped = true;
    await fake.host.finish(Promise.all([over, serving]));
  });

  test("at most one macrotask is on its way: a host timer that fires meanwhile adds none", async () => {
    let isStopped = false;
    const ch = chan<number>();
    const over = run(function* () {
      go(() => sleep(15));
      yield* ch.recv();
      while (!isStopped) {
        fake.host.time += 0.1;
        yield* gosched();
      }
    });
    await fake.host.settle();
    expect(fake.host.timers.size).toBe(1);
    ch.trySend(1);
    let most = 0;
    for (let i = 0; i < 20; i++) {
      await fake.host.turn();
      most = Math.max(most, fake.host.macrotasks.length);
    }
    expect(most).toBe(1);
    expect(await longestGap(10)).toBeLessThan(20);
    isStopped = true;
    await fake.host.finish(over);
  });

  test("programs share the thread: each gets its slice, one after the other", async () => {
    const rounds = [0, 0, 0];
    let isStopped = false;
    const programs = rounds.map((_, i) =>
      run(function* () {
        while (!isStopped) {
          rounds[i]!++;
          fake.host.time += 0.1;
          yield* gosched();
        }
      }),
    );
    await longestGap(12);
    expect(Math.min(...rounds)).toBeGreaterThan(300);
    expect(Math.max(...rounds)).toBeLessThan(Math.min(...rounds) * 1.5);
    isStopped = true;
    await fake.host.finish(Promise.all(programs));
  });
});

describe("the host timer", () => {
  test("one is armed for the sleeper that is due first, and keeps the process alive", async () => {
    const over = run(function* () {
      for (const ms of [300, 100, 200]) go(() => sleep(ms));
      yield* sleep(400);
    });
    await fake.host.settle();
    const start = fake.host.time;
    expect([...fake.host.timers]).toEqual([expect.objectContaining({ at: start + 100, weak: false })]);
    await fake.host.advance(100);
    expect([...fake.host.timers]).toEqual([expect.objectContaining({ at: start + 200, weak: false })]);
    await fake.host.finish(over);
  });

  test("it is armed anew when somebody comes who is due earlier", async () => {
    const ch = chan<number>();
    const over = run(function* () {
      go(() => ch.range((ms) => void go(() => sleep(ms))));
      yield* sleep(1000);
    });
    await fake.host.settle();
    const start = fake.host.time;
    ch.trySend(50);
    await fake.host.settle();
    expect([...fake.host.timers].map(({ at }) => at)).toEqual([start + 50]);
    await fake.host.finish(over);
  });

  test("one that fires early wakes nobody, and is armed again", async () => {
    let isAwake = false;
    const over = run(function* () {
      yield* sleep(10.5);
      isAwake = true;
    });
    await fake.host.settle();
    const timer = fake.host.nextTimer!;
    fake.host.timers.delete(timer);
    fake.host.time += 10.2;
    timer.f();
    await microtasks();
    expect(isAwake).toBe(false);
    expect(fake.host.timers.size).toBe(1);
    await fake.host.finish(over);
    expect(isAwake).toBe(true);
  });

  test("sleepers wake although the loop is never idle", async () => {
    let isAwake = false;
    const over = run(function* () {
      go(function* () {
        yield* sleep(25);
        isAwake = true;
      });
      while (!isAwake) {
        fake.host.time += 0.05;
        yield* gosched();
      }
    });
    const start = fake.host.time;
    await fake.host.finish(over);
    expect(fake.host.time - start).toBeLessThan(27);
  });

  test("a sleep without end keeps the process alive, too", async () => {
    const ac = new AbortController();
    const over = run(() => sleep(Number.POSITIVE_INFINITY), { signal: ac.signal });
    const failed = expect(over).rejects.toBe("enough");
    await fake.host.advance(1e7);
    expect([...fake.host.timers].filter(({ weak }) => !weak)).toHaveLength(1);
    fake.host.runDry();
    ac.abort("enough");
    await failed;
  });
});

describe("the current program", () => {
  test("it is that of the running goroutine, else the default one, which is always the same", async () => {
    const outside = currentSched();
    expect(outside).toBe(defaultSched());
    const inside = await fake.host.finish(run(() => currentSched()));
    expect(inside).not.toBe(outside);
    expect(await fake.host.finish(Promise.resolve(go(() => currentSched()).join()))).toBe(outside);
  });
});
