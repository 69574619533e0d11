import { describe, expect, test } from "vitest";
import { useFakeHost } from "../../test/fake-host.js";
import { chan } from "../chan.js";
import { debug } from "../debug.js";
import { Deadlock, GoPanic } from "../errors.js";
import { run } from "../go.js";
import { type Go, sleep } from "../op.js";
import { afterFunc, now } from "../time.js";
import { FuncTimer, spawn } from "./func-timer.js";
import { host } from "./host.js";
import { currentSched, Sched } from "./sched.js";

const fake = useFakeHost();

/** Runs a program on the virtual clock. */
const play = <T>(main: () => Go<T>): Promise<T> => fake.host.finish(run(main));

/** Timers in the heap of the running program. */
const heaped = (): number => currentSched().p.timers?.whens.length ?? 0;

test("it is in the heap of its program from its start until it fires or is stopped", () =>
  play(function* () {
    let runs = 0;
    const timer = new FuncTimer(host.now() + 5, () => void runs++);
    expect(heaped()).toBe(1);
    yield* sleep(6);
    expect([heaped(), runs]).toEqual([0, 1]);
    timer.reset(5);
    expect(heaped()).toBe(1);
    timer.stop();
    expect(heaped()).toBe(0);
    yield* sleep(6);
    expect(runs).toBe(1);
  }));

test("it is told its program, which is that of who made it", () =>
  play(function* () {
    const got: unknown[] = [];
    const timer = new FuncTimer(host.now(), (sched) => void got.push(sched));
    yield* sleep(1);
    timer.reset(0);
    yield* sleep(1);
    expect(got).toEqual([currentSched(), currentSched()]);
  }));

test("in a program that has ended nothing starts", () => {
  const sched = new Sched(10, () => {});
  sched.end();
  spawn(sched, () => expect.unreachable(), [], "nobody");
  expect(sched.allgs.count).toBe(0);
});

test("while debugging is on the goroutine tells who created it, else nothing", () => {
  const sched = new Sched(10, () => {});
  debug(true);
  spawn(sched, () => {}, [], "time.goFunc");
  debug(false);
  spawn(sched, () => {}, [], "time.goFunc");
  expect([...sched.allgs].map((g) => g.site)).toEqual(["created by time.goFunc\n", ""]);
});

describe("afterFunc", () => {
  test("TM-11 runs the function in a goroutine of its own, with the arguments of now; it has no channel", () =>
    play(function* () {
      const start = now();
      const got = chan<unknown[]>();
      const timer = afterFunc(
        5,
        function* (...args: unknown[]) {
          yield* got.send([...args, now() - start]);
        },
        "a",
        1,
      );
      expect("c" in timer).toBe(false);
      expect(yield* got.recv()).toEqual(["a", 1, 5]);
    }));

  test("runs with the same arguments each time", () =>
    play(function* () {
      const got: unknown[] = [];
      const timer = afterFunc(1, (...args: unknown[]) => void got.push(args), 1, "b");
      yield* sleep(2);
      timer.reset(1);
      yield* sleep(2);
      expect(got).toEqual([
        [1, "b"],
        [1, "b"],
      ]);
    }));

  test("takes plain and async functions, and those that give an operation", () =>
    play(function* () {
      const got = chan<string>(3);
      afterFunc(1, () => void got.trySend("plain"));
      afterFunc(2, async () => void got.trySend("async"));
      afterFunc(3, () => got.send("operation"));
      yield* sleep(5);
      expect([got.tryRecv(), got.tryRecv(), got.tryRecv()]).toEqual([
        ["plain", true],
        ["async", true],
        ["operation", true],
      ]);
    }));

  test("TM-03 TM-04 stop and reset answer whether it was still to start", () =>
    play(function* () {
      let runs = 0;
      const timer = afterFunc(5, () => void runs++);
      expect([timer.stop(), timer.stop()]).toEqual([true, false]);
      expect(timer.reset(5)).toBe(false);
      expect(timer.reset(7)).toBe(true);
      yield* sleep(6);
      expect(runs).toBe(0);
      yield* sleep(2);
      expect(runs).toBe(1);
      expect(timer.stop()).toBe(false);
      expect(timer.reset(1)).toBe(false);
      yield* sleep(2);
      expect(runs).toBe(2);
      timer.reset(1);
      timer[Symbol.dispose]();
      yield* sleep(2);
      expect(runs).toBe(2);
    }));

  test("TM-12 stop does not wait for a function that runs", () =>
    play(function* () {
      const start = now();
      let hasEnded = false;
      const timer = afterFunc(1, function* () {
        yield* sleep(50);
        hasEnded = true;
      });
      yield* sleep(2);
      expect([timer.stop(), hasEnded, now() - start]).toEqual([false, false, 2]);
    }));

  test("TM-13 a panic in it crashes the program; its goroutine is created by time.goFunc", async () => {
    debug(true);
    const error = await play(function* () {
      afterFunc(1, () => {
        throw new Error("in timer");
      });
      yield* sleep(5);
    }).catch((error: unknown) => error);
    debug(false);
    expect(error).toBeInstanceOf(GoPanic);
    expect(error).toMatchObject({ message: "panic: in timer", site: "created by time.goFunc\n" });
  });

  test("TM-23 never starts from within the call, however short the time", () =>
    play(function* () {
      for (const ms of [0, -1, Number.NaN]) {
        let hasRun = false;
        afterFunc(ms, () => void (hasRun = true));
        expect(hasRun).toBe(false);
        yield* sleep(1);
        expect(hasRun).toBe(true);
      }
    }));

  test("TM-24 while it is pending there is no deadlock; once it has run there is", async () => {
    const start = fake.host.time;
    await expect(
      play(function* () {
        afterFunc(200, () => {});
        yield* chan().recv();
      }),
    ).rejects.toThrow(Deadlock);
    expect(fake.host.time).toBe(start + 200);
  });

  test("TM-24 one that is pending can end the wait", async () => {
    expect(
      await play(function* () {
        const ch = chan<string>();
        afterFunc(200, () => ch.send("in time"));
        return yield* ch.recv();
      }),
    ).toBe("in time");
  });

  test("TM-26 it stands in the heap of the program that made it, and ends with that", async () => {
    let hasRun = false;
    const timer = await play(function* () {
      const timer = afterFunc(5, () => void (hasRun = true));
      expect(heaped()).toBe(1);
      return timer;
    });
    expect([timer.stop(), timer.reset(1), timer.stop()]).toEqual([false, false, false]);
    await fake.host.advance(10);
    expect(hasRun).toBe(false);
  });

  test("outside goroutines the default program runs it", async () => {
    const start = fake.host.time;
    const ran = new Promise<number>((resolve) => void afterFunc(5, () => resolve(now())));
    expect(await fake.host.finish(ran)).toBe(start + 5);
  });

  test("D-33 refuses what is no function, at once", () => {
    expect(() => afterFunc(1, undefined as unknown as () => void)).toThrow(
      new TypeError("afterFunc: want a function, got undefined (undefined)"),
    );
  });
});
