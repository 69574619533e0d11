import { afterAll, describe, expect, test } from "vitest";
import { runLong as run } from "../../test/run-long.js";
import { settle } from "../../test/settle.js";
import { type Chan, chan } from "../chan.js";
import { go } from "../go.js";
import { call, type Go, goexit, gosched, wait } from "../op.js";
import type { Operation } from "./operation.js";
import { SUSPEND } from "./suspend.js";
import { handleYield, isYieldable } from "./yieldable.js";

/** What an adapter's library would yield: a request that its handler turns into an operation. */
class Request {
  readonly op: Operation<unknown>;

  constructor(op: unknown) {
    this.op = op as Operation<unknown>;
  }
}

let isOn = true;
handleYield((value) => (isOn && value instanceof Request ? value.op : null));

afterAll(() => {
  isOn = false;
});

/** A body that yields what only an adapter takes. */
type Foreign<T> = Generator<any, T, any>;

function request(op: unknown): Foreign<any> {
  return (function* (): Foreign<unknown> {
    return yield new Request(op);
  })();
}

function filled(...values: unknown[]): Chan<unknown> {
  const ch = chan<unknown>(values.length + 1);
  for (const v of values) ch.trySend(v);
  return ch;
}

describe("a yielded value that an adapter takes", () => {
  test("the yield gives the result of the operation, which may complete at once or wait", () =>
    run(function* (): Foreign<void> {
      const ch = filled("at once");
      expect(yield new Request(ch.recv())).toBe("at once");
      go(() => ch.send("later"));
      expect(yield new Request(ch.recv())).toBe("later");
      expect(yield new Request(wait(Promise.resolve("promised")))).toBe("promised");
      expect(yield* ch.send(1)).toBe(undefined);
      expect(yield new Request(ch.recv())).toBe(1);
    } as () => Go));

  test("a throw of the operation is thrown at the yield", () =>
    run(function* (): Foreign<void> {
      const errors: unknown[] = [];
      for (const op of [wait(Promise.reject(new Error("later"))), closed().send(1)]) {
        try {
          yield new Request(op);
        } catch (error) {
          errors.push((error as Error).message);
        }
      }
      yield* gosched();
      expect(errors).toEqual(["later", "send on closed channel"]);
    } as () => Go));

  test("a mistake is thrown at its yield as before", () =>
    run(function* (): Foreign<void> {
      yield new Request(wait(1));
      try {
        yield 5;
        expect.unreachable();
      } catch (error) {
        expect((error as Error).message).toMatch(
          /^goroutine yielded.* 5 \(number\).* want yield\* of an operation$/,
        );
      }
      expect(yield new Request(wait(2))).toBe(2);
    } as () => Go));

  test("it works at any depth of yield* and call, and leaves the callers' frames alone", () =>
    run(function* (): Foreign<void> {
      function* deep(n: number): Foreign<unknown> {
        if (n === 0) return yield* request(wait(Promise.resolve("from below")));
        const got = n % 2 === 0 ? yield* deep(n - 1) : yield* call(deep, n - 1);
        yield* gosched();
        return got;
      }
      expect(yield* deep(10)).toBe("from below");
      expect(yield* call(deep, 11)).toBe("from below");
    } as () => Go));

  test("a frame that has yielded one may call, park, return and throw as any other", () =>
    run(function* (): Foreign<void> {
      function* body(fails: boolean): Foreign<number> {
        yield new Request(wait(Promise.resolve()));
        const n: number = yield* call(function* (): Go<number> {
          yield* gosched();
          return 20;
        });
        if (fails) throw new Error("boom");
        return n + 1;
      }
      expect(yield* call(body, false)).toBe(21);
      try {
        yield* call(body, true);
        expect.unreachable();
      } catch (error) {
        expect((error as Error).message).toBe("boom");
      }
    } as () => Go));

  test("goexit afterwards runs the finally blocks, which may yield such values as well", async () => {
    const log: unknown[] = [];
    await run(function* () {
      const g = go(function* (): Foreign<void> {
        try {
          yield new Request(wait(Promise.resolve()));
          yield* goexit();
          log.push("never");
        } finally {
          log.push(yield new Request(wait(Promise.resolve("in finally"))));
          yield* gosched();
          log.push("finally");
        }
      } as () => Go);
      yield* g.join();
    });
    expect(log).toEqual(["in finally", "finally"]);
  });

  test("a program that unwinds runs them, also of a goroutine that waits in such an operation", async () => {
    const log: string[] = [];
    const ch = chan<number>();
    await run(
      function* () {
        go(function* (): Foreign<void> {
          try {
            yield new Request(ch.recv());
          } finally {
            log.push("finally");
          }
        } as () => Go);
        yield* settle();
      },
      { onExit: "unwind" },
    );
    expect(log).toEqual(["finally"]);
    expect(ch.trySend(1)).toBe(false);
  });

  test("the end of the program takes such a goroutine out of its line", async () => {
    const ch = chan<number>();
    await run(function* () {
      go(() => request(ch.recv()) as Go);
      yield* settle();
    });
    expect(ch.trySend(1)).toBe(false);
  });

  test("the handler that was added last is asked first", () =>
    run(function* (): Foreign<void> {
      class Special extends Request {}
      handleYield((value) =>
        value instanceof Special ? (wait("special") as unknown as Operation<string>) : null,
      );
      expect(yield new Special(wait("usual"))).toBe("special");
      expect(yield new Request(wait("usual"))).toBe("usual");
    } as () => Go));

  test("it is told from others", () => {
    expect([SUSPEND, new Request(wait(1)), 1, undefined].map(isYieldable)).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });

  test("it counts against the time slice", async () => {
    let isOther = false;
    await run(
      function* (): Foreign<void> {
        go(() => void (isOther = true));
        for (let i = 0; i < 1_000_000 && !isOther; i++) yield new Request(wait(1));
      } as () => Go,
      { slice: 0.1 },
    );
    expect(isOther).toBe(true);
  });
});

function closed(): Chan<number> {
  const ch = chan<number>();
  ch.close();
  return ch;
}
