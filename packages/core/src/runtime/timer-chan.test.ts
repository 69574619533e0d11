import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { useChildren } from "../../test/child.js";
import { useFakeHost } from "../../test/fake-host.js";
import { onStandingClock, opContract } from "../../test/op-contract.js";
import { runLong as run } from "../../test/run-long.js";
import { selecting } from "../../test/selecting.js";
import { settle } from "../../test/settle.js";
import { type Goroutine, go } from "../go.js";
import { type Go, sleep } from "../op.js";
import { Hour } from "../time.js";
import { G } from "./g.js";
import type { Operation } from "./operation.js";
import { PARKED } from "./opstate.js";
import { currentSched, Sched } from "./sched.js";
import { Sudog } from "./sudog.js";
import { AfterOp, TimerChan } from "./timer-chan.js";

const date: unknown = expect.any(Date);

opContract("receive from a timer", {
  ready: () => ({ make: () => new TimerChan(0, 0).recv(), outcome: { value: date } }),
  waiting: () => {
    const ch = new TimerChan(Hour, 0);
    return { make: () => ch.recv(), outcome: { value: date }, complete: () => ch.reset(0, 0) };
  },
});

opContract("receive with flag from a ticker", {
  ready: () => ({ make: () => new TimerChan(0, Hour).recvOk(), outcome: { value: [date, true] } }),
  waiting: () => {
    const ch = new TimerChan(Hour, Hour);
    return { make: () => ch.recvOk(), outcome: { value: [date, true] }, complete: () => ch.reset(0, Hour) };
  },
});

opContract("after", {
  ready: () => ({ make: () => new AfterOp(0), outcome: { value: date } }),
  waiting: () => onStandingClock({ make: () => new AfterOp(2), outcome: { value: date } }),
});

/** V2: who stands in line is in a heap if the timer runs, and nobody is if it does not. */
function checkTimerChan(ch: TimerChan): void {
  const isRunning = ch.when < Number.POSITIVE_INFINITY;
  for (let sudog = ch.line.first; sudog !== null; sudog = sudog.after) {
    const op = sudog.elem as { index: number };
    if (op.index >= 0 !== isRunning) throw new Error("V2 is broken");
  }
}

describe("a timer's channel", () => {
  const fake = useFakeHost();
  const heaped = (): number => currentSched().p.timers?.whens.length ?? 0;

  /** Starts receivers one after the other; each is parked when this ends. */
  function* park(ch: TimerChan, n: number, log: number[]): Go<Goroutine<void>[]> {
    const all: Goroutine<void>[] = [];
    for (let i = 0; i < n; i++) {
      all.push(
        go(function* () {
          yield* ch.recv();
          log.push(i);
        }),
      );
      yield* settle();
      checkTimerChan(ch);
    }
    return all;
  }

  test("V2 as many heap entries as receivers in line, none when it stops, all again when it is reset", () =>
    fake.host.finish(
      run(function* () {
        const ch = new TimerChan(10, 10);
        const log: number[] = [];
        const all = yield* park(ch, 4, log);
        expect(heaped()).toBe(4);
        expect(ch.stop()).toBe(true);
        checkTimerChan(ch);
        expect(heaped()).toBe(0);
        expect(ch.reset(5, 5)).toBe(false);
        checkTimerChan(ch);
        expect(heaped()).toBe(4);
        for (const g of all) yield* g.join();
        expect(log).toEqual([0, 1, 2, 3]);
        expect(heaped()).toBe(0);
      }),
    ));

  test("V2 a firing that happens once serves the first in line; the others wait on, in no heap", () =>
    fake.host.finish(
      run(function* () {
        const ch = new TimerChan(10, 0);
        const log: number[] = [];
        yield* park(ch, 3, log);
        yield* sleep(20);
        checkTimerChan(ch);
        expect([log, heaped(), ch.stop()]).toEqual([[0], 0, false]);
        ch.reset(0, 0);
        yield* sleep(1);
        expect([log, heaped()]).toEqual([[0, 1], 0]);
      }),
    ));

  test("V3 while somebody waits, nobody takes a value past them, though it is due", () =>
    fake.host.finish(
      run(function* () {
        const ch = new TimerChan(10, 0);
        const log: number[] = [];
        const [first] = yield* park(ch, 1, log);
        fake.host.time += 50;
        expect(ch.tryRecv()).toBe(undefined);
        yield* first!.join();
        expect(log).toEqual([0]);
      }),
    ));

  test("D-32 V4 the value is when it was due, told by the wall clock as it is on delivery", () =>
    fake.host.finish(
      run(function* () {
        const ch = new TimerChan(10, 0);
        const start = fake.host.time;
        const receiver = go(() => ch.recv());
        yield* sleep(11);
        fake.host.origin += 5000;
        expect(((yield* receiver.join()) as Date).getTime()).toBe(start + 10 + fake.host.origin - 5000);
        fake.host.origin -= 5000;
      }),
    ));

  test("a case of a select that loses leaves the line and the heap, and the timer as it was", () =>
    fake.host.finish(
      run(function* () {
        const ch = new TimerChan(10, 0);
        const { p } = currentSched();
        const op: Operation<any> = ch.recv();
        for (let round = 0; round < 3; round++) {
          const g = new G(0, p, () => {}, []);
          const sudog = new Sudog(
            g,
            selecting(g, () => expect.unreachable()),
          );
          expect(op.poll()).toBe(false);
          op.state = PARKED;
          op.enroll(sudog);
          expect(heaped()).toBe(1);
          op.withdraw(sudog);
          op.state = 0;
          expect([heaped(), ch.line.first, sudog.elem]).toEqual([0, null, undefined]);
        }
        yield* sleep(20);
        expect(ch.tryRecv()?.[1]).toBe(true);
      }),
    ));

  test("two cases of one select may receive from it: one fires, the other is withdrawn", () =>
    fake.host.finish(
      run(function* () {
        const ch = new TimerChan(10, 10);
        const { p } = currentSched();
        const ops = [ch.recv(), ch.recv()] as const;
        const fired: number[] = [];
        const g = new G(0, p, () => {}, []);
        const select = selecting(g, (sudog) => {
          const i = sudogs.indexOf(sudog);
          fired.push(i);
          ops[1 - i]!.withdraw(sudogs[1 - i]!);
        });
        const sudogs = [new Sudog(g, select), new Sudog(g, select)];
        for (const [i, op] of ops.entries()) op.enroll(sudogs[i]!);
        expect(heaped()).toBe(2);
        fake.host.time += 10;
        p.timers?.run(fake.host.time);
        p.findRunnable();
        expect([fired, heaped(), ch.line.first]).toEqual([[0], 0, null]);
        expect(ops[0].finish(sudogs[0]!)).toEqual(date);
        yield* sleep(0);
      }),
    ));

  test("receivers of different programs wait in one line; the end of one program leaves the others theirs", async () => {
    const ch = new TimerChan(10, 10);
    const log: string[] = [];
    const receiver = (name: string) =>
      function* () {
        yield* ch.recv();
        log.push(name);
      };
    const short = run(function* () {
      go(receiver("dropped"));
      yield* sleep(5);
    });
    const first = run(receiver("first"));
    const second = run(receiver("second"));
    await fake.host.finish(Promise.all([short, first, second]));
    expect(log).toEqual(["first", "second"]);
    expect(ch.line.first).toBe(null);
    expect(fake.host.timers.size).toBe(0);
  });

  test("stopped by another program, it leaves the heap of the one that waits: which then is dead", async () => {
    const ch = new TimerChan(Hour, 0);
    const waits = run(() => ch.recv()).catch((error: unknown) => String(error));
    const stops = run(function* () {
      yield* sleep(5);
      ch.stop();
    });
    const [text] = await fake.host.finish(Promise.all([waits, stops]));
    expect(text).toContain("all goroutines are asleep - deadlock!");
  });

  test("no goroutine of a program that has ended is in a heap", () => {
    const sched = new Sched(10, () => {});
    const ch = new TimerChan(10, 0);
    const op = ch.recv();
    sched.end();
    op.enroll(new Sudog(new G(0, sched.p, () => {}, []), null));
    expect([op.index, sched.p.timers]).toEqual([-1, null]);
  });
});

/** What a timer's channel is, in as few words as possible: a due time, a period, and a line. */
class Model {
  readonly log: [receiver: number, due: number][] = [];
  private readonly line: number[] = [];
  private when: number;
  private period: number;
  private now = 0;

  constructor(ms: number, period: number) {
    this.when = ms;
    this.period = period;
  }

  private give(receiver: number): void {
    this.log.push([receiver, this.when]);
    const late = Math.floor((this.now - this.when) / this.period);
    this.when = this.period > 0 ? this.when + this.period * (1 + late) : Number.POSITIVE_INFINITY;
  }

  receive(receiver: number): void {
    if (this.now >= this.when && this.line.length === 0) this.give(receiver);
    else this.line.push(receiver);
  }

  tryReceive(receiver: number): void {
    if (this.now >= this.when && this.line.length === 0) this.give(receiver);
  }

  set(when: number, period: number): boolean {
    const wasRunning = this.when < Number.POSITIVE_INFINITY;
    this.when = when;
    this.period = period;
    return wasRunning;
  }

  stop(): boolean {
    return this.set(Number.POSITIVE_INFINITY, this.period);
  }

  reset(ms: number, period: number): boolean {
    return this.set(this.now + ms, period);
  }

  advance(ms: number): void {
    const end = this.now + ms;
    while (this.line.length > 0 && this.when <= end) {
      this.now = Math.max(this.now, this.when);
      this.give(this.line.shift() as number);
    }
    this.now = end;
  }
}

describe("a timer's channel and its model", () => {
  const fake = useFakeHost();

  test("they give the same values to the same receivers, whatever is done to them", () => {
    const ms = fc.nat(12);
    const period = fc.nat(7);
    const step = fc.oneof(
      { weight: 3, arbitrary: fc.constant({ kind: "receive" as const }) },
      fc.constant({ kind: "tryReceive" as const }),
      fc.constant({ kind: "stop" as const }),
      fc.record({ kind: fc.constant("reset" as const), ms: fc.integer({ min: 1, max: 12 }), period }),
      {
        weight: 3,
        arbitrary: fc.record({ kind: fc.constant("advance" as const), ms: fc.integer({ min: 1, max: 20 }) }),
      },
    );
    return fc.assert(
      fc.asyncProperty(ms, period, fc.array(step, { maxLength: 40 }), (first, every, steps) =>
        fake.host.finish(
          run(function* () {
            const start = fake.host.time;
            const log: [receiver: number, due: number][] = [];
            const dueOf = (value: Date | undefined): number =>
              (value as Date).getTime() - fake.host.origin - start;
            const ch = new TimerChan(first, every);
            const model = new Model(first, every);
            for (const [i, s] of steps.entries()) {
              if (s.kind === "receive") {
                model.receive(i);
                go(function* () {
                  log.push([i, dueOf(yield* ch.recv())]);
                });
                yield* settle();
              } else if (s.kind === "tryReceive") {
                model.tryReceive(i);
                const got = ch.tryRecv();
                if (got !== undefined) log.push([i, dueOf(got[0])]);
              } else if (s.kind === "stop") expect(ch.stop()).toBe(model.stop());
              else if (s.kind === "reset") expect(ch.reset(s.ms, s.period)).toBe(model.reset(s.ms, s.period));
              else {
                model.advance(s.ms);
                yield* sleep(s.ms);
                yield* settle();
              }
              checkTimerChan(ch);
              expect(log).toEqual(model.log);
              // Nobody else has a timer: what is in the heap is who waits.
              expect(heapedOf(ch)).toBe(currentSched().p.timers?.whens.length ?? 0);
            }
          }),
        ),
      ),
      { numRuns: 300 },
    );
  });
});

/** How many receivers of a channel are in a heap. */
function heapedOf(ch: TimerChan): number {
  let n = 0;
  for (let sudog = ch.line.first; sudog !== null; sudog = sudog.after) if (sudog.elem.index >= 0) n++;
  return n;
}

describe("a process", () => {
  const children = useChildren();

  test("TM-09 is not kept alive by timers that nobody waits for", async () => {
    const { stdout, code } = await children.run(`
      import { after, Ticker, tick, Timer } from "@gopark/core";
      const all = [new Timer(3_600_000), new Ticker(3_600_000), tick(3_600_000), after(3_600_000)];
      console.log(all.length);
    `);
    expect([stdout, code]).toEqual(["4\n", 0]);
  });

  test("is kept alive by who waits for a timer, by functions to run and by deadlines, until they are over", async () => {
    const { stdout, code } = await children.run(`
      import { after, afterFunc, background, Timer, withTimeout } from "@gopark/core";
      const [ctx] = withTimeout(background(), 30);
      ctx.signal.addEventListener("abort", () => console.log("deadline"));
      afterFunc(20, () => console.log("function"));
      new Timer(10).c.recv().then(() => console.log("timer"));
      const long = new Timer(3_600_000);
      long.c.recv().then(() => console.log("never"));
      afterFunc(3_600_000, () => console.log("never")).stop();
      withTimeout(background(), 3_600_000)[1]();
      after(40).then(() => { long.stop(); console.log("after"); });
    `);
    // On a busy machine several may be due at the same look.
    expect(stdout.trim().split("\n").sort()).toEqual(["after", "deadline", "function", "timer"]);
    expect(code).toBe(0);
  });
});
