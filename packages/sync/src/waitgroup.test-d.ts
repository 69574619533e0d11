import type { Op } from "@gopark/core";
import { describe, expectTypeOf, test } from "vitest";
import { Cond, Mutex, Once, onceFunc, onceValue, onceValues, WaitGroup } from "./index.js";

describe("WaitGroup", () => {
  const wg = new WaitGroup();

  test("wait is an operation, the others are calls", () => {
    expectTypeOf(wg.wait()).toEqualTypeOf<Op<void>>();
    expectTypeOf(wg.add(1)).toEqualTypeOf<void>();
    expectTypeOf(wg.done()).toEqualTypeOf<void>();
    // @ts-expect-error Go's Add takes a number too
    wg.add();
  });

  test("go takes a function and its arguments", () => {
    wg.go((a: number, b: string) => void [a, b], 1, "x");
    wg.go(function* () {
      yield* wg.wait();
    });
    wg.go(async () => {});
    // @ts-expect-error an argument is missing
    wg.go((a: number) => void a);
    // @ts-expect-error a wrong argument
    wg.go((a: number) => void a, "x");
    // @ts-expect-error no function
    wg.go(1);
  });
});

describe("Cond", () => {
  test("is made with a Locker", () => {
    const cond = new Cond(new Mutex());
    expectTypeOf(cond.wait()).toEqualTypeOf<Op<void>>();
    // @ts-expect-error it needs a lock
    new Cond();
    // @ts-expect-error the lock stays
    cond.l = new Mutex();
  });
});

describe("Once", () => {
  test("takes any kind of function", () => {
    const once = new Once();
    expectTypeOf(once.do(() => {})).toEqualTypeOf<Op<void>>();
    once.do(function* () {
      yield* once.do(async () => {});
    });
    // @ts-expect-error no function
    once.do(1);
  });

  test("onceFunc, onceValue and onceValues give what the function gives", () => {
    expectTypeOf(onceFunc(() => {})).toEqualTypeOf<() => Op<void>>();
    expectTypeOf(onceValue(() => 1)).toEqualTypeOf<() => Op<number>>();
    expectTypeOf(onceValue(async () => "x")).toEqualTypeOf<() => Op<string>>();
    expectTypeOf(onceValues((): [number, string] => [1, "x"])).toEqualTypeOf<() => Op<[number, string]>>();
    // @ts-expect-error several results are an array
    onceValues(() => 1);
    // @ts-expect-error it takes no arguments
    onceValue((a: number) => a);
  });
});
