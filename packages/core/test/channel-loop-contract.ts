/**
 * The part of the channel contract that is about `range`.
 */
import { describe, expect, test } from "vitest";
import { go } from "../src/go.js";
import { gosched } from "../src/op.js";
import { benchOf, type Flavour, thrownBy, upTo } from "./channel-flavour.js";

/** Runs the cases on channels of one flavour. */
export function loopContract(name: string, flavour: Flavour): void {
  const { cap, make, run: program } = benchOf(flavour);

  describe(`${name}: range`, () => {
    test("range takes every value until the channel is closed and drained", () =>
      program(function* () {
        const ch = make<number>();
        go(function* () {
          for (const v of upTo(cap + 10)) yield* ch.send(v);
          ch.close();
        });
        const got: number[] = [];
        yield* ch.range((v) => void got.push(v));
        expect(got).toEqual(upTo(cap + 10));
      }));

    test("range over a closed and drained channel runs no round", () =>
      program(function* () {
        const ch = make<number>();
        ch.close();
        yield* ch.range(() => expect.unreachable());
      }));

    test("range passes a value of undefined on, and stops only at the close", () =>
      program(function* () {
        const ch = make<undefined>();
        go(function* () {
          for (const _ of upTo(3)) yield* ch.send(undefined);
          ch.close();
        });
        let rounds = 0;
        yield* ch.range(() => void rounds++);
        expect(rounds).toBe(3);
      }));

    test("a body that returns false ends the loop; the rest stays in the channel", () =>
      program(function* () {
        const ch = make<number>();
        go(function* () {
          for (const v of upTo(4)) yield* ch.send(v);
          ch.close();
        });
        const got: number[] = [];
        yield* ch.range((v) => {
          got.push(v);
          return v < 1 ? undefined : false;
        });
        yield* ch.range(function* (v) {
          got.push(v * 10);
          yield* gosched();
          return false;
        });
        expect(got).toEqual([0, 1, 20]);
        expect(yield* ch.recv()).toBe(3);
      }));

    test("a generator body may block between rounds", () =>
      program(function* () {
        const ch = make<number>();
        const out = make<number>();
        go(function* () {
          for (const v of upTo(5)) yield* ch.send(v);
          ch.close();
        });
        go(function* () {
          yield* ch.range(function* (v) {
            yield* out.send(v * v);
          });
          out.close();
        });
        const got: number[] = [];
        yield* out.range((v) => void got.push(v));
        expect(got).toEqual([0, 1, 4, 9, 16]);
      }));

    test("what the body throws leaves the loop; no further value is taken", () =>
      program(function* () {
        const ch = make<number>();
        const sender = go(function* () {
          for (const v of upTo(2)) yield* ch.send(v);
        });
        const boom = new Error("boom");
        const loop = ch.range(() => {
          throw boom;
        });
        const error = yield* thrownBy(loop);
        expect(error).toBe(boom);
        expect(yield* ch.recv()).toBe(1);
        yield* sender.join();
      }));
  });
}
