import { expect, it } from "vitest";
import { Pointer } from "./atomic-pointer.js";

it("AT-02 is undefined at first, or what it is given", () => {
  const a = {};
  expect(new Pointer().load()).toBe(undefined);
  expect(new Pointer(a).load()).toBe(a);
});

it("AT-04 compareAndSwap compares identity, not content", () => {
  const a = { n: 3 };
  const pointer = new Pointer(a);
  expect(pointer.compareAndSwap({ n: 3 }, { n: 4 })).toBe(false);
  expect(pointer.load()).toBe(a);
  expect(pointer.compareAndSwap(a, { n: 5 })).toBe(true);
  expect(pointer.load()).toEqual({ n: 5 });
});

it("AT-01 undefined is a reference like any other; swap gives the old one", () => {
  const [a, b] = [{}, {}];
  const pointer = new Pointer<object>();
  expect(pointer.compareAndSwap(undefined, a)).toBe(true);
  expect(pointer.swap(b)).toBe(a);
  expect(pointer.swap(undefined)).toBe(b);
  expect(pointer.load()).toBe(undefined);
  pointer.store(a);
  expect(pointer.load()).toBe(a);
});
