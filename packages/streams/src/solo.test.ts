import { sleep } from "@gopark/core";
import { describe, expect, test } from "vitest";
import { useFakeHost } from "../../core/test/fake-host.js";
import { collect, forEach, interval, pipe, take } from "./index.js";
import { solo } from "./solo.js";

const fake = useFakeHost();

describe.each([
  ["switches", true],
  ["exhausts", false],
])("one that %s", (_what, switches) => {
  test("O1 sends all of an array before it takes another value", async () => {
    const got: number[] = [];
    const slow = forEach(function* (n: number) {
      yield* sleep(10);
      got.push(n);
    });
    const pairs = solo<number, number>("solo", (n: number) => [n * 10, n * 10 + 1], switches);
    await fake.host.finish(Promise.resolve(pipe(interval(5), take(3), pairs, slow)));
    expect(got).toEqual([0, 1, 10, 11, 20, 21]);
  });

  test("O2 ends when upstream has ended and the last inner source as well", async () => {
    const inner = solo<number, string>(
      "solo",
      async (n: number) => {
        await sleep(20);
        return `slow ${n}`;
      },
      switches,
    );
    const ended = Promise.resolve(pipe([1], inner, collect()));
    await fake.host.advance(19);
    expect(await Promise.race([ended, Promise.resolve("waits")])).toBe("waits");
    expect(await fake.host.finish(ended)).toEqual(["slow 1"]);
  });

  test("O2 ends with upstream if no inner source is being read", async () => {
    const inner = solo<number, number>("solo", () => new Set([1]), switches);
    expect(await fake.host.finish(Promise.resolve(pipe([], inner, collect())))).toEqual([]);
  });
});

test("a promise that is switched away from may reject unheard", async () => {
  const inner = solo<number, number>(
    "solo",
    (n: number) => (n === 1 ? Promise.reject(new Error("nobody hears")) : [n]),
    true,
  );
  expect(await fake.host.finish(Promise.resolve(pipe([1, 2], inner, collect())))).toEqual([2]);
});

test("a function is asked for at once", () => {
  expect(() => solo("solo", 1 as never, true)).toThrow("solo: want a function, got 1 (number)");
});
