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

  it("gives what the frame is annotated with where a return is that but for what TypeScript was not told", () => {
    const pair = func(function* (_fn: Frame<[string, boolean]>, ok: boolean) {
      yield* sleep(1);
      return ok ? ["x", true] : ["", false];
    });
    expectTypeOf(pair).toEqualTypeOf<(ok: boolean) => Op<[string, boolean]>>();
    type Either = { kind: "a"; a: number } | { kind: "b"; b: string[]; at: Date };
    const either = func((_fn: Frame<Either>, isA: boolean) => {
      if (isA) return { kind: "a", a: 1 };
      return { kind: "b", b: [""], at: new Date() };
    });
    expectTypeOf(either).toEqualTypeOf<(isA: boolean) => Op<Either>>();
    interface Tree {
      readonly value: number;
      readonly children: readonly Tree[];
    }
    const tree = func((_fn: Frame<Tree>) => ({ value: 1, children: [{ value: 2, children: [] }] }));
    expectTypeOf(tree).toEqualTypeOf<() => Op<Tree>>();
    const other = func((_fn: Frame<[string, boolean]>) => [1, true]);
    expectTypeOf(other).toEqualTypeOf<() => Op<[string, boolean] | (number | boolean)[]>>();
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
