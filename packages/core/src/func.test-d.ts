/** What func infers. */
import { describe, expectTypeOf, it } from "vitest";
import { defer, type Frame, func, panic, type ResultOf } from "./func.js";
import { type Goroutine, go, run } from "./go.js";
import { type Op, sleep } from "./op.js";

describe("func", () => {
  it("infers parameters and result from a generator body", () => {
    const triple = func(function* (fn, n: number) {
      fn.defer(() => {
        fn.result += n;
      });
      yield* sleep(1);
      return n * 2;
    });
    expectTypeOf(triple).toEqualTypeOf<(n: number) => Op<number>>();
    expectTypeOf(go(triple, 3)).toEqualTypeOf<Goroutine<number>>();
    expectTypeOf(run(() => triple(4))).toEqualTypeOf<Promise<number>>();
    // @ts-expect-error the argument is a number
    go(triple, "x");
  });

  it("infers from plain and async bodies", () => {
    expectTypeOf(func((_fn, s: string) => s.length)).toEqualTypeOf<(s: string) => Op<number>>();
    expectTypeOf(func(async () => 1)).toEqualTypeOf<() => Op<number>>();
  });

  it("types the result where the frame is annotated", () => {
    func((fn: Frame<number>) => {
      expectTypeOf(fn.result).toEqualTypeOf<number>();
      expectTypeOf(fn.recover()).toEqualTypeOf<unknown>();
      // @ts-expect-error the result is a number
      fn.result = "x";
    });
  });

  it("gives what the frame is annotated with, and what else is returned", () => {
    const set = func(function* (fn: Frame<number>, x: number) {
      yield* sleep(1);
      fn.result = x;
    });
    expectTypeOf(set).toEqualTypeOf<(x: number) => Op<number>>();
    const either = func((fn: Frame<number>, flag: boolean) => {
      fn.result = 1;
      return flag ? "x" : undefined;
    });
    expectTypeOf(either).toEqualTypeOf<(flag: boolean) => Op<number | "x">>();
    expectTypeOf(func(async (_fn: Frame<string>) => "x")).toEqualTypeOf<() => Op<string>>();
    expectTypeOf<ResultOf<() => Generator<never, number>>>().toEqualTypeOf<number>();
    expectTypeOf<ResultOf<(n: number) => void>>().toEqualTypeOf<void>();
  });

  it("checks the arguments of deferred calls", () => {
    func((fn) => {
      fn.defer((n: number) => n, 1);
      // @ts-expect-error the argument is a number
      fn.defer((n: number) => n, "x");
    });
    // @ts-expect-error the argument is a number
    defer((n: number) => n, "x");
  });

  it("panic never returns", () => {
    expectTypeOf(panic).returns.toEqualTypeOf<never>();
  });
});
