/** What may be a case, what may not, and how both are told. */

import { call, chan, go, goexit, gosched, type Op, sleep, wait } from "@gopark/core";
import type { Operation } from "@gopark/core/internal";
import { describe, expect, it } from "vitest";
import { runLong as run } from "../../core/test/run-long.js";
import { lines } from "../test/lines.js";
import { select, trySelect } from "./select.js";

describe("cases of all kinds", () => {
  it("joins, sleeps and promises", async () => {
    await run(function* () {
      const g = go(function* () {
        yield* gosched();
        return "done";
      });
      const never = new Promise<never>(() => {});
      expect(yield* select({ g: g.join(), s: sleep(60_000), p: wait(never) })).toEqual({
        case: "g",
        value: "done",
      });
    });
  });

  it("a sleep that lost leaves no timer behind: the deadlock is found at once", async () => {
    const program = run(function* () {
      const ch = chan<number>(1);
      const g = go(() => select({ s: sleep(3_600_000), v: ch.recv() }));
      yield* gosched();
      yield* ch.send(1);
      yield* g.join();
      yield* chan().recv();
    });
    await expect(program).rejects.toThrow("all goroutines are asleep");
  });

  it("a promise that lost is asked once, and its outcome is there for the next select", async () => {
    let asked = 0;
    let resolve = (_: string): void => {};
    const promise = new Promise<string>((r) => (resolve = r));
    const then = promise.then.bind(promise);
    // biome-ignore lint/suspicious/noThenProperty: counts who asks.
    promise.then = ((...args: Parameters<typeof then>) => {
      asked++;
      return then(...args);
    }) as typeof promise.then;
    await run(function* () {
      const ch = chan<number>(3);
      const p = wait(promise);
      for (let i = 0; i < 3; i++) {
        ch.trySend(i);
        expect((yield* select({ p, ch: ch.recv() })).case).toBe("ch");
      }
      resolve("settled");
      expect(yield* select({ p, ch: ch.recv() })).toEqual({ case: "p", value: "settled" });
    });
    expect(asked).toBe(1);
  });

  it("mapped operations", async () => {
    const [a, b] = [chan<number>(), chan<number>()];
    await run(function* () {
      const mapped = a.recv().map((v) => `a${v}`);
      const g = go(() => select({ a: mapped, b: b.recv().map((v) => `b${v}`) }));
      yield* gosched();
      yield* b.send(1);
      expect(yield* g.join()).toEqual({ case: "b", value: "b1" });
      const again = go(() => select([mapped]));
      yield* gosched();
      yield* a.send(2);
      expect(yield* again.join()).toEqual([0, "a2"]);
    });
  });

  it("gosched is always ready, any number of times", async () => {
    await run(function* () {
      for (let i = 0; i < 3; i++)
        expect((yield* select({ g: gosched(), never: chan().recv() })).case).toBe("g");
    });
  });

  it("a select within a select", async () => {
    const [a, b, c] = [chan<number>(), chan<number>(), chan<number>()];
    await run(function* () {
      const make = () => select({ inner: select({ a: a.recv(), b: b.recv() }), c: c.recv() });
      let g = go(make);
      yield* gosched();
      yield* b.send(5);
      expect(yield* g.join()).toEqual({ case: "inner", value: { case: "b", value: 5 } });
      g = go(make);
      yield* gosched();
      yield* c.send(6);
      expect(yield* g.join()).toEqual({ case: "c", value: 6 });
      expect([lines(a), lines(b), lines(c)]).toEqual([0, 0, 0]);
    });
  });

  it("a select within a select that is ready at once", async () => {
    const a = chan<number>(1);
    a.trySend(1);
    const inner = select([a.recv()]);
    expect(trySelect({ inner, c: chan().recv() })).toEqual({ case: "inner", value: [0, 1] });
  });

  it("an inner select that lost may be a case again", async () => {
    const [a, b] = [chan<number>(), chan<number>()];
    await run(function* () {
      const inner = select({ a: a.recv() });
      let g = go(() => select({ inner, b: b.recv() }));
      yield* gosched();
      yield* b.send(1);
      expect((yield* g.join()).case).toBe("b");
      g = go(() => select({ inner, b: b.recv() }));
      yield* gosched();
      yield* a.send(2);
      expect((yield* g.join()).value).toEqual({ case: "a", value: 2 });
    });
  });
});

describe("bad input", () => {
  it("SE-17 a case that is no operation is named", () => {
    expect(() => select({ a: chan().recv(), b: 5 as unknown as Op<void> })).toThrow(
      'select: case "b": want an operation that can be a case, as ch.recv(), got 5 (number)',
    );
    expect(() => select([Promise.resolve() as unknown as Op<void>])).toThrow(
      "select: case 0: want an operation that can be a case, as ch.recv(), got Promise (object)",
    );
    expect(() => select({ c: chan() as never })).toThrow(
      'select: case "c": want an operation that can be a case, as ch.recv(), got HChan (object)',
    );
  });

  it("operations that are made of steps are refused", () => {
    const ch = chan<number>();
    const made = call(function* () {});
    expect(() => select({ made })).toThrow('select: case "made": want an operation that can be a case');
    expect(() => select({ loop: ch.range(() => {}) })).toThrow(TypeError);
    expect(() => select({ end: goexit() })).toThrow(
      'select: case "end": want an operation that can be a case',
    );
  });

  it("no cases at all", () => {
    expect(() => select(undefined as unknown as Op<any>[])).toThrow(
      "select: want an object or array of operations, got undefined (undefined)",
    );
  });

  it("a select that fails to look leaves nothing behind", async () => {
    const used = chan<number>(1).send(1) as unknown as Operation<void>;
    await used;
    const ch = chan<number>();
    expect(() => trySelect({ ch: ch.recv(), used })).toThrow("operation performed twice");
    expect(lines(ch)).toBe(0);
  });
});
