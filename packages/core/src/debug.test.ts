import { afterEach, describe, expect, test } from "vitest";
import { runLong as run } from "../test/run-long.js";
import { settle } from "../test/settle.js";
import { chan } from "./chan.js";
import { current, debug, numGoroutine, stack } from "./debug.js";
import { go } from "./go.js";
import { call, gosched, wait } from "./op.js";

describe("numGoroutine", () => {
  test("counts from the go statement on until the function has returned, the caller included", () =>
    run(function* () {
      expect(numGoroutine()).toBe(1);
      const ch = chan<number>();
      for (let i = 0; i < 10; i++) go(() => ch.recv());
      expect(numGoroutine()).toBe(11);
      yield* settle();
      expect(numGoroutine()).toBe(11);
      ch.close();
      expect(numGoroutine()).toBe(11);
      yield* settle();
      expect(numGoroutine()).toBe(1);
    }));

  test("counts each program for itself", () =>
    run(function* () {
      go(() => chan().recv());
      expect(yield* wait(run(() => numGoroutine()))).toBe(1);
      expect(numGoroutine()).toBe(2);
    }));
});

describe("current", () => {
  test("is the goroutine that asks, also in what it calls", () =>
    run(function* main() {
      const me = current();
      expect([me?.id, me?.name, me?.status]).toEqual([1, "main", "running"]);
      expect(yield* call(() => current())).toBe(me);
      const [other, seen] = [go(() => current()), go(async () => current())];
      expect(yield* other.join()).toBe(other);
      expect(yield* seen.join()).toBe(seen);
      yield* gosched();
      expect(current()).toBe(me);
    }));

  test("is undefined outside, and after an await in an async body", async () => {
    expect(current()).toBe(undefined);
    expect(
      await run(async () => {
        await null;
        return current();
      }),
    ).toBe(undefined);
  });
});

describe("debug", () => {
  afterEach(() => debug(false));

  test("goroutines started from now on tell where they were created, those before do not", () =>
    run(function* () {
      go(function* before() {
        yield* chan().recv();
      });
      debug(true);
      go(function* during() {
        yield* chan().recv();
      });
      debug(false);
      go(function* after() {
        yield* chan().recv();
      });
      yield* settle();
      const blocks = stack().split("\n\n");
      const created = ["before", "during", "after"].map((name) =>
        blocks.find((block) => block.includes(`${name}(`))?.includes("created by"),
      );
      expect(created).toEqual([false, true, false]);
    }));

  test("the place is that of the go statement, also in a function that calls go for others", () =>
    run(function* () {
      debug(true);
      function helper(): void {
        go(() => chan().recv());
      }
      helper();
      yield* settle();
      expect(stack()).toMatch(/created by .*\n\thelper \(.*debug\.test\.ts:\d+:\d+\)\n/);
    }));
});
