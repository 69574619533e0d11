/** The engine of select: choice, lines, sudogs, nesting. */

import { after, chan, Deadlock, go, gosched, nilChan, type Op, RuntimeError, sleep } from "@gopark/core";
import { type G, type HChan, hostDice, m, Operation } from "@gopark/core/internal";
import { afterEach, describe, expect, it } from "vitest";
import { randomOf } from "../../core/test/random-of.js";
import { runLong as run } from "../../core/test/run-long.js";
import { lines } from "../test/lines.js";
import { select, trySelect } from "./select.js";

describe("one of several cases", () => {
  it("completes a case that is ready and leaves the others alone", async () => {
    const a = chan<number>(1);
    const b = chan<number>(1);
    b.trySend(2);
    expect(await run(() => select({ a: a.recv(), b: b.recv() }))).toEqual({ case: "b", value: 2 });
    expect(lines(a)).toBe(0);
  });

  it("E1 parks in all lines and leaves all of them when one case happens", async () => {
    const [a, b, c] = [chan<number>(), chan<number>(), chan<number>()];
    const result = await run(function* () {
      const g = go(function* () {
        return yield* select({ a: a.recv(), b: b.recvOk(), c: c.send(5) });
      });
      yield* gosched();
      expect([lines(a), lines(b), lines(c)]).toEqual([1, 1, 1]);
      yield* b.send(7);
      expect([lines(a), lines(b), lines(c)]).toEqual([0, 0, 0]);
      return yield* g.join();
    });
    expect(result).toEqual({ case: "b", value: [7, true] });
  });

  it("SE-15 SE-25 a value offered at the same time on another channel stays with its sender", async () => {
    const [a, b] = [chan<string>(), chan<string>()];
    await run(function* () {
      const g = go(() => select({ a: a.recv(), b: b.recv() }));
      yield* gosched();
      expect(a.trySend("first")).toBe(true);
      expect(b.trySend("second")).toBe(false);
      expect(yield* g.join()).toEqual({ case: "a", value: "first" });
    });
  });

  it("SE-22 a select in line is served before those that came later", async () => {
    const [c, d] = [chan<number>(), chan<number>()];
    await run(function* () {
      const first = go(() => select({ c: c.recv(), d: d.recv() }));
      yield* gosched();
      const second = go(() => c.recv());
      yield* gosched();
      yield* c.send(1);
      yield* c.send(2);
      expect(yield* first.join()).toEqual({ case: "c", value: 1 });
      expect(yield* second.join()).toBe(2);
    });
  });

  it("SE-11 a send and a receive on one channel in one select never match each other", async () => {
    const ch = chan<string>();
    await run(function* () {
      const g = go(() => select({ send: ch.send("own"), recv: ch.recv() }));
      yield* gosched();
      expect(lines(ch)).toBe(2);
      expect(ch.trySend("other")).toBe(true);
      expect(yield* g.join()).toEqual({ case: "recv", value: "other" });
      expect(lines(ch)).toBe(0);
    });
  });

  it("SE-24 two selects over the same two channels, in opposite order, meet", async () => {
    const [c, d] = [chan<number>(), chan<number>()];
    await run(function* () {
      let meetings = 0;
      const one = go(function* () {
        for (let i = 0; i < 500; i++) {
          const r = yield* select({ send: c.send(i), recv: d.recv() });
          if (r.case === "recv") meetings++;
        }
      });
      for (let i = 0; i < 500; i++) {
        const r = yield* select({ send: d.send(i), recv: c.recv() });
        if (r.case === "recv") meetings++;
      }
      yield* one.join();
      expect(meetings).toBe(500);
    });
  });

  it("CL-05 SE-08 a closed channel is ready", async () => {
    const ch = chan<number>();
    ch.close();
    expect(trySelect({ closed: ch.recvOk() })).toEqual({ case: "closed", value: [undefined, false] });
  });

  it("CL-12 a parked send case panics when its channel is closed, and hands its value back", async () => {
    const [a, b] = [chan<string>(), chan<string>()];
    await run(function* () {
      const g = go(function* () {
        try {
          yield* select({ a: a.send("kept"), b: b.recv() });
        } catch (error) {
          return error;
        }
        return undefined;
      });
      yield* gosched();
      a.close();
      const error = yield* g.join();
      expect(error).toBeInstanceOf(RuntimeError);
      expect(error).toMatchObject({ message: "send on closed channel", value: "kept" });
      expect(lines(b)).toBe(0);
    });
  });

  it("SE-14 a send on a closed channel counts as ready and panics", () => {
    const ch = chan<number>(1);
    ch.close();
    expect(() => trySelect({ send: ch.send(1) })).toThrow("send on closed channel");
  });

  it("SE-04 NC-03 null, undefined and nil channels never happen", async () => {
    const ch = chan<number>(1);
    ch.trySend(3);
    const nil = nilChan<number>();
    const cases = { off: null, none: undefined, nil: nil.recv(), ch: ch.recv() };
    expect(await run(() => select(cases))).toEqual({ case: "ch", value: 3 });
  });

  it("by position: holes count", async () => {
    const ch = chan<number>(1);
    ch.trySend(3);
    expect(await run(() => select([null, ch.recv()]))).toEqual([1, 3]);
  });

  it("Z1 an operation that is mapped in two ways is one case: it stands in one line, once", async () => {
    await run(function* () {
      for (const make of [() => sleep(1), () => after(1), () => select([sleep(1)])] as const) {
        const op: Op<unknown> = make();
        const cases = { a: op.map(() => "a"), b: op.map(() => "b").map((v) => v), c: op };
        yield* select(cases);
        // Long enough for an entry that was left behind to fire.
        yield* sleep(2);
      }
    });
  });

  it("the same operation under two names is one case", async () => {
    const ch = chan<number>();
    await run(function* () {
      const receive = ch.recv();
      const g = go(() => select({ a: receive, b: receive }));
      yield* gosched();
      expect(lines(ch)).toBe(1);
      yield* ch.send(1);
      expect((yield* g.join()).value).toBe(1);
      expect(lines(ch)).toBe(0);
    });
  });

  it("a case that lost may be performed later", async () => {
    const [a, b] = [chan<number>(), chan<number>(2)];
    await run(function* () {
      const receive = a.recv();
      b.trySend(1);
      expect((yield* select({ a: receive, b: b.recv() })).case).toBe("b");
      const g = go(() => select({ a: receive, b: b.recv() }));
      yield* gosched();
      b.trySend(2);
      expect((yield* g.join()).case).toBe("b");
      const again = go(() => receive);
      yield* gosched();
      yield* a.send(9);
      expect(yield* again.join()).toBe(9);
    });
  });

  it("a case that has been performed is refused", async () => {
    const ch = chan<number>(1);
    ch.trySend(1);
    const receive = ch.recv();
    await run(() => receive);
    expect(() => trySelect({ a: receive })).toThrow("operation performed twice: want a new chan receive");
  });

  it("E4 a select may be performed again with the same cases", async () => {
    const [a, b] = [chan<number>(), chan<number>(1)];
    await run(function* () {
      const next = select({ a: a.recv(), b: b.send(7) });
      expect(yield* next).toEqual({ case: "b", value: undefined });
      const g = go(() => next);
      yield* gosched();
      yield* a.send(1);
      expect(yield* g.join()).toEqual({ case: "a", value: 1 });
      expect(b.tryRecv()).toEqual([7, true]);
      expect((yield* next).case).toBe("b");
      expect(b.tryRecv()).toEqual([7, true]);
      a.close();
      b.trySend(0);
      expect(yield* next).toEqual({ case: "a", value: undefined });
    });
  });

  it("E4 also after a case has panicked", async () => {
    const ch = chan<number>(1);
    const send = select({ ch: ch.send(1) });
    ch.close();
    for (let i = 0; i < 2; i++) await expect(send).rejects.toThrow("send on closed channel");
  });

  it("E4 also with mapped cases, ready or waited for", async () => {
    const ch = chan<number>(1);
    await run(function* () {
      const double = ch.recv().map((v) => (v ?? 0) * 2);
      const next = select({ one: double.map((v) => v + 1), never: chan().recv() });
      ch.trySend(1);
      expect((yield* next).value).toBe(3);
      for (const v of [2, 3]) {
        const g = go(() => next);
        yield* gosched();
        yield* ch.send(v);
        expect((yield* g.join()).value).toBe(2 * v + 1);
      }
    });
  });

  it("E4 also in a finally block that runs because the program ends while it waits", async () => {
    const [ch, quit] = [chan<number>(), chan<void>()];
    const seen: unknown[] = [];
    const main = function* () {
      go(function* () {
        const next = select({ ch: ch.recv(), quit: quit.recv() });
        try {
          yield* next;
        } finally {
          quit.close();
          seen.push((yield* next).case);
        }
      });
      yield* gosched();
    };
    await run(main, { onExit: "unwind" });
    expect(seen).toEqual(["quit"]);
    expect(lines(ch)).toBe(0);
  });

  it("what the chosen case has taken is given back if the program ends before the goroutine goes on", async () => {
    /** Takes a turn, always at once. */
    class Turn extends Operation<void> {
      /** Turns that are out. */
      out = 0;
      readonly waitReason = "a turn";

      poll(): boolean {
        this.out++;
        return true;
      }

      enroll(): void {}

      withdraw(): void {}

      finish(): void {}

      abandon(): void {
        this.out--;
      }
    }
    const turn = new Turn();
    const inner = select([turn]);
    await run(function* () {
      go(function* () {
        // The slice is over: the next operation completes, and then the others have a turn.
        (m.g as G).p.sliceEnd = 0;
        m.budget = 0;
        yield* select({ inner, never: chan().recv() });
      });
      yield* gosched();
    });
    expect(turn.out).toBe(0);
  });

  it("a select that is being performed is refused to others", async () => {
    const ch = chan<number>();
    await run(function* () {
      const next = select({ ch: ch.recv() });
      const g = go(() => next);
      yield* gosched();
      let message = "";
      try {
        yield* next;
      } catch (error) {
        message = (error as Error).message;
      }
      expect(message).toBe("operation performed twice: want a new chan receive");
      yield* ch.send(1);
      expect(yield* g.join()).toEqual({ case: "ch", value: 1 });
    });
  });
});

describe("choice", () => {
  afterEach(() => {
    hostDice.random = Math.random;
  });

  /** How often each of the cases is chosen in `rounds` selects of cases that are all ready. */
  function frequencies(n: number, rounds: number): number[] {
    const channels = Array.from({ length: n }, () => chan<number>());
    for (const ch of channels) ch.close();
    const counts = new Array<number>(n).fill(0);
    for (let i = 0; i < rounds; i++) {
      const [index] = trySelect(channels.map((ch) => ch.recv())) as readonly [number, unknown];
      counts[index] = (counts[index] as number) + 1;
    }
    return counts;
  }

  /** Chi-squared of counts that should be equal. */
  function chi2(counts: number[]): number {
    const mean = counts.reduce((a, b) => a + b) / counts.length;
    return counts.reduce((sum, count) => sum + (count - mean) ** 2 / mean, 0);
  }

  it.each([2, 3, 4, 7, 20])("SE-09 E2 %i ready cases are chosen equally often", (n) => {
    hostDice.random = randomOf(n);
    // With n - 1 degrees of freedom, chi-squared exceeds this about once in 100,000 honest runs; the seed is fixed.
    expect(chi2(frequencies(n, 20_000))).toBeLessThan(n + 5 * Math.sqrt(2 * n) + 10);
  });

  it("E2 among three cases of which two are ready, both are chosen equally often", () => {
    hostDice.random = randomOf(1);
    const [a, b, c] = [chan<number>(), chan<number>(), chan<number>()];
    a.close();
    c.close();
    const counts: [number, number, number] = [0, 0, 0];
    for (let i = 0; i < 20_000; i++) {
      const [index] = trySelect([a.recv(), b.recv(), c.recv()]) as readonly [0 | 1 | 2, unknown];
      counts[index]++;
    }
    expect(counts[1]).toBe(0);
    expect(chi2([counts[0], counts[2]])).toBeLessThan(20);
  });

  it("SE-10 a channel that is listed twice is chosen twice as often", () => {
    hostDice.random = randomOf(2);
    const [a, b] = [chan<number>(), chan<number>()];
    a.close();
    b.close();
    let n = 0;
    for (let i = 0; i < 30_000; i++) if (trySelect([a.recv(), a.recv(), b.recv()])?.[0] !== 2) n++;
    expect(n / 30_000).toBeCloseTo(2 / 3, 1);
  });
});

describe("what waits", () => {
  it("SE-12 with no case it waits for ever, and the deadlock report says so", async () => {
    await expect(run(() => select({}))).rejects.toThrow("[select (no cases)]");
    await expect(run(() => select({}))).rejects.toBeInstanceOf(Deadlock);
  });

  it("NC-08 with only null cases it waits for ever", async () => {
    await expect(run(() => select([null]))).rejects.toThrow("[select (no cases)]");
    await expect(run(() => select([null, undefined]))).rejects.toThrow("goroutine 1 [select]:");
    await expect(run(() => select([null, nilChan().recv()]))).rejects.toThrow("goroutine 1 [select]:");
  });

  it("SE-18 with a single case its reason is that of the operation", async () => {
    await expect(run(() => select({ a: chan().recv() }))).rejects.toThrow("goroutine 1 [chan receive]:");
  });

  it("DM-08 with several its reason is select", async () => {
    await expect(run(() => select([chan().recv(), chan().send(1)]))).rejects.toThrow("goroutine 1 [select]:");
  });

  it("the end of its program takes it out of all lines", async () => {
    const [a, b] = [chan<number>(), chan<number>()];
    await run(function* () {
      go(() => select({ a: a.recv(), b: b.recv() }));
      yield* gosched();
    });
    expect([lines(a), lines(b)]).toEqual([0, 0]);
    expect(a.trySend(1)).toBe(false);
  });

  it("E3 the second select of a goroutine uses the sudogs of the first", async () => {
    const [a, b] = [chan<number>(), chan<number>()];
    await run(function* () {
      const seen = new Set<unknown>();
      const g = go(function* () {
        for (let i = 0; i < 10; i++) yield* select({ a: a.recv(), b: b.recv() });
      });
      for (let i = 0; i < 10; i++) {
        yield* gosched();
        for (const ch of [a, b]) seen.add((ch as unknown as HChan<number>).recvq.first);
        yield* a.send(i);
      }
      yield* g.join();
      expect(seen.size).toBe(2);
    });
  });

  it("10,000 selects that park beside a quiet channel leave nothing in its line", async () => {
    const [quiet, busy] = [chan<number>(), chan<number>()];
    await run(function* () {
      const g = go(function* () {
        for (let i = 0; i < 10_000; i++) yield* select({ quiet: quiet.recv(), busy: busy.recv() });
      });
      for (let i = 0; i < 10_000; i++) yield* busy.send(i);
      yield* g.join();
      expect(lines(quiet)).toBe(0);
    });
  });

  it("outside goroutines it can be awaited", async () => {
    const [a, b] = [chan<number>(), chan<number>()];
    const selected = Promise.resolve(select({ a: a.recv(), b: b.recv() }));
    await Promise.resolve();
    expect([lines(a), lines(b)]).toEqual([1, 1]);
    expect(b.trySend(4)).toBe(true);
    expect(await selected).toEqual({ case: "b", value: 4 });
    expect([lines(a), lines(b)]).toEqual([0, 0]);
  });
});
