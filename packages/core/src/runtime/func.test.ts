/** Deferred calls on every way a function can end, and their place on the goroutine's stack. */

import { describe, expect, it } from "vitest";
import { runLong as run } from "../../test/run-long.js";
import { chan } from "../chan.js";
import { FatalError, GoPanic, RuntimeError } from "../errors.js";
import { type Frame, func, panic } from "../func.js";
import { go } from "../go.js";
import { call, type Go, gosched, sleep } from "../op.js";

/** Runs a body that tells what happens, in order. */
async function told(body: (log: (line: unknown) => void) => Go<unknown>): Promise<unknown[]> {
  const lines: unknown[] = [];
  await run(() => body((line) => void lines.push(line)));
  return lines;
}

/** How a program ended that panics. */
async function crashOf(main: () => any): Promise<GoPanic> {
  const error = await run(main).catch((error: unknown) => error);
  expect(error).toBeInstanceOf(GoPanic);
  return error as GoPanic;
}

describe("deferred calls", () => {
  it("DF-01 DF-02 run when the function returns, last in, first out", async () => {
    const f = func(function* (fn, log: (line: unknown) => void) {
      for (const n of [1, 2, 3]) fn.defer(log, n);
      yield* gosched();
      log("body");
    });
    expect(
      await told((log) =>
        (function* () {
          yield* f(log);
        })(),
      ),
    ).toEqual(["body", 3, 2, 1]);
  });

  it("DF-03 one that is not reached is not called", async () => {
    const f = func((fn, log: (line: unknown) => void, isEarly: boolean) => {
      fn.defer(log, "first");
      if (isEarly) return;
      fn.defer(log, "not reached");
    });
    expect(await told((log) => call(f, log, true)[Symbol.iterator]() as Go<void>)).toEqual(["first"]);
  });

  it("DF-04 deferred calls of a deferred function belong to it", async () => {
    const lines = await told(function* (log) {
      yield* func(function* (fn) {
        fn.defer(log, "outer, last");
        fn.defer(
          func(function* (inner) {
            inner.defer(log, "inner");
            log("deferred function");
          }),
        );
      })();
    });
    expect(lines).toEqual(["deferred function", "inner", "outer, last"]);
  });

  it("DF-05 arguments are evaluated at the defer statement, what a closure reads when it runs", async () => {
    const lines = await told(function* (log) {
      yield* func((fn) => {
        let n = 1;
        fn.defer(log, n);
        fn.defer(() => log(n));
        n = 2;
      })();
    });
    expect(lines).toEqual([2, 1]);
  });

  it("DF-10 a missing function panics when it would be called", async () => {
    const lines: unknown[] = [];
    const f = func((fn) => {
      fn.defer(() => {
        const error = fn.recover();
        lines.push(error instanceof RuntimeError, (error as Error).message);
      });
      fn.defer(undefined as unknown as () => void);
      lines.push("body");
    });
    await run(f);
    expect(lines).toEqual(["body", true, "runtime error: invalid memory address or nil pointer dereference"]);
  });

  it("DF-11 they may change the result after return has set it", async () => {
    const triple = func(function* (fn, n: number) {
      fn.defer(() => {
        fn.result += n;
      });
      return n * 2;
    });
    expect(await run(() => triple(5))).toBe(15);
  });

  it("DF-12 a local variable changed after return does not change the result", async () => {
    const f = func((fn) => {
      let x = 1;
      fn.defer(() => {
        x = 2;
      });
      return x;
    });
    expect(await run(f)).toBe(1);
  });

  it("DF-14 their own results are discarded", async () => {
    const f = func((fn) => {
      fn.defer(() => 5);
      return 1;
    });
    expect(await run(f)).toBe(1);
  });

  it("DF-15 DF-16 run while panicking, also after one of them has panicked", async () => {
    const lines: unknown[] = [];
    const crash = await crashOf(
      func((fn) => {
        fn.defer(() => lines.push("last"));
        fn.defer(() => panic("second"));
        fn.defer(() => lines.push("first"));
        panic("boom");
      }),
    );
    expect(lines).toEqual(["first", "last"]);
    expect(crash.message).toBe("panic: boom\n\tpanic: second");
  });

  it("DF-17 after a recover the others run and the function returns to its caller", async () => {
    const lines = await told(function* (log) {
      yield* func((fn) => {
        fn.defer(log, "other");
        fn.defer(() => log(fn.recover()));
        panic("boom");
      })();
      log("caller continues");
    });
    expect(lines).toEqual(["boom", "other", "caller continues"]);
  });

  it("DF-18 those of goroutines that are alive when main returns never run", async () => {
    const lines: unknown[] = [];
    await run(function* () {
      go(
        func(function* (fn) {
          fn.defer(() => lines.push("BUG"));
          yield* chan().recv();
        }),
      );
      yield* gosched();
    });
    expect(lines).toEqual([]);
  });

  it("D-43 DF-19 PN-31 D5 after a fatal error none is called, nor is one that was deferred before a call that has one", async () => {
    const lines: unknown[] = [];
    const fatal = func((fn) => {
      fn.defer(() => lines.push("BUG"));
      go(undefined as unknown as () => void);
    });
    const error = await run(
      func(function* (fn) {
        fn.defer(() => lines.push("BUG", fn.recover()));
        fn.defer(fatal);
        yield* gosched();
        lines.push("body");
      }),
    ).catch((error: unknown) => error);
    expect(error).toBeInstanceOf(FatalError);
    expect(lines).toEqual(["body"]);
  });

  it("D-43 but catch and finally of the running goroutine run, and every operation refuses", async () => {
    const lines: unknown[] = [];
    const error = await run(function* () {
      try {
        go(undefined as unknown as () => void);
      } catch (fatal) {
        lines.push((fatal as Error).name);
        yield* gosched();
        lines.push("BUG");
      } finally {
        lines.push("finally");
      }
    }).catch((error: unknown) => error);
    expect(error).toBeInstanceOf(FatalError);
    expect(lines).toEqual(["FatalError", "finally"]);
  });

  it("DF-18 D5 nor when the program is ended from within the body", async () => {
    const lines: unknown[] = [];
    const calledOff = new AbortController();
    const program = run(
      func(function* (fn) {
        fn.defer(() => lines.push("BUG"));
        calledOff.abort("called off");
        yield* gosched();
      }),
      { signal: calledOff.signal },
    );
    await expect(program).rejects.toBe("called off");
    expect(lines).toEqual([]);
  });

  it("DF-23 one that panics during a normal return, recovered by an outer one: the result so far is returned", async () => {
    const f = func((fn: Frame<number>) => {
      fn.defer(() => {
        fn.recover();
        fn.result *= 10;
      });
      fn.defer(() => panic("late"));
      return 7;
    });
    expect(await run(f)).toBe(70);
  });

  it("may block, each in its turn", async () => {
    const lines = await told(function* (log) {
      const ch = chan<string>();
      go(function* () {
        for (const s of ["a", "b"]) yield* ch.send(s);
      });
      const result = yield* func(function* (fn) {
        fn.defer(log, "plain, last");
        for (let i = 0; i < 2; i++) {
          fn.defer(function* () {
            log(yield* ch.recv());
          });
        }
        fn.defer(log, "plain, first");
        fn.defer(() => sleep(1));
        return "result";
      })();
      log(result);
    });
    expect(lines).toEqual(["plain, first", "a", "b", "plain, last", "result"]);
  });

  it("may be async functions", async () => {
    const lines = await told(function* (log) {
      yield* func((fn) => {
        fn.defer(log, "after");
        fn.defer(async () => {
          await null;
          log("async");
        });
      })();
    });
    expect(lines).toEqual(["async", "after"]);
  });

  it("may defer further calls, which run next", async () => {
    const lines = await told(function* (log) {
      yield* func((fn) => {
        fn.defer(log, "last");
        fn.defer(() => fn.defer(log, "next"));
      })();
    });
    expect(lines).toEqual(["next", "last"]);
  });

  it("are refused when they are no functions, and when the function has returned", async () => {
    let kept: Frame | undefined;
    await run(
      func((fn) => {
        kept = fn;
        expect(() => fn.defer(5 as unknown as () => void)).toThrow("defer: want a function, got 5 (number)");
      }),
    );
    expect(() => kept?.defer(() => {})).toThrow("defer: the function has returned");
  });

  it("100,000 in one function", async () => {
    let n = 0;
    await run(
      func(function* (fn) {
        for (let i = 0; i < 100_000; i++) {
          fn.defer(
            i % 1000 === 0
              ? function* () {
                  yield* gosched();
                  n++;
                }
              : () => n++,
          );
        }
      }),
    );
    expect(n).toBe(100_000);
  });
});

describe("the end of a program with onExit unwind", () => {
  it("runs the deferred calls of what is still alive, also those that block", async () => {
    const lines: unknown[] = [];
    await run(
      function* () {
        go(
          func(function* (fn) {
            fn.defer(() => lines.push("plain"));
            fn.defer(function* () {
              yield* gosched();
              lines.push("blocking");
            });
            yield* chan().recv();
          }),
        );
        yield* gosched();
      },
      { onExit: "unwind" },
    );
    expect(lines).toEqual(["blocking", "plain"]);
  });
});

describe("the goroutine's stack", () => {
  it("recursion 100,000 deep, each with a deferred call", async () => {
    let n = 0;
    const deep: (depth: number) => any = func(function* (fn, depth: number) {
      fn.defer(() => n++);
      if (depth > 0) yield* deep(depth - 1);
    });
    await run(() => deep(100_000));
    expect(n).toBe(100_001);
  });

  it("a panic 10,000 deep is recovered at the top", async () => {
    const deep: (depth: number) => any = func(function* (_fn, depth: number) {
      if (depth === 0) panic("bottom");
      yield* deep(depth - 1);
    });
    const top = func(function* (fn) {
      fn.defer(() => {
        fn.result = fn.recover();
      });
      yield* deep(10_000);
    });
    expect(await run(top)).toBe("bottom");
  });

  it("a body that parks goes on where it was", async () => {
    const f = func(function* (fn, ch: ReturnType<typeof chan<number>>) {
      fn.defer(() => {
        fn.result++;
      });
      return ((yield* ch.recv()) ?? 0) + ((yield* ch.recv()) ?? 0);
    });
    const sum = await run(function* () {
      const ch = chan<number>();
      const g = go(f, ch);
      yield* ch.send(1);
      yield* ch.send(2);
      return yield* g.join();
    });
    expect(sum).toBe(4);
  });

  it("can be awaited, once", async () => {
    const op = func((fn, n: number) => {
      fn.defer(() => {
        fn.result++;
      });
      return n;
    })(1);
    expect(await op).toBe(2);
    await expect(op).rejects.toThrow("operation performed twice");
  });

  it("a panic rejects who awaits it", async () => {
    await expect(func(() => panic(new Error("e")))()).rejects.toThrow("e");
  });

  it("a goroutine of a made function has the name of its body", async () => {
    await run(function* () {
      expect(go(func(function* worker() {})).name).toBe("worker");
      yield* gosched();
    });
  });

  it("a foreign yield in a deferred call is a panic like any other", async () => {
    const f = func((fn) => {
      fn.defer(() => {
        fn.result = (fn.recover() as Error).message;
      });
      fn.defer(function* () {
        yield 5 as never;
      });
    });
    expect(await run(f)).toContain("goroutine yielded: 5 (number)");
  });
});
