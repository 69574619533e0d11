import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { useFakeHost } from "../../test/fake-host.js";
import { G } from "./g.js";
import { m } from "./m.js";
import type { P } from "./p.js";
import { Sched } from "./sched.js";
import { type Timer, TimerHeap } from "./timer.js";

function newP(slice = 10): P {
  return new Sched(slice, () => {}).p;
}

/** The queues of Go 1.19, one P: proc.go runqput, runqputslow, runqget, globrunqget and the choice of findRunnable. */
class GoP {
  private runnext: number | undefined;
  private readonly runq: number[] = [];
  private readonly global: number[] = [];
  private schedtick = 1;

  runqput(g: number, next: boolean): void {
    let put = g;
    if (next) {
      const old = this.runnext;
      this.runnext = g;
      if (old === undefined) return;
      put = old;
    }
    if (this.runq.length < 256) this.runq.push(put);
    else this.global.push(...this.runq.splice(0, 128), put);
  }

  globrunqput(g: number): void {
    this.global.push(g);
  }

  private globrunqget(max: number): number | undefined {
    if (this.global.length === 0) return undefined;
    let n = Math.min(this.global.length, this.global.length + 1);
    if (max > 0 && n > max) n = max;
    if (n > 128) n = 128;
    const g = this.global.shift();
    for (n--; n > 0; n--) this.runqput(this.global.shift()!, false);
    return g;
  }

  schedule(): number | undefined {
    if (this.schedtick % 61 === 0 && this.global.length > 0) {
      this.schedtick++;
      return this.globrunqget(1);
    }
    if (this.runnext !== undefined) {
      const g = this.runnext;
      this.runnext = undefined;
      return g; // inherits the time slice: schedtick stays
    }
    const g = this.runq.shift() ?? this.globrunqget(0);
    if (g !== undefined) this.schedtick++;
    return g;
  }
}

describe("the order of goroutines", () => {
  test("it is Go's, whatever is made runnable, yields, overflows and runs", () => {
    const burst = (
      kind: "ready" | "yield" | "run",
      max: number,
    ): fc.Arbitrary<{ kind: typeof kind; n: number }> =>
      fc.record({ kind: fc.constant(kind), n: fc.integer({ min: 1, max }) });
    const program = fc.array(fc.oneof(burst("ready", 300), burst("yield", 80), burst("run", 200)), {
      maxLength: 25,
      size: "max",
    });
    fc.assert(
      fc.property(program, (bursts) => {
        const p = newP();
        const model = new GoP();
        let lastId = 0;
        for (const { kind, n } of bursts)
          for (let i = 0; i < n; i++) {
            if (kind === "run") {
              const g = p.findRunnable();
              if (g?.id !== model.schedule()) expect.fail("another goroutine runs next than in Go");
              if (g === null) break;
            } else {
              const g = new G(++lastId, p, () => {}, []);
              if (kind === "ready") {
                p.readyNext(g);
                model.runqput(g.id, true);
              } else {
                p.globrunq.append(g);
                model.globrunqput(g.id);
              }
            }
          }
        for (;;) {
          expect(p.isBusy).toBe(p.runnext !== null || p.runq.count + p.globrunq.count > 0);
          const g = p.findRunnable();
          expect(g?.id).toBe(model.schedule());
          if (g === null) break;
        }
        expect(p.isBusy).toBe(false);
      }),
      { numRuns: 200 },
    );
  });

  test("the one made runnable last runs first, the others in the order they came", () => {
    const p = newP();
    for (let id = 1; id <= 5; id++) p.readyNext(new G(id, p, () => {}, []));
    expect(drain(p)).toEqual([5, 1, 2, 3, 4]);
  });

  test("the 300th goroutine sends the older half of a full queue to the global one", () => {
    const p = newP();
    for (let id = 1; id <= 300; id++) p.readyNext(new G(id, p, () => {}, []));
    // 256 in the ring and one in runnext: the 258th pushes 1..128 and the one it replaced, 257, out.
    expect([p.runnext?.id, p.runq.count, p.globrunq.count]).toEqual([300, 170, 129]);
  });

  test("every 61st round takes one from the global queue, however long the own one is", () => {
    const p = newP();
    for (let id = 1; id <= 200; id++) p.readyNext(new G(id, p, () => {}, []));
    p.globrunq.append(new G(1000, p, () => {}, []));
    // Round 1 is that of the first from the ring; runnext does not count.
    expect(drain(p).indexOf(1000)).toBe(61);
  });
});

function drain(p: P): number[] {
  const ids: number[] = [];
  for (let g = p.findRunnable(); g !== null; g = p.findRunnable()) ids.push(g.id);
  return ids;
}

describe("the time slice", () => {
  const fake = useFakeHost();

  /** Counts operations until the slice is over; each takes `cost` milliseconds. */
  function operations(p: P, cost: number): number {
    p.beginSlice(fake.host.time);
    for (let n = 1; ; n++) {
      fake.host.time += cost;
      if (--m.budget < 0 && p.isSliceOver()) return n;
    }
  }

  test("it ends once its length has passed, within a thirtieth, when operations are alike", () => {
    const p = newP(10);
    operations(p, 0.001);
    for (const cost of [0.001, 0.0005]) {
      const n = operations(p, cost);
      expect(n * cost).toBeGreaterThanOrEqual(10);
      expect(n * cost).toBeLessThan(10 + 10 / 30);
    }
  });

  test("operations that suddenly take long end it soon", () => {
    const p = newP(10);
    operations(p, 0.0001);
    operations(p, 0.0001);
    p.beginSlice(fake.host.time);
    const start = fake.host.time;
    let isOver = false;
    for (let n = 0; !isOver; n++) {
      fake.host.time += n < 1000 ? 0.0001 : 0.3;
      isOver = --m.budget < 0 && p.isSliceOver();
    }
    // One budget of the cheap operations may pass before the clock is read: 129 x 0.3 ms.
    expect(fake.host.time - start).toBeLessThan(10 + 40);
  });

  test("a slice of long operations ends in time, however cheap those of the slice before were", () => {
    const p = newP(10);
    operations(p, 0.0001);
    expect(operations(p, 5)).toBeLessThanOrEqual(3);
  });

  test("reading the clock stays rare while operations are cheap", () => {
    const p = newP(10);
    operations(p, 0.0001);
    fake.host.looks = 0;
    const n = operations(p, 0.0001);
    expect(n / fake.host.looks).toBeGreaterThan(100);
  });

  test("an operation longer than the slice ends it at once", () => {
    const p = newP(10);
    expect(operations(p, 25)).toBeLessThanOrEqual(3);
    expect(operations(p, 25)).toBeLessThanOrEqual(2);
  });

  test("the look at the clock fires the timers that are due", () => {
    const p = newP(10);
    let fired = 0;
    class Once implements Timer {
      index = -1;
      fire(): void {
        fired++;
      }
    }
    p.timers = new TimerHeap(p.sched);
    p.timers.add(new Once(), fake.host.time + 2);
    operations(p, 0.5);
    expect(fired).toBe(1);
    expect(p.hasTimers).toBe(false);
  });
});
