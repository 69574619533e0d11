import { describe, expect, test } from "vitest";
import { runLong as run } from "../../test/run-long.js";
import { settle } from "../../test/settle.js";
import { chan } from "../chan.js";
import { stack } from "../debug.js";
import { go } from "../go.js";
import { type Go, gosched } from "../op.js";

describe("range", () => {
  test("the channel is that of the call: assigning the variable changes nothing", () =>
    run(function* () {
      let ch = chan<number>(3);
      for (const v of [1, 2, 3]) yield* ch.send(v);
      ch.close();
      const got: number[] = [];
      yield* ch.range((v) => {
        got.push(v);
        ch = chan();
      });
      expect(got).toEqual([1, 2, 3]);
    }));

  test("only false ends the loop: other values of the body do not", () =>
    run(function* () {
      const ch = chan<unknown>(10);
      for (const v of [undefined, null, 0, "", Number.NaN, true]) yield* ch.send(v);
      ch.close();
      let rounds = 0;
      yield* ch.range((v) => {
        rounds++;
        return v as undefined;
      });
      expect(rounds).toBe(6);
    }));

  test("several goroutines may range over one channel; each value goes to one of them", () =>
    run(function* () {
      const ch = chan<number>();
      const got: number[] = [];
      const rangers = [1, 2, 3].map(() =>
        go(() =>
          ch.range(function* (v) {
            got.push(v);
            yield* gosched();
          }),
        ),
      );
      for (let i = 0; i < 30; i++) yield* ch.send(i);
      ch.close();
      for (const g of rangers) yield* g.join();
      expect(got.sort((a, b) => a - b)).toEqual(Array.from({ length: 30 }, (_, i) => i));
    }));

  test("ranges nest, also over the same channel", () =>
    run(function* () {
      const ch = chan<number>(6);
      for (let i = 0; i < 6; i++) yield* ch.send(i);
      ch.close();
      const log: string[] = [];
      yield* ch.range(function* (v) {
        log.push(`outer ${v}`);
        yield* ch.range((w) => {
          log.push(`inner ${w}`);
          return w !== 2;
        });
      });
      expect(log).toEqual(["outer 0", "inner 1", "inner 2", "outer 3", "inner 4", "inner 5"]);
    }));

  test("a body that yields a foreign value gets the mistake thrown", () =>
    run(function* () {
      const ch = chan<number>(1);
      yield* ch.send(1);
      const bad = function* (): Generator<any, void, any> {
        yield 5;
      };
      try {
        yield* ch.range(bad as () => Go);
        expect.unreachable();
      } catch (error) {
        expect((error as Error).message).toMatch(/^goroutine yielded.* 5 \(number\)/);
      }
    }));

  test("a dump shows a goroutine in it as receiving", () =>
    run(function* () {
      go(() => chan().range(() => {}));
      yield* settle();
      expect(stack()).toMatch(/goroutine 2 \[chan receive\]:/);
    }));

  test("mapped, it gives the result of the function, once, at the end", () =>
    run(function* () {
      const ch = chan<number>(2);
      yield* ch.send(1);
      ch.close();
      expect(yield* ch.range(() => {}).map((v) => [v, "done"])).toEqual([undefined, "done"]);
    }));
});
