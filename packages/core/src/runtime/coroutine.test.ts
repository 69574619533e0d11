import { describe, expect, test } from "vitest";
import { runLong as run } from "../../test/run-long.js";
import { settle } from "../../test/settle.js";
import { type Chan, chan } from "../chan.js";
import { go } from "../go.js";
import { call, type Go, goexit, gosched, type Op, sleep, wait } from "../op.js";
import { m } from "./m.js";

function* depth(n: number): Go<number> {
  return n === 0 ? 0 : 1 + (yield* call(depth, n - 1));
}

/** Calls itself `n` deep, does `atBottom` there, and parks on the way back as often as `parks` says. */
function* descend(n: number, atBottom: () => Go<unknown>, parks: (n: number) => boolean): Go<number> {
  if (n === 0) {
    yield* atBottom();
    return 0;
  }
  const below: number = yield* call(descend, n - 1, atBottom, parks);
  if (parks(n)) yield* gosched();
  return below + 1;
}

function* nothing(): Go {}

/** What performing an operation throws. */
function* thrownBy(op: Op<unknown>): Go<unknown> {
  try {
    yield* op;
  } catch (error) {
    return error;
  }
  return undefined;
}

describe("call", () => {
  test("a goroutine's stack grows: recursion 100,000 deep", async () => {
    expect(await run(() => call(depth, 100_000))).toBe(100_000);
  });

  test("100,000 deep it can park, be resumed and return, at the bottom and on the way back", async () => {
    const ch = chan<number>();
    const result = await run(function* () {
      go(function* () {
        for (let i = 0; i < 10; i++) yield* ch.send(i);
        ch.close();
      });
      return yield* call(
        descend,
        100_000,
        () => drain(ch),
        (n) => n % 10_000 === 0,
      );
    });
    expect(result).toBe(100_000);
  });

  test("a throw 100,000 deep reaches the catch at the top, through all finally blocks", async () => {
    let left = 0;
    function* deep(n: number): Go<void> {
      try {
        if (n === 0) throw new Error("boom");
        yield* call(deep, n - 1);
      } finally {
        left++;
      }
    }
    const error = await run(() => call(thrownBy, call(deep, 100_000)));
    expect((error as Error).message).toBe("boom");
    expect(left).toBe(100_001);
  });

  test("ten goroutines that deep at a time do not disturb each other", async () => {
    const results = await run(function* () {
      const goroutines = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map((i) =>
        go(descend, i * 1000, gosched_, (n: number) => n % 100 === i),
      );
      const depths: number[] = [];
      for (const g of goroutines) depths.push(yield* g.join());
      return depths;
    });
    expect(results).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map((i) => i * 1000));
  });

  test.each([0, 1, 63, 64, 65, 66, 127, 128, 129, 200])(
    "at depth %i the result is the same whether nothing parks, the bottom parks, or every level does",
    async (n) => {
      for (const atBottom of [nothing, gosched_, () => wait_()])
        for (const parks of [() => false, (i: number) => i === n, (i: number) => i % 2 === 0, () => true])
          expect(await run(() => call(descend, n, atBottom, parks))).toBe(n);
      expect(m.depth).toBe(0);
    },
  );

  test("S0 where yield* hands values through in results of its own, at any depth, calls end and goexit leaves", async () => {
    function* handed<T>(body: Go<T>): Go<T> {
      let result = body.next();
      while (result.done !== true) result = body.next(yield result.value);
      return result.value;
    }
    function* deep(n: number): Go<number> {
      yield* gosched();
      return n === 0 ? 0 : 1 + (yield* handed(call(deep, n - 1)[Symbol.iterator]() as Go<number>));
    }
    expect(await run(() => handed(deep(200)))).toBe(200);
    const left: string[] = [];
    const done = run(function* () {
      const g = go(() =>
        handed(
          (function* (): Go {
            yield* goexit();
            left.push("not left");
          })(),
        ),
      );
      return (yield* g.join()) === undefined && left;
    });
    expect(await done).toEqual([]);
  });

  test("the callee may be a generator function, a plain one, an async one, or give an operation", () =>
    run(function* () {
      const ch = chan<number>(1);
      yield* ch.send(5);
      const results = [
        yield* call(function* (n: number): Go<number> {
          yield* gosched();
          return n;
        }, 1),
        yield* call((n: number) => n, 2),
        yield* call(async (n: number) => {
          await null;
          return n;
        }, 3),
        yield* call(() => Promise.resolve(4)),
        yield* call(() => ch.recv()),
        yield* call(() => call((n: number) => n, 6)),
        yield* call(() => undefined),
      ];
      expect(results).toEqual([1, 2, 3, 4, 5, 6, undefined]);
    }));

  test.each<[string, () => unknown]>([
    [
      "a plain callee throws",
      () => {
        throw new Error("boom");
      },
    ],
    ["an async callee rejects", async () => Promise.reject(new Error("boom"))],
    [
      "a generator throws before it parks",
      function* () {
        throw new Error("boom");
      },
    ],
    [
      "a generator throws after it has parked",
      function* () {
        yield* gosched();
        throw new Error("boom");
      },
    ],
    [
      "a generator throws two calls further down",
      () =>
        call(function* () {
          yield* call(function* () {
            yield* sleep(1);
            throw new Error("boom");
          });
        }),
    ],
  ])("when %s, the caller can catch it and go on", (_name, callee) =>
    run(function* () {
      const error = yield* thrownBy(call(callee));
      expect((error as Error).message).toBe("boom");
      yield* gosched();
      expect(yield* call(depth, 3)).toBe(3);
    }),
  );

  test("a throw goes through yield* and call in any mixture, and each level's finally runs once", async () => {
    const log: string[] = [];
    function* level(n: number): Go<void> {
      try {
        if (n === 0) {
          yield* gosched();
          throw new Error("boom");
        }
        if (n % 2 === 0) yield* level(n - 1);
        else yield* call(level, n - 1);
      } finally {
        yield* gosched();
        log.push(`left ${n}`);
      }
    }
    const error = await run(() => thrownBy(call(level, 5)));
    expect((error as Error).message).toBe("boom");
    expect(log).toEqual(["left 0", "left 1", "left 2", "left 3", "left 4", "left 5"]);
  });

  test("a throw that is caught halfway up stays there", async () => {
    function* level(n: number): Go<string> {
      if (n === 0) {
        yield* gosched();
        throw new Error("boom");
      }
      if (n !== 50) return `${yield* call(level, n - 1)}`;
      try {
        return yield* call(level, n - 1);
      } catch (error) {
        yield* gosched();
        return `caught ${(error as Error).message}`;
      }
    }
    expect(await run(() => call(level, 100))).toBe("caught boom");
  });

  test("calls interleave with other goroutines' as their bodies park", async () => {
    const log: string[] = [];
    function* step(name: string, n: number): Go<void> {
      log.push(`${name}${n}`);
      yield* gosched();
      if (n > 0) yield* call(step, name, n - 1);
    }
    await run(function* () {
      const a = go(step, "a", 2);
      const b = go(step, "b", 2);
      yield* a.join();
      yield* b.join();
    });
    expect(log.join(" ")).toBe("b2 a2 b1 a1 b0 a0");
  });

  test("Ackermann's function, which calls in every way a stack can", async () => {
    function* ackermann(a: number, b: number): Go<number> {
      if (a === 0) return b + 1;
      if (b === 0) return yield* call(ackermann, a - 1, 1);
      const inner: number = yield* call(ackermann, a, b - 1);
      if (inner % 7 === 0) yield* gosched();
      return yield* call(ackermann, a - 1, inner);
    }
    expect(await run(() => call(ackermann, 2, 9))).toBe(21);
    expect(await run(() => call(ackermann, 3, 4))).toBe(125);
  });

  test("what is no function is refused when the call is made", () => {
    expect(() => call(5 as never)).toThrow(TypeError);
    expect(() => call(5 as never)).toThrow("call: want a function, got 5 (number)");
    expect(() => call(undefined as never)).toThrow("call: want a function, got undefined (undefined)");
    expect(() => call(depth(3) as never)).toThrow(/^call: want a function, got .*\(object\)$/);
  });

  test("a call that is not performed does not call", async () => {
    let calls = 0;
    call(() => ++calls);
    await run(() => {});
    expect(calls).toBe(0);
  });

  test("the arguments are evaluated when the call is made", () =>
    run(function* () {
      let n = 1;
      const op = call((v: number) => v, n);
      n = 2;
      expect(yield* op).toBe(1);
      expect(n).toBe(2);
    }));

  test("a slice that ends within a call does not lose its result", async () => {
    const sum = await run(
      function* () {
        let total = 0;
        for (let i = 0; i < 20_000; i++) total += yield* call((n: number) => n, i % 2);
        for (let i = 0; i < 20_000; i++) total += yield* call(depth, i % 3);
        yield* settle();
        return total;
      },
      { slice: 0.01 },
    );
    expect(sum).toBe(10_000 + 19_999);
  });
});

function* gosched_(): Go {
  yield* gosched();
}

function* wait_(): Go {
  yield* wait(Promise.resolve());
}

function* drain(ch: Chan<number>): Go {
  yield* ch.range(() => {});
}
