import { describe, expect, test } from "vitest";
import { useFakeHost } from "../test/fake-host.js";
import { alive, collect } from "../test/garbage.js";
import { runLong as run } from "../test/run-long.js";
import { settle } from "../test/settle.js";
import { chan, nilChan, type RecvChan } from "./chan.js";
import { stack } from "./debug.js";
import { Deadlock, RuntimeError } from "./errors.js";
import { go } from "./go.js";
import { type Go, sleep, wait } from "./op.js";
import { currentSched } from "./runtime/sched.js";
import { after, Hour, now, Ticker, Timer, tick } from "./time.js";

const fake = useFakeHost();

/** Runs a program on the virtual clock. */
const play = <T>(main: () => Go<T>): Promise<T> => fake.host.finish(run(main));

/** When a value was due, on the runtime's clock. */
const at = (date: Date | undefined): number => (date as Date).getTime() - fake.host.origin;

/** Timers in the heap of the running program. */
const heaped = (): number => currentSched().p.timers?.whens.length ?? 0;

/** A goroutine that receives once and writes down what, and when. */
function* take(c: RecvChan<Date>, log: number[][]): Go {
  const due = at(yield* c.recv());
  log.push([due, now()]);
}

describe("the clock", () => {
  test("now is the runtime's clock", () => {
    const start = now();
    fake.host.time += 12.5;
    expect(now() - start).toBe(12.5);
    fake.host.time += 0.5;
    expect(now() - start).toBe(13);
  });

  test("TM-28 what happens to the wall clock changes no duration, only what the times read", () =>
    play(function* () {
      const start = now();
      const timer = new Timer(10);
      const ctx = after(20);
      fake.host.origin -= 86_400_000;
      yield* timer.c.recv();
      expect(now() - start).toBe(10);
      fake.host.origin += 3_600_000;
      expect(at(yield* ctx)).toBe(start + 20);
      expect(now() - start).toBe(20);
    }));
});

describe("Timer", () => {
  test("TM-02 gives the time once, not before it is due", () =>
    play(function* () {
      const start = now();
      const timer = new Timer(30);
      expect(timer.c.tryRecv()).toBe(undefined);
      expect(at(yield* timer.c.recv())).toBe(start + 30);
      expect(now()).toBe(start + 30);
      expect(timer.c.tryRecv()).toBe(undefined);
    }));

  test("TM-02 its channel is never closed: a second receive waits", () =>
    expect(
      play(function* () {
        const timer = new Timer(1);
        yield* timer.c.recv();
        yield* timer.c.recv();
      }),
    ).rejects.toThrow(Deadlock));

  test("TM-03 stop answers true if it prevented the firing, false if it was received or stopped before", () =>
    play(function* () {
      const stopped = new Timer(5);
      expect([stopped.stop(), stopped.stop()]).toEqual([true, false]);
      const received = new Timer(5);
      yield* received.c.recv();
      expect(received.stop()).toBe(false);
      yield* sleep(10);
      expect(stopped.c.tryRecv()).toBe(undefined);
    }));

  test("TM-04 reset answers whether it was running, and restarts it either way", () =>
    play(function* () {
      const start = now();
      const timer = new Timer(5);
      expect(timer.reset(20)).toBe(true);
      yield* timer.c.recv();
      expect(now()).toBe(start + 20);
      expect(timer.reset(1)).toBe(false);
      expect(timer.stop()).toBe(true);
      expect(timer.reset(7)).toBe(false);
      expect(at(yield* timer.c.recv())).toBe(start + 27);
    }));

  test("TM-05 TM-06 its channel is never seen to hold a value: len and cap are 0, fired or not", () =>
    play(function* () {
      const timer = new Timer(0);
      yield* sleep(5);
      expect([timer.c.len, timer.c.cap]).toEqual([0, 0]);
      expect(timer.c.tryRecv()?.[1]).toBe(true);
    }));

  test("TM-07 no stale value is received after a stop or a reset", () =>
    play(function* () {
      const timer = new Timer(0);
      yield* sleep(5);
      timer.stop();
      expect(timer.c.tryRecv()).toBe(undefined);
      timer.reset(0);
      yield* sleep(5);
      timer.reset(10);
      const start = now();
      expect(timer.c.tryRecv()).toBe(undefined);
      expect(at(yield* timer.c.recv())).toBe(start + 10);
    }));

  test("TM-08 stopping or resetting one that has fired and was not received answers true", () =>
    play(function* () {
      const timer = new Timer(0);
      yield* sleep(5);
      expect(timer.reset(0)).toBe(true);
      yield* sleep(5);
      expect(timer.stop()).toBe(true);
      expect(timer.stop()).toBe(false);
    }));

  test("TM-09 one that nothing refers to any more is garbage, running or not", async () => {
    const refs: WeakRef<object>[] = [];
    await play(function* () {
      for (let i = 0; i < 10; i++) {
        const timer = new Timer(Hour);
        const ticker = new Ticker(Hour);
        refs.push(new WeakRef(timer), new WeakRef(timer.c), new WeakRef(ticker), new WeakRef(ticker.c));
      }
      yield* sleep(1);
      yield* wait(collect());
      expect(heaped()).toBe(0);
    });
    expect(await alive(refs)).toBe(0);
  });

  test.each([0, -1, Number.NEGATIVE_INFINITY, Number.NaN])("TM-23 %d ms is due at once", (ms) =>
    play(function* () {
      const start = now();
      const timer = new Timer(ms);
      expect(at(yield* timer.c.recv())).toBe(start);
      expect(now()).toBe(start);
    }),
  );

  test("one that never fires is running all the same", () =>
    play(function* () {
      const timer = new Timer(Number.POSITIVE_INFINITY);
      go(function* () {
        yield* timer.c.recv();
      });
      yield* sleep(Hour * 1e6);
      expect(timer.stop()).toBe(true);
      expect(timer.stop()).toBe(false);
    }));

  test("TM-25 in the heap only while somebody waits for it: a forgotten one does not hide a deadlock", async () => {
    const start = fake.host.time;
    await expect(
      play(function* () {
        new Timer(Hour);
        new Ticker(Hour);
        tick(Hour);
        after(Hour);
        expect(heaped()).toBe(0);
        yield* chan().recv();
      }),
    ).rejects.toThrow(Deadlock);
    expect(fake.host.time).toBe(start);
  });

  test("TM-25 one that is stopped while somebody waits for it leaves the heap: that is a deadlock", () =>
    expect(
      play(function* () {
        const timer = new Timer(Hour);
        go(() => void timer.stop());
        yield* timer.c.recv();
      }),
    ).rejects.toThrow("all goroutines are asleep - deadlock!\n\ngoroutine 1 [chan receive]:"));

  test("a reset while somebody waits moves the firing, and revives one that was stopped", () =>
    play(function* () {
      const start = now();
      const timer = new Timer(50);
      const log: number[][] = [];
      const waiting = go(take, timer.c, log);
      yield* settle();
      timer.reset(20);
      yield* waiting.join();
      const again = go(take, timer.c, log);
      yield* settle();
      expect(heaped()).toBe(0);
      timer.reset(5);
      expect(heaped()).toBe(1);
      yield* again.join();
      expect(log).toEqual([
        [start + 20, start + 20],
        [start + 25, start + 25],
      ]);
    }));

  test("D-33 TM-20 there is no uninitialized timer: one made without a duration is due at once", () =>
    play(function* () {
      const timer = new (Timer as new () => Timer)();
      expect(timer.stop()).toBe(true);
      timer.reset(0);
      yield* timer.c.recv();
      expect(() => new (Ticker as new () => Ticker)()).toThrow("non-positive interval for NewTicker");
    }));

  test("TM-21 timers fire in the order of their times, whatever the order of starting", () =>
    play(function* () {
      const log: number[] = [];
      const all = [30, 10, 20].map((ms) => {
        const timer = new Timer(ms);
        return go(function* () {
          yield* timer.c.recv();
          log.push(ms);
        });
      });
      for (const g of all) yield* g.join();
      expect(log).toEqual([10, 20, 30]);
    }));

  test("TM-29 the value is the time at which it fired, however late it is received", () =>
    play(function* () {
      const start = now();
      const timer = new Timer(3);
      yield* sleep(50);
      expect(at(yield* timer.c.recv())).toBe(start + 3);
    }));

  test("TM-30 stop and reset may be called from any goroutine and from outside, several times", async () => {
    const timer = new Timer(Hour);
    const got = timer.c.recv();
    const received = got.then((date) => at(date));
    await play(function* () {
      const others = [1, 2, 3].map((ms) => go(() => timer.reset(ms)));
      for (const g of others) expect(yield* g.join()).toBe(true);
      expect(timer.stop()).toBe(true);
    });
    timer.reset(4);
    const start = fake.host.time;
    await fake.host.advance(10);
    expect(await received).toBe(start + 4);
  });

  test("the end of a using block stops it", () =>
    play(function* () {
      const timer = new Timer(5);
      const ticker = new Ticker(5);
      timer[Symbol.dispose]();
      ticker[Symbol.dispose]();
      yield* sleep(10);
      expect([timer.c.tryRecv(), ticker.c.tryRecv()]).toEqual([undefined, undefined]);
    }));
});

describe("Ticker", () => {
  test("gives the time every period, on its phase", () =>
    play(function* () {
      const start = now();
      const ticker = new Ticker(10);
      const due: number[] = [];
      for (let i = 0; i < 4; i++) due.push(at(yield* ticker.c.recv()) - start);
      expect(due).toEqual([10, 20, 30, 40]);
      expect(now()).toBe(start + 40);
    }));

  test("TM-14 TM-15 a period of zero, less or NaN panics", () => {
    const ticker = new Ticker(1);
    for (const ms of [0, -1, Number.NaN]) {
      expect(() => new Ticker(ms)).toThrow(new RuntimeError("non-positive interval for NewTicker"));
      expect(() => ticker.reset(ms)).toThrow(new RuntimeError("non-positive interval for Ticker.Reset"));
    }
  });

  test("TM-16 tick of zero or less is the nil channel; of more it ticks", () =>
    play(function* () {
      for (const ms of [0, -1, Number.NaN]) expect(tick(ms)).toBe(nilChan());
      const start = now();
      const due: number[] = [];
      yield* tick(5).range((date) => due.push(at(date) - start) < 3);
      expect(due).toEqual([5, 10, 15]);
    }));

  test("TM-17 at most one tick waits for a slow receiver: the first it missed; those after it keep the phase", () =>
    play(function* () {
      const start = now();
      const ticker = new Ticker(10);
      yield* sleep(55);
      expect(at(yield* ticker.c.recv()) - start).toBe(10);
      expect(ticker.c.tryRecv()).toBe(undefined);
      expect(at(yield* ticker.c.recv()) - start).toBe(60);
      expect(now() - start).toBe(60);
    }));

  test("TM-17 received exactly when due, the next tick is one period later", () =>
    play(function* () {
      const start = now();
      const ticker = new Ticker(10);
      yield* sleep(10);
      expect(at(ticker.c.tryRecv()?.[0]) - start).toBe(10);
      expect(ticker.c.tryRecv()).toBe(undefined);
      yield* sleep(10);
      expect(at(ticker.c.tryRecv()?.[0]) - start).toBe(20);
    }));

  test("TM-18 stop ends the ticks, also one not received yet, and does not close the channel", () =>
    expect(
      play(function* () {
        const ticker = new Ticker(10);
        yield* sleep(15);
        ticker.stop();
        ticker.stop();
        expect(ticker.c.tryRecv()).toBe(undefined);
        yield* sleep(20);
        expect(ticker.c.tryRecv()).toBe(undefined);
        yield* ticker.c.recv();
      }),
    ).rejects.toThrow(Deadlock));

  test("TM-19 reset starts it again with the new period, from now", () =>
    play(function* () {
      const start = now();
      const ticker = new Ticker(10);
      ticker.stop();
      yield* sleep(3);
      ticker.reset(4);
      const due: number[] = [];
      for (let i = 0; i < 3; i++) due.push(at(yield* ticker.c.recv()) - start);
      ticker.reset(100);
      due.push(at(yield* ticker.c.recv()) - start);
      expect(due).toEqual([7, 11, 15, 115]);
    }));

  test("several receivers wait in line; each tick serves one", () =>
    play(function* () {
      const start = now();
      const ticker = new Ticker(10);
      const log: number[][] = [];
      const all = [];
      for (let i = 0; i < 3; i++) {
        all.push(go(take, ticker.c, log));
        yield* settle();
      }
      expect(heaped()).toBe(3);
      for (const g of all) yield* g.join();
      expect(log.map(([due]) => (due as number) - start)).toEqual([10, 20, 30]);
      expect(heaped()).toBe(0);
    }));

  test("a period too long ever to pass, or too short to count, harms nobody", () =>
    play(function* () {
      const never = new Ticker(Number.POSITIVE_INFINITY);
      const ever = new Ticker(Number.MIN_VALUE);
      yield* sleep(1);
      expect(never.c.tryRecv()).toBe(undefined);
      for (let i = 0; i < 3; i++) yield* ever.c.recv();
      const start = now();
      yield* sleep(5);
      expect(now()).toBe(start + 5);
    }));

  test("outside goroutines: await, and for await", async () => {
    const start = fake.host.time;
    const ticker = new Ticker(5);
    const due: number[] = [];
    const all = (async () => {
      due.push(at(await ticker.c.recv()) - start);
      for await (const date of ticker.c) if (due.push(at(date) - start) === 3) break;
    })();
    await fake.host.finish(all);
    expect(due).toEqual([5, 10, 15]);
  });
});

describe("after", () => {
  test("TM-22 is a channel and the operation that receives from it; the time counts from the call", () =>
    play(function* () {
      const start = now();
      const first = after(5);
      const second = after(5);
      const third = after(50).map((date) => at(date) - start);
      yield* sleep(3);
      expect(at(yield* first) - start).toBe(5);
      expect(at(yield* second.recv()) - start).toBe(5);
      expect(yield* third).toBe(50);
      expect([first.len, first.cap, first.tryRecv()]).toEqual([0, 0, undefined]);
      expect((yield* after(1).recvOk())[1]).toBe(true);
      const rounds: number[] = [];
      yield* after(2).range((date) => {
        rounds.push(at(date) - now());
        return false;
      });
      expect(rounds).toEqual([0]);
    }));

  test("outside goroutines: await, and for await", async () => {
    const start = fake.host.time;
    const all = (async () => {
      const due = [at(await after(5)), at(await after(5).recv())];
      for await (const date of after(3)) {
        due.push(at(date));
        break;
      }
      return due.map((time) => time - start);
    })();
    expect(await fake.host.finish(all)).toEqual([5, 10, 13]);
  });

  test("a program that waits for nothing else sleeps until then", async () => {
    const start = fake.host.time;
    await play(function* () {
      yield* after(Hour);
    });
    expect(fake.host.time).toBe(start + Hour);
  });

  test("TM-27 who waits for a timer waits for a channel, who sleeps, sleeps", () =>
    play(function* () {
      const timer = go(function* waits() {
        yield* after(1);
      });
      const sleeper = go(function* sleeps() {
        yield* sleep(1);
      });
      yield* settle();
      expect(stack()).toContain(`goroutine ${timer.id} [chan receive]:\nwaits(...)`);
      expect(stack()).toContain(`goroutine ${sleeper.id} [sleep]:\nsleeps(...)`);
    }));
});
