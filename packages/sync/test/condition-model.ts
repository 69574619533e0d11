/**
 * Cond and WaitGroup as a list and a number, and random programs that compare the real ones with these.
 *
 * One goroutine takes the steps. Between two of them, if the program says so, all others run as far as they can.
 */
import { type Go, go, gosched, RuntimeError, sleep } from "@gopark/core";
import { select } from "@gopark/select";
import fc from "fast-check";
import { expect } from "vitest";
import { settle } from "../../core/test/settle.js";
import { preemptNext } from "../../select/test/preempt.js";
import { Cond } from "../src/cond.js";
import { Mutex } from "../src/mutex.js";
import { RWMutex } from "../src/rwmutex.js";
import { WaitGroup } from "../src/waitgroup.js";

/** Calls on a condition. */
export type CondSteps = readonly ("wait" | "signal" | "broadcast")[];

export const condSteps: fc.Arbitrary<CondSteps> = fc.array(
  fc.constantFrom("wait", "wait", "wait", "signal", "signal", "broadcast"),
  { maxLength: 40, size: "max" },
);

/** A condition wakes who it should, and nobody else. */
export function* followCond(steps: CondSteps): Go {
  const cond = new Cond(new Mutex());
  const waiting: number[] = [];
  let expected: number[] = [];
  let woken: number[] = [];
  for (const [id, step] of steps.entries()) {
    woken = [];
    expected = [];
    if (step === "wait") {
      waiting.push(id);
      go(function* () {
        yield* cond.l.lock();
        yield* cond.wait();
        woken.push(id);
        cond.l.unlock();
      });
    } else if (step === "signal") {
      expected = waiting.splice(0, 1);
      cond.signal();
    } else {
      expected = waiting.splice(0);
      cond.broadcast();
    }
    yield* settle();
    // Whoever is made runnable last runs first, the others follow in their order.
    const last = expected.pop();
    expect(woken).toEqual(last === undefined ? [] : [last, ...expected]);
  }
}

/** Producers and consumers around one queue. */
export interface Market {
  readonly cap: number;
  /** How many values each brings or takes; what is left over is brought or taken by one more. */
  readonly producers: readonly number[];
  readonly consumers: readonly number[];
  /** Two conditions and a signal for one, or one condition for all and a broadcast. */
  readonly isShared: boolean;
  readonly isRW: boolean;
  /** What each does between two calls, in turn: milliseconds, rounds through the queue if negative, or is preempted. */
  readonly pauses: readonly (number | "preempted")[];
}

export const market: fc.Arbitrary<Market> = fc.record({
  cap: fc.integer({ min: 1, max: 3 }),
  producers: fc.array(fc.nat(6), { minLength: 1, maxLength: 4 }),
  consumers: fc.array(fc.nat(6), { minLength: 1, maxLength: 4 }),
  isShared: fc.boolean(),
  isRW: fc.boolean(),
  pauses: fc.array(fc.constantFrom(0, 0, -1, -2, 1, "preempted" as const), { minLength: 1, maxLength: 9 }),
});

const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);

/** Everything that is brought is taken, once and in order, and nobody is left waiting. */
export function* trade({ cap, producers, consumers, isShared, isRW, pauses }: Market): Go {
  const lock = isRW ? new RWMutex() : new Mutex();
  const isNotEmpty = new Cond(lock);
  const isNotFull = isShared ? isNotEmpty : new Cond(lock);
  const notify = (cond: Cond): void => (isShared ? cond.broadcast() : cond.signal());
  const queue: number[] = [];
  const taken: number[] = [];
  let brought = 0;
  let inside = 0;
  let turn = 0;
  const pause = function* (): Go {
    const time = pauses[turn++ % pauses.length] as number | "preempted";
    if (time === "preempted") preemptNext();
    else if (time > 0) yield* sleep(time);
    else for (let i = time; i < 0; i++) yield* gosched();
  };
  const enter = function* (isReady: () => boolean, cond: Cond): Go {
    yield* pause();
    yield* lock.lock();
    expect(++inside).toBe(1);
    while (!isReady()) {
      inside--;
      yield* cond.wait();
      expect(++inside).toBe(1);
    }
    yield* pause();
  };
  const leave = (cond: Cond): void => {
    inside--;
    notify(cond);
    lock.unlock();
  };
  const [more, less] = [sum(consumers) - sum(producers), sum(producers) - sum(consumers)];
  const wg = new WaitGroup();
  for (const n of more > 0 ? [...producers, more] : producers)
    wg.go(function* () {
      for (let i = 0; i < n; i++) {
        yield* enter(() => queue.length < cap, isNotFull);
        queue.push(brought++);
        leave(isNotEmpty);
      }
    });
  for (const n of less > 0 ? [...consumers, less] : consumers)
    wg.go(function* () {
      for (let i = 0; i < n; i++) {
        yield* enter(() => queue.length > 0, isNotEmpty);
        taken.push(queue.shift() as number);
        leave(isNotFull);
      }
    });
  yield* wg.wait();
  expect(taken).toEqual(Array.from({ length: brought }, (_, i) => i));
  expect(lock.tryLock()).toBe(true);
}

/** Calls on a group. */
export type GroupSteps = readonly {
  readonly kind: "add" | "done" | "wait" | "select" | "settle";
  readonly n: number;
}[];

export const groupSteps: fc.Arbitrary<GroupSteps> = fc.array(
  fc.record({
    kind: fc.constantFrom("add", "add", "done", "done", "wait", "select", "settle"),
    n: fc.integer({ min: -1, max: 2 }),
  }),
  { maxLength: 40, size: "max" },
);

const textOf = (error: unknown): string => {
  if (!(error instanceof RuntimeError)) throw error;
  return error.message;
};

/** A group counts, releases and complains as a number does. */
export function* followGroup(steps: GroupSteps): Go {
  const wg = new WaitGroup();
  let count = 0;
  /** Waits that have begun at a settle, that have been released since, and that will begin at the next one. */
  let parked: number[] = [];
  let released: number[] = [];
  let fresh: number[] = [];
  const expected = new Map<number, string>();
  const outcomes = new Map<number, string>();

  const change = (n: number, act: () => void): void => {
    count += n;
    let got = "";
    try {
      act();
    } catch (error) {
      got = textOf(error);
    }
    expect(got).toBe(count < 0 ? "sync: negative WaitGroup counter" : "");
    if (count !== 0) return;
    released.push(...parked);
    parked = [];
  };

  for (const [id, { kind, n }] of steps.entries()) {
    if (kind === "add") change(n, () => wg.add(n));
    else if (kind === "done") change(-1, () => wg.done());
    else if (kind !== "settle") {
      fresh.push(id);
      go(function* () {
        try {
          if (kind === "wait") yield* wg.wait();
          else yield* select([wg.wait(), null]);
          outcomes.set(id, "released");
        } catch (error) {
          outcomes.set(id, textOf(error));
        }
      });
    } else {
      yield* settle();
      const isReused = count !== 0;
      for (const each of released)
        expected.set(
          each,
          isReused ? "sync: WaitGroup is reused before previous Wait has returned" : "released",
        );
      released = [];
      if (count === 0) for (const each of fresh) expected.set(each, "released");
      else parked.push(...fresh);
      fresh = [];
      expect([...outcomes].sort(([a], [b]) => a - b)).toEqual([...expected].sort(([a], [b]) => a - b));
    }
  }
}
