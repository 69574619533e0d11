/** Goroutines as operators: concurrency, order, errors, leaving. */
import {
  Canceled,
  type Context,
  chan,
  type Go,
  GoPanic,
  go,
  gosched,
  numGoroutine,
  run,
  sleep,
  wait,
} from "@gopark/core";
import fc from "fast-check";
import {
  concatMap,
  from,
  lastValueFrom,
  mergeMap,
  type Observable,
  of,
  range,
  take,
  timer,
  toArray,
} from "rxjs";
import { describe, expect, it } from "vitest";
import { useFakeHost } from "../../core/test/fake-host.js";
import { settle } from "../../core/test/settle.js";
import { Fed } from "../test/fed.js";
import { leavesNobody } from "../test/nobody-left.js";
import { goparkScheduler } from "./scheduler.js";
import { throughGoroutines, throughWorkers } from "./through.js";

const fake = useFakeHost();
leavesNobody();
const play = <T>(main: () => Go<T>): Promise<T> => fake.host.finish(run(main));
const all = <T>(source: Observable<T>): Promise<T[]> =>
  fake.host.finish(lastValueFrom(source.pipe(toArray())));

describe("throughGoroutines", () => {
  it("runs every kind of function, and emits what it gives", async () => {
    const one = of(3);
    expect(await all(one.pipe(throughGoroutines(1, (n) => n + 1)))).toEqual([4]);
    expect(await all(one.pipe(throughGoroutines(1, async (n) => n + 1)))).toEqual([4]);
    expect(await all(one.pipe(throughGoroutines(1, (n) => sleep(1).map(() => n + 1))))).toEqual([4]);
    expect(
      await all(
        one.pipe(
          throughGoroutines(1, function* (n) {
            yield* sleep(1);
            return n + 1;
          }),
        ),
      ),
    ).toEqual([4]);
    expect(numGoroutine()).toBe(0);
  });

  it("R1 has at most n values in the works", async () => {
    for (const ordered of [true, false]) {
      let now = 0;
      let most = 0;
      function* work(n: number): Go<number> {
        most = Math.max(most, ++now);
        yield* sleep(1 + (n % 3));
        now--;
        return n;
      }
      expect(await all(range(0, 20).pipe(throughGoroutines(4, work, { ordered })))).toHaveLength(20);
      expect(most).toBe(4);
    }
  });

  it("R2 ordered: a slow value holds back those behind it, but not more than n", async () => {
    const started: number[] = [];
    const seen: number[] = [];
    function* work(n: number): Go<number> {
      started.push(n);
      yield* sleep(n === 0 ? 10 : 1);
      return n;
    }
    range(0, 6)
      .pipe(throughGoroutines(3, work, { ordered: true }))
      .subscribe((n) => seen.push(n));
    await fake.host.advance(9);
    expect([started, seen]).toEqual([[0, 1, 2], []]);
    await fake.host.advance(10);
    expect(seen).toEqual([0, 1, 2, 3, 4, 5]);
  });

  it("R2 unordered: results come as they are ready", async () => {
    const work = (n: number) => sleep(n).map(() => n);
    expect(await all(of(5, 1, 3).pipe(throughGoroutines(3, work)))).toEqual([1, 3, 5]);
    expect(await all(of(5, 1, 3).pipe(throughGoroutines(1, work)))).toEqual([5, 1, 3]);
  });

  it("law: emits what concatMap emits if ordered, and what mergeMap emits if not", () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.nat(8), { maxLength: 12 }),
        fc.integer({ min: 1, max: 5 }),
        async (delays, n) => {
          const source = from(delays.map((ms, i) => ({ ms, i })));
          const work = ({ ms, i }: { ms: number; i: number }) => sleep(ms).map(() => i);
          const slowly = ({ ms, i }: { ms: number; i: number }) =>
            timer(ms, goparkScheduler).pipe(concatMap(() => of(i)));
          expect(await all(source.pipe(throughGoroutines(n, work, { ordered: true })))).toEqual(
            delays.map((_, i) => i),
          );
          const got = await all(source.pipe(throughGoroutines(n, work)));
          const want = await all(source.pipe(mergeMap(slowly, n)));
          expect([...got].sort()).toEqual([...want].sort());
          // At which time each was ready: the order is mergeMap's but among those ready at the same time.
          const rank = (list: number[]) => list.map((i) => readyAt(delays, n)[i]);
          expect(rank(got)).toEqual(rank(want));
        },
      ),
      { numRuns: 60 },
    ));

  it("R3 a panic is the error, once; the others end, the source is unsubscribed", () =>
    play(function* () {
      const source = new Fed<number>();
      const log: unknown[] = [];
      let contexts: Context[] = [];
      function* work(n: number, ctx: Context): Go<number> {
        contexts.push(ctx);
        try {
          if (n === 3) throw new Error("three");
          yield* sleep(1000);
        } finally {
          log.push(`${n} over`);
        }
        return n;
      }
      source.pipe(throughGoroutines(5, work)).subscribe({
        next: (n) => log.push(n),
        error: (error: Error) => log.push(error.message),
      });
      source.emit(1, 2);
      yield* settle();
      expect(contexts.map((ctx) => ctx.err())).toEqual([undefined, undefined]);
      source.emit(3, 4);
      yield* settle();
      expect(log).toHaveLength(4);
      expect(log).toEqual(expect.arrayContaining(["3 over", "three", "1 over", "2 over"]));
      expect(contexts.every((ctx) => ctx.err() === Canceled && ctx.signal.aborted)).toBe(true);
      contexts = [];
      expect([source.listeners.size, numGoroutine()]).toEqual([0, 1]);
    }));

  it("R3 the source's error ends everything at once, as with mergeMap", () =>
    play(function* () {
      const source = new Fed<number>();
      const log: unknown[] = [];
      source.pipe(throughGoroutines(2, (n) => sleep(5).map(() => n))).subscribe({
        next: (n) => log.push(n),
        error: (error: Error) => log.push(error.message),
      });
      source.emit(1);
      yield* sleep(6);
      source.emit(2);
      yield* sleep(1);
      source.fail(new Error("end"));
      yield* sleep(10);
      expect(log).toEqual([1, "end"]);
      expect(numGoroutine()).toBe(1);
    }));

  it("R4 leaving at every point ends all goroutines and unsubscribes the source", () =>
    fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 3 }),
        fc.boolean(),
        fc.nat(12),
        fc.array(fc.nat(3), { maxLength: 6 }),
        (n, ordered, when, delays) =>
          play(function* () {
            const source = new Fed<number>();
            let isOver = false;
            const subscription = source
              .pipe(throughGoroutines(n, (ms) => sleep(ms).map(() => ms), { ordered }))
              .subscribe({ next: () => expect(isOver).toBe(false), complete: () => void (isOver = true) });
            for (let step = 0; step < when; step++) {
              const ms = delays[step];
              if (ms !== undefined) source.emit(ms);
              else if (step === delays.length) source.complete();
              yield* step % 3 === 0 ? sleep(1) : gosched();
            }
            subscription.unsubscribe();
            isOver = true;
            expect(source.listeners.size).toBe(0);
            yield* settle();
            expect(numGoroutine()).toBe(1);
          }),
      ),
      { numRuns: 60 },
    ));

  it("R4 leaving from within a result passes nothing more on", () =>
    play(function* () {
      const seen = yield* wait(
        lastValueFrom(
          range(1, 9).pipe(
            throughGoroutines(3, (n) => n, { ordered: true }),
            take(2),
            toArray(),
          ),
        ),
      );
      expect(seen).toEqual([1, 2]);
      yield* settle();
      expect(numGoroutine()).toBe(1);
    }));

  it("says in the result that its program has ended, rather than nothing", async () => {
    const source = new Fed<number>();
    let result: Observable<number> | undefined;
    await play(function* () {
      result = source.pipe(throughGoroutines(1, (n) => n));
      yield* gosched();
    });
    const log: unknown[] = [];
    // Subscribed outside of the program: the default program runs it.
    (result as Observable<number>).subscribe((n) => log.push(n));
    source.emit(1);
    source.complete();
    await fake.host.settle();
    expect(log).toEqual([1]);
  });

  it("refuses what it can't work with", () => {
    const work = (n: number): number => n;
    for (const n of [0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, "2", undefined])
      expect(() => throughGoroutines(n as number, work)).toThrow(
        "throughGoroutines: want an integer from 1 to 2^32-1, got",
      );
    expect(() => throughGoroutines(1, undefined as never)).toThrow(
      "throughGoroutines: want a function, got undefined",
    );
  });
});

/** When the result of each value is ready, with `n` at work at a time. */
function readyAt(delays: number[], n: number): number[] {
  const free = new Array<number>(n).fill(0);
  return delays.map((ms) => {
    const first = free.indexOf(Math.min(...free));
    free[first] = (free[first] as number) + ms;
    return free[first] as number;
  });
}

describe("throughWorkers", () => {
  function* double(n: number): Go<number> {
    yield* sleep(5 - n);
    return n * 2;
  }

  it("gives each value to go, and emits the results", async () => {
    expect(await all(range(1, 4).pipe(throughWorkers(double, { procs: 2, ordered: true })))).toEqual([
      2, 4, 6, 8,
    ]);
    expect(await all(range(1, 4).pipe(throughWorkers(double, { procs: 4 })))).toEqual([8, 6, 4, 2]);
    expect((await all(range(1, 4).pipe(throughWorkers(double)))).sort()).toEqual([2, 4, 6, 8]);
    expect(numGoroutine()).toBe(0);
  });

  it("a panic in one ends the program, as in every goroutine", async () => {
    const source = new Fed<number>();
    const program = play(function* () {
      const fail = (n: number): number => {
        throw new Error(`no ${n}`);
      };
      source.pipe(throughWorkers(fail, { procs: 1 })).subscribe();
      source.emit(7);
      yield* chan().recv();
    });
    await expect(program).rejects.toThrow(GoPanic);
    await expect(program).rejects.toThrow("no 7");
    source.complete();
  });

  it("leaving does not call back what runs already; its result goes nowhere", () =>
    play(function* () {
      const seen: number[] = [];
      const done: number[] = [];
      function* work(n: number): Go<number> {
        yield* sleep(5);
        done.push(n);
        return n;
      }
      const source = of(1).pipe(throughWorkers(work, { procs: 1 }));
      const subscription = source.subscribe((n) => seen.push(n));
      yield* settle();
      subscription.unsubscribe();
      yield* sleep(10);
      expect([seen, done, numGoroutine()]).toEqual([[], [1], 1]);
    }));

  it("refuses what it can't work with", () => {
    expect(() => throughWorkers(5 as never)).toThrow("throughWorkers: want a function, got 5 (number)");
    expect(() => throughWorkers(double, { procs: 0 })).toThrow(TypeError);
    expect(go).toBeTypeOf("function");
  });
});
