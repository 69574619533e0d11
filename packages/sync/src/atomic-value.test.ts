import { RuntimeError } from "@gopark/core";
import { describe, expect, it } from "vitest";
import { Value } from "./atomic-value.js";

const nil = [undefined, null] as unknown as number[];

/** The message of the RuntimeError that `f` throws. */
function panicOf(f: () => unknown): string {
  try {
    f();
  } catch (error) {
    if (error instanceof RuntimeError) return error.message;
    throw error;
  }
  return "no panic";
}

it("AT-05 is empty until the first store; that fixes the kind of value", () => {
  const value = new Value<NonNullable<unknown>>();
  expect(value.load()).toBe(undefined);
  value.store("a");
  value.store("b");
  expect(panicOf(() => value.store(1))).toBe("sync/atomic: store of inconsistently typed value into Value");
  expect(value.load()).toBe("b");
});

it("AT-06 nil can't be stored", () => {
  const value = new Value<number>();
  for (const it of nil) {
    expect(panicOf(() => value.store(it))).toBe("sync/atomic: store of nil value into Value");
    expect(value.load()).toBe(undefined);
  }
  expect(panicOf(() => new Value(nil[1] as number))).toBe("sync/atomic: store of nil value into Value");
});

describe("AT-07", () => {
  it("swap sets and gives the old value, and panics like store", () => {
    const value = new Value<number | string>();
    expect(value.swap(1)).toBe(undefined);
    expect(value.swap(2)).toBe(1);
    expect(panicOf(() => value.swap("a"))).toBe("sync/atomic: swap of inconsistently typed value into Value");
    for (const it of nil)
      expect(panicOf(() => value.swap(it))).toBe("sync/atomic: swap of nil value into Value");
    expect(value.load()).toBe(2);
  });

  it("compareAndSwap sets if the value is the old one", () => {
    const value = new Value<number>();
    expect(value.compareAndSwap(1, 2)).toBe(false);
    expect(value.compareAndSwap(undefined, 2)).toBe(true);
    expect(value.compareAndSwap(undefined, 3)).toBe(false);
    expect(value.compareAndSwap(1, 3)).toBe(false);
    expect(value.compareAndSwap(2, 3)).toBe(true);
    expect(value.load()).toBe(3);
    expect(new Value<number>().compareAndSwap(nil[1], 1)).toBe(true);
  });

  it("compareAndSwap panics over nil, then over old and new, then over new and what is there", () => {
    const value = new Value<number | string>(1);
    for (const it of nil)
      expect(panicOf(() => value.compareAndSwap("a", it))).toBe(
        "sync/atomic: compare and swap of nil value into Value",
      );
    expect(panicOf(() => value.compareAndSwap(1, "a"))).toBe(
      "sync/atomic: compare and swap of inconsistently typed values",
    );
    expect(panicOf(() => value.compareAndSwap("a", "b"))).toBe(
      "sync/atomic: compare and swap of inconsistently typed value into Value",
    );
    expect(panicOf(() => value.compareAndSwap(undefined, "b"))).toBe(
      "sync/atomic: compare and swap of inconsistently typed value into Value",
    );
    expect(value.load()).toBe(1);
  });
});

it("AT-08 any old value can be compared: objects by identity", () => {
  const list = [1];
  const value = new Value<number[]>(list);
  expect(value.compareAndSwap([1], [2])).toBe(false);
  expect(value.compareAndSwap(list, [2])).toBe(true);
  expect(value.load()).toEqual([2]);
});

it("AT-05 the kind of an object is its class, whatever its properties; of anything else, its typeof", () => {
  class A {}
  class B extends A {}
  const isSame = (a: NonNullable<unknown>, b: NonNullable<unknown>): boolean =>
    panicOf(() => new Value(a).store(b)) === "no panic";
  expect(isSame({ a: 1 }, { b: 2 })).toBe(true);
  expect(isSame(new A(), new A())).toBe(true);
  expect(isSame(new A(), new B())).toBe(false);
  expect(isSame([], {})).toBe(false);
  expect(isSame({}, Object.create(null))).toBe(false);
  expect(isSame(A, B)).toBe(true);
  expect(isSame(1, 1n)).toBe(false);
  expect(isSame(true, false)).toBe(true);
});
