import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { useFakeHost } from "../../test/fake-host.js";
import { Sched } from "./sched.js";
import { dueIn, startTimer, stopTimer, type Timer, TimerHeap } from "./timer.js";

const sched = new Sched(10, () => {});

/** A timer that writes its number down when it fires. */
class Recorder implements Timer {
  index = -1;
  readonly id: number;
  private readonly log: number[];
  private readonly next: () => void;

  constructor(id: number, log: number[], next: () => void = () => {}) {
    this.id = id;
    this.log = log;
    this.next = next;
  }

  fire(): void {
    this.log.push(this.id);
    this.next();
  }
}

/** Throws unless T1 and T2 hold, and every timer is due before those below it. */
function checkHeap(heap: TimerHeap): void {
  const {
    heap: timers,
    whens,
    seqs,
  } = heap as unknown as Record<"whens" | "seqs", number[]> & { heap: Timer[] };
  const isBefore = (a: number, b: number): boolean =>
    whens[a]! < whens[b]! || (whens[a] === whens[b] && seqs[a]! < seqs[b]!);
  for (const [i, timer] of timers.entries()) {
    if (timer.index !== i) throw new Error("T2 is broken");
    if (i > 0 && isBefore(i, (i - 1) >> 2)) throw new Error("T1 is broken");
  }
  if (heap.due !== (whens[0] ?? Number.POSITIVE_INFINITY)) throw new Error("next is wrong");
  if (whens.length !== timers.length || seqs.length !== timers.length) throw new Error("lengths differ");
  if (heap.whens.length !== timers.length) throw new Error("size is wrong");
}

describe("the timer heap", () => {
  test("D-35 it does what a sorted list does: by time, and in the order of starting among equals", () => {
    const add = (most: number) => fc.record({ kind: fc.constant("add" as const), delay: fc.nat(most) });
    const step = fc.oneof(
      add(5),
      add(1000),
      add(1000),
      fc.record({ kind: fc.constant("remove" as const), at: fc.nat(50) }),
      fc.record({ kind: fc.constant("run" as const), ms: fc.nat(8) }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 200, size: "max" }), (steps) => {
        const heap = new TimerHeap(sched);
        const fired: number[] = [];
        const expected: number[] = [];
        let model: { timer: Recorder; when: number }[] = [];
        let now = 0;
        let lastId = 0;
        for (const s of steps) {
          if (s.kind === "add") {
            const timer = new Recorder(++lastId, fired);
            heap.add(timer, now + s.delay);
            model.push({ timer, when: now + s.delay });
          } else if (s.kind === "remove" && model.length > 0) {
            const [{ timer }] = model.splice(s.at % model.length, 1) as [(typeof model)[number]];
            heap.remove(timer);
            expect(timer.index).toBe(-1);
          } else if (s.kind === "run") {
            now += s.ms;
            heap.run(now);
            const due = model.filter(({ when }) => when <= now).sort((a, b) => a.when - b.when);
            expected.push(...due.map(({ timer }) => timer.id));
            model = model.filter(({ when }) => when > now);
            expect(fired).toEqual(expected);
          }
          checkHeap(heap);
        }
        expect(heap.whens.length).toBe(model.length);
      }),
      { numRuns: 500 },
    );
  });

  test("a timer that is started while others fire waits for the next look, even if it is due", () => {
    const heap = new TimerHeap(sched);
    const log: number[] = [];
    const late = new Recorder(2, log);
    heap.add(new Recorder(1, log, () => heap.add(late, 10)), 5);
    heap.run(10);
    expect(log).toEqual([1]);
    expect(heap.due).toBe(10);
    heap.run(10);
    expect(log).toEqual([1, 2]);
  });

  test("a timer that starts itself again each time it fires does not hold the look up", () => {
    const heap = new TimerHeap(sched);
    const log: number[] = [];
    const again = new Recorder(1, log, () => heap.add(again, 0));
    heap.add(again, 0);
    heap.run(0);
    expect(log).toEqual([1]);
    expect(heap.whens.length).toBe(1);
  });

  test("a timer that is taken out while others fire does not fire", () => {
    const heap = new TimerHeap(sched);
    const log: number[] = [];
    const second = new Recorder(2, log);
    heap.add(new Recorder(1, log, () => heap.remove(second)), 1);
    heap.add(second, 2);
    heap.add(new Recorder(3, log), 3);
    heap.run(5);
    expect(log).toEqual([1, 3]);
  });

  test("a timer that has fired is in no heap and can be started again", () => {
    const heap = new TimerHeap(sched);
    const log: number[] = [];
    const timer = new Recorder(1, log);
    heap.add(timer, 1);
    heap.run(1);
    expect(timer.index).toBe(-1);
    heap.add(timer, 2);
    heap.run(2);
    expect(log).toEqual([1, 1]);
  });
});

describe("starting and stopping on a P", () => {
  const fake = useFakeHost();

  test("stopping answers whether it was running", () => {
    const { p } = new Sched(10, () => {});
    const timer = new Recorder(1, []);
    expect(stopTimer(p, timer)).toBe(false);
    startTimer(p, timer, 1);
    expect(p.hasTimers).toBe(true);
    expect(stopTimer(p, timer)).toBe(true);
    expect(stopTimer(p, timer)).toBe(false);
    expect(p.hasTimers).toBe(false);
  });

  test("a timer that is stopped from outside lets its sleeping program go: no timer of the host is left", async () => {
    const { p } = new Sched(10, () => {});
    const timer = new Recorder(1, []);
    startTimer(p, timer, fake.host.time + 1000);
    await fake.host.settle();
    expect(fake.host.timers.size).toBe(1);
    stopTimer(p, timer);
    await fake.host.settle();
    expect(fake.host.timers.size).toBe(0);
  });

  test("in a program that has ended nothing starts and nothing runs", () => {
    const { p } = new Sched(10, () => {});
    const timer = new Recorder(1, []);
    startTimer(p, timer, 1);
    p.sched.end();
    expect(stopTimer(p, timer)).toBe(false);
    startTimer(p, timer, 1);
    expect(p.timers).toBe(null);
  });

  test("TM-23 zero, less and NaN are due now; for ever is a due time like others", () => {
    const { time } = fake.host;
    for (const ms of [0, -0, -1, Number.NaN, Number.NEGATIVE_INFINITY]) expect(dueIn(ms)).toBe(time);
    expect(dueIn(0.25)).toBe(time + 0.25);
    expect(dueIn(Number.POSITIVE_INFINITY)).toBe(Number.MAX_VALUE);
  });
});
