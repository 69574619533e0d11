/** RxJS's operators on the scheduler of a program, in virtual time. */
import { chan, type Go, GoPanic, go, gosched, now, numGoroutine, run, sleep, wait } from "@gopark/core";
import { currentSched } from "@gopark/core/internal";
import {
  asapScheduler,
  asyncScheduler,
  bufferTime,
  concat,
  debounceTime,
  delay,
  interval,
  lastValueFrom,
  map,
  NEVER,
  observeOn,
  of,
  range,
  type SchedulerAction,
  type SchedulerLike,
  Subject,
  scheduled,
  subscribeOn,
  take,
  throttleTime,
  timeInterval,
  timer,
  timestamp,
  toArray,
} from "rxjs";
import { describe, expect, it } from "vitest";
import { useFakeHost } from "../../core/test/fake-host.js";
import { settle } from "../../core/test/settle.js";
import { leavesNobody } from "../test/nobody-left.js";
import { goparkScheduler } from "./scheduler.js";

const fake = useFakeHost();
leavesNobody();
const play = <T>(main: () => Go<T>): Promise<T> => fake.host.finish(run(main));

describe("work", () => {
  it("S1 runs later, in the order in which it was scheduled", () =>
    play(function* () {
      const log: unknown[] = [];
      goparkScheduler.schedule(() => {
        log.push("first");
        goparkScheduler.schedule(() => log.push("inner"));
      });
      goparkScheduler.schedule((state) => log.push(state), 0, "second");
      log.push("now");
      yield* settle();
      expect(log).toEqual(["now", "first", "second", "inner"]);
      expect(numGoroutine()).toBe(1);
    }));

  it("S1 keeps the order however much there is", () =>
    play(function* () {
      const values = yield* wait(lastValueFrom(range(0, 2000).pipe(observeOn(goparkScheduler), toArray())));
      expect(values).toEqual(Array.from({ length: 2000 }, (_, i) => i));
    }));

  it("S1 delayed work runs when it is due, in order of time and then of scheduling", () =>
    play(function* () {
      const start = now();
      const log: unknown[] = [];
      for (const [name, ms] of [
        ["c", 10],
        ["a", 5],
        ["d", 10],
        ["b", 5],
        ["e", 10],
      ] as const)
        goparkScheduler.schedule(() => log.push(`${name} at ${now() - start}`), ms);
      yield* sleep(20);
      expect(log).toEqual(["a at 5", "b at 5", "c at 10", "d at 10", "e at 10"]);
    }));

  it("S2 takes turns with goroutines, neither locks the other out", () =>
    play(function* () {
      const log: string[] = [];
      let left = 5;
      goparkScheduler.schedule(function (this: SchedulerAction<unknown>) {
        log.push("work");
        if (--left > 0) this.schedule();
      });
      go(function* () {
        for (let i = 0; i < 5; i++) {
          log.push("goroutine");
          yield* gosched();
        }
      });
      yield* settle();
      expect(log.filter((each) => each === "work")).toHaveLength(5);
      // In turns: never twice the same after both have begun.
      expect(log.slice(1).every((each, i) => each !== log[i])).toBe(true);
    }));

  it("S2 a burst of work lets the host have its turns", () =>
    play(function* () {
      fake.host.tick = 1;
      fake.host.longestGap = 0;
      yield* wait(lastValueFrom(range(0, 500).pipe(observeOn(goparkScheduler), toArray())));
      fake.host.tick = 0;
      expect(fake.host.longestGap).toBeLessThan(30);
      expect(fake.host.turns).toBeGreaterThan(10);
    }));

  it("can be called off while it is due, delayed, or being done", () =>
    play(function* () {
      const log: unknown[] = [];
      goparkScheduler.schedule(() => log.push("due")).unsubscribe();
      goparkScheduler.schedule(() => log.push("delayed"), 5).unsubscribe();
      goparkScheduler.schedule(function (this: SchedulerAction<unknown>) {
        this.unsubscribe();
        this.schedule();
        log.push("done");
      });
      yield* sleep(10);
      expect(log).toEqual(["done"]);
      expect(currentSched().p.timers?.whens.length ?? 0).toBe(0);
    }));

  it("can be put off: a later call of schedule takes the place of an earlier one", () =>
    play(function* () {
      const start = now();
      for (const [first, second] of [
        [0, 7],
        [3, 7],
        [9, 7],
        [7, 0],
      ]) {
        const log: unknown[] = [];
        const action = goparkScheduler.schedule<string>(
          (state) => log.push([state, now() - start]),
          first,
          "first",
        );
        (action as SchedulerAction<string>).schedule("second", second);
        const begin = now() - start;
        yield* sleep(20);
        expect(log).toEqual([["second", begin + (second as number)]]);
      }
    }));

  it("S3 belongs to the program that schedules it, and is dropped with it", async () => {
    const log: unknown[] = [];
    await play(function* () {
      goparkScheduler.schedule(() => log.push("delayed"), 5);
      goparkScheduler.schedule(() => log.push("due"));
      const program = currentSched();
      goparkScheduler.schedule(() => log.push(currentSched() === program));
      yield* settle();
    });
    goparkScheduler.schedule(() => log.push("outside"), 10);
    await fake.host.advance(20);
    expect(log).toEqual(["due", true, "outside"]);
    expect(numGoroutine()).toBe(0);
  });

  it("S5 what it throws is a panic", async () => {
    const program = play(function* () {
      goparkScheduler.schedule(() => {
        throw new Error("boom");
      });
      yield* chan().recv();
    });
    await expect(program).rejects.toThrow(GoPanic);
    await expect(program).rejects.toThrow("boom");
  });

  it("S5 the work behind what has thrown is done, if the process goes on", async () => {
    const log: unknown[] = [];
    const action = goparkScheduler.schedule(() => {
      throw new Error("boom");
    });
    goparkScheduler.schedule(() => log.push("behind"));
    await fake.host.settle();
    expect(log).toEqual(["behind"]);
    expect(action.closed).toBe(true);
    expect(fake.host.uncaught).toEqual([expect.objectContaining({ message: "panic: boom" })]);
  });
});

describe("time", () => {
  it("S4 now is the wall clock's time, moved by the runtime's clock", () =>
    play(function* () {
      const start = goparkScheduler.now();
      expect(start).toBe(Math.floor(fake.host.origin + fake.host.time));
      yield* sleep(25);
      expect(goparkScheduler.now() - start).toBe(25);
    }));

  it("S4 a timer with a date, timestamps and intervals read it", () =>
    play(function* () {
      const start = goparkScheduler.now();
      const date = new Date(start + 30);
      const stamps = concat(timer(date, goparkScheduler), timer(5, goparkScheduler)).pipe(
        timestamp(goparkScheduler),
        map((stamp) => stamp.timestamp - start),
        toArray(),
      );
      expect(yield* wait(lastValueFrom(stamps))).toEqual([30, 35]);
      const gaps = interval(4, goparkScheduler).pipe(
        take(3),
        timeInterval(goparkScheduler),
        map((gap) => gap.interval),
        toArray(),
      );
      expect(yield* wait(lastValueFrom(gaps))).toEqual([4, 4, 4]);
    }));

  // Each case: what goes in at which times, the operator, what comes out at which times. Worked out from RxJS's
  // documentation of the operator.
  const input: [ms: number, value: string][] = [
    [0, "a"],
    [2, "b"],
    [4, "c"],
    [20, "d"],
    [35, "e"],
  ];
  const cases: [string, (s: SchedulerLike) => any, [ms: number, value: unknown][]][] = [
    [
      "debounceTime",
      (s) => debounceTime(10, s),
      [
        [14, "c"],
        [30, "d"],
        [40, "e"],
      ],
    ],
    [
      "throttleTime",
      (s) => throttleTime(10, s),
      [
        [0, "a"],
        [20, "d"],
        [35, "e"],
      ],
    ],
    [
      "delay",
      (s) => delay(5, s),
      [
        [5, "a"],
        [7, "b"],
        [9, "c"],
        [25, "d"],
        [40, "e"],
      ],
    ],
    [
      "bufferTime",
      (s) => bufferTime(15, s),
      [
        [15, ["a", "b", "c"]],
        [30, ["d"]],
        [40, ["e"]],
      ],
    ],
  ];

  it.each(cases)("%s runs on it in virtual time", (_name, operator, want) =>
    play(function* () {
      const begin = now();
      const source = new Subject<string>();
      const got: [number, unknown][] = [];
      source.pipe(operator(goparkScheduler)).subscribe((value) => got.push([now() - begin, value]));
      for (const [ms, value] of input) {
        yield* sleep(begin + ms - now());
        source.next(value);
      }
      yield* sleep(begin + 40 - now());
      source.complete();
      yield* sleep(100);
      expect(got).toEqual(want);
    }),
  );

  it("subscribeOn and scheduled put work into the queue", () =>
    play(function* () {
      const log: unknown[] = [];
      of(1)
        .pipe(subscribeOn(goparkScheduler))
        .subscribe((n) => log.push(n));
      scheduled([2, 3], goparkScheduler).subscribe((n) => log.push(n));
      expect(log).toEqual([]);
      yield* settle();
      expect(log).toEqual([1, 2, 3]);
    }));

  it("nothing is left of an operator that is unsubscribed", () =>
    play(function* () {
      const subscription = NEVER.pipe(bufferTime(5, goparkScheduler)).subscribe();
      const ticks = interval(1, goparkScheduler).subscribe();
      yield* sleep(12);
      subscription.unsubscribe();
      ticks.unsubscribe();
      yield* settle();
      expect(currentSched().p.timers?.whens.length).toBe(0);
      expect(numGoroutine()).toBe(1);
    }));

  it("emits what RxJS's own schedulers emit", async () => {
    for (const own of [asapScheduler, asyncScheduler]) {
      const theirs = await lastValueFrom(range(0, 10).pipe(observeOn(own), toArray()));
      const ours = await fake.host.finish(
        lastValueFrom(range(0, 10).pipe(observeOn(goparkScheduler), toArray())),
      );
      expect(ours).toEqual(theirs);
    }
  });
});
