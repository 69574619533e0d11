import { type Go, go, gosched } from "@gopark/core";
import { select } from "@gopark/select";
import { describe, expect, it } from "vitest";
import { runOnM0 } from "../test/on-m0.js";
import { goroutine } from "./goroutine.js";
import type { RemoteGoroutine } from "./remote-goroutine.js";

const url = "file:///remote-goroutine.test.js";

const slow = goroutine(url, "slow", function* slow(n: number): Go<number> {
  for (let i = 0; i < n; i++) yield* gosched();
  return n;
});

describe("a goroutine that may run anywhere, as its creator holds it", () => {
  it("is runnable, running and dead in turn", () =>
    runOnM0(function* () {
      const g = go(slow, 5) as RemoteGoroutine<number>;
      expect([g.status, g.runner]).toEqual(["runnable", -1]);
      yield* gosched();
      yield* gosched();
      expect([g.status, g.runner]).toEqual(["running", 0]);
      yield* g.join();
      expect([g.status, g.runner]).toEqual(["dead", -1]);
    }));

  it("is joined by any number of goroutines, before its end and after it", () =>
    runOnM0(function* () {
      const g = go(slow, 3);
      const joins = [1, 2, 3].map(() =>
        go(function* (): Go<number> {
          return yield* g.join();
        }),
      );
      for (const join of joins) expect(yield* join.join()).toBe(3);
      expect(yield* g.join().map((n) => n * 2)).toBe(6);
    }));

  it("is joined by select, of which the losing case leaves no trace", () =>
    runOnM0(function* () {
      const [fast, late] = [go(slow, 1), go(slow, 50)];
      const lost = late.join();
      expect(yield* select({ fast: fast.join(), late: lost })).toEqual({ case: "fast", value: 1 });
      expect(yield* lost).toBe(50);
    }));

  it("is joined outside goroutines", async () => {
    let joined: PromiseLike<number> | undefined;
    await runOnM0(function* () {
      const g = go(slow, 2);
      joined = g.join().then((n) => n + 1);
      yield* g.join();
      yield* gosched();
    });
    expect(await joined).toBe(3);
  });
});
