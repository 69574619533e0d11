import { expect, it } from "vitest";
import { Bool } from "./atomic-bool.js";

it("AT-02 is false at first, or what it is given", () => {
  expect([new Bool().load(), new Bool(true).load(), new Bool(false).load()]).toEqual([false, true, false]);
});

it("AT-01 swap gives the old value, compareAndSwap whether it did", () => {
  const flag = new Bool();
  expect(flag.swap(true)).toBe(false);
  expect(flag.swap(true)).toBe(true);
  expect(flag.compareAndSwap(false, true)).toBe(false);
  expect(flag.compareAndSwap(true, false)).toBe(true);
  expect(flag.load()).toBe(false);
  flag.store(true);
  expect(flag.load()).toBe(true);
});

it("lies in memory that others may see", () => {
  const mine = new Bool();
  const yours = new Bool(mine.buffer, mine.byteOffset);
  yours.store(true);
  expect(mine.load()).toBe(true);
  expect(new Bool(new SharedArrayBuffer(4)).load()).toBe(false);
  expect(() => new Bool(new SharedArrayBuffer(4), 2)).toThrow(RangeError);
});
