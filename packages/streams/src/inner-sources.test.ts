import { sleep } from "@gopark/core";
import { describe, expect, test } from "vitest";
import { useFakeHost } from "../../core/test/fake-host.js";
import { collect, forEach, interval, pipe, take } from "./index.js";
import { first, latest } from "./inner-sources.js";
import type { Operator } from "./stage.js";

const fake = useFakeHost();

type Make = (f: (value: any, index: number) => unknown) => Operator<any, any>;

describe.each<[string, Make]>([
  ["switches", (f) => latest("inner", f)],
  ["exhausts", (f) => first("inner", f)],
])("one that %s", (_what, inner) => {
  test("O1 sends all of an array before it takes another value", async () => {
    const got: number[] = [];
    const slow = forEach(function* (n: number) {
      yield* sleep(10);
      got.push(n);
    });
    const pairs = inner((n: number) => [n * 10, n * 10 + 1]);
    await fake.host.finish(Promise.resolve(pipe(interval(5), take(3), pairs, slow)));
    expect(got).toEqual([0, 1, 10, 11, 20, 21]);
  });

  test("O2 ends when upstream has ended and the last inner source as well", async () => {
    const slow = inner(async (n: number) => {
      await sleep(20);
      return `slow ${n}`;
    });
    const ended = Promise.resolve(pipe([1], slow, collect()));
    await fake.host.advance(19);
    expect(await Promise.race([ended, Promise.resolve("waits")])).toBe("waits");
    expect(await fake.host.finish(ended)).toEqual(["slow 1"]);
  });

  test("O2 ends with upstream if no inner source is being read", async () => {
    const none = inner(() => new Set([1]));
    expect(await fake.host.finish(Promise.resolve(pipe([], none, collect())))).toEqual([]);
  });
});

test("O3 a promise that is switched away from may reject unheard", async () => {
  const inner = latest<number, number>("inner", (n: number) =>
    n === 1 ? Promise.reject(new Error("nobody hears")) : [n],
  );
  expect(await fake.host.finish(Promise.resolve(pipe([1, 2], inner, collect())))).toEqual([2]);
});

test("a function is asked for at once", () => {
  for (const make of [() => latest("inner", 1 as never), () => first("inner", 1 as never)])
    expect(make).toThrow("inner: want a function, got 1 (number)");
});
