/** Panics in functions with deferred calls, recover, and goexit through them. */

import { describe, expect, it } from "vitest";
import { runLong as run } from "../../test/run-long.js";
import { GoPanic, PanicNilError, RuntimeError, report } from "../errors.js";
import { func, panic } from "../func.js";
import { go } from "../go.js";
import { call, type Go, goexit, gosched, wait } from "../op.js";

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

describe("recover", () => {
  it("RC-09 RC-10 the function returns what its result holds, undefined if that is not set", async () => {
    const set = func((fn) => {
      fn.defer(() => void fn.recover());
      fn.result = "set before panic";
      panic("x");
    });
    const unset = func((fn) => {
      fn.defer(() => void fn.recover());
      panic("x");
    });
    expect(await run(set)).toBe("set before panic");
    expect(await run(unset)).toBeUndefined();
  });

  it("RC-04 gives undefined when nothing panics, and before a panic", async () => {
    const crash = await crashOf(
      func((fn) => {
        expect(fn.recover()).toBeUndefined();
        fn.defer(() => {});
        panic("not stopped");
      }),
    );
    expect(crash.value).toBe("not stopped");
    await run(func((fn) => fn.defer(() => expect(fn.recover()).toBeUndefined())));
  });

  it("RC-08 the frame of the deferred function itself is not panicking", async () => {
    const crash = await crashOf(
      func((fn) => {
        fn.defer(
          func((inner) => {
            inner.defer(() => expect(inner.recover()).toBeUndefined());
            expect(inner.recover()).toBeUndefined();
          }),
        );
        panic("boom");
      }),
    );
    expect(crash.message).toBe("panic: boom");
  });

  it("RC-11 a second recover gives undefined", async () => {
    const seen: unknown[] = [];
    await run(
      func((fn) => {
        fn.defer(() => seen.push(fn.recover(), fn.recover()));
        panic("v");
      }),
    );
    expect(seen).toEqual(["v", undefined]);
  });

  it("RC-12 gives the newest of nested panics; the older are gone", async () => {
    const seen: unknown[] = [];
    await run(
      func((fn) => {
        fn.defer(() => seen.push(fn.recover()));
        fn.defer(() => seen.push(fn.recover()));
        fn.defer(() => panic("newer"));
        panic("older");
      }),
    );
    expect(seen).toEqual(["newer", undefined]);
  });

  it("RC-13 a panic raised and recovered inside a deferred call does not disturb the outer one", async () => {
    const seen: unknown[] = [];
    await run(
      func((fn) => {
        fn.defer(() => seen.push(fn.recover()));
        fn.defer(
          func((inner) => {
            inner.defer(() => seen.push(inner.recover()));
            panic("inner");
          }),
        );
        panic("outer");
      }),
    );
    expect(seen).toEqual(["inner", "outer"]);
  });

  it("RC-15 PN-06 works only in the goroutine that panics", async () => {
    const crash = await crashOf(
      func(function* (fn) {
        fn.defer(function* () {
          const other = go(() => fn.recover());
          expect(yield* other.join()).toBeUndefined();
        });
        panic("mine");
      }),
    );
    expect(crash.message).toBe("panic: mine");
  });

  it("RC-17 may happen in any caller: frames between are unwound and their deferred calls run", async () => {
    const lines = await told(function* (log) {
      const inner = func(function* (fn) {
        fn.defer(log, "inner");
        yield* gosched();
        panic("deep");
      });
      const middle = func(function* (fn) {
        fn.defer(log, "middle");
        yield* inner();
        log("BUG");
      });
      yield* func(function* (fn) {
        fn.defer(() => log(fn.recover()));
        yield* middle();
      })();
    });
    expect(lines).toEqual(["inner", "middle", "deep"]);
  });

  it("PN-33 gives the identical value", async () => {
    for (const value of [new Error("e"), { a: 1 }, 5, "s", 0, "", false]) {
      let got: unknown;
      await run(
        func((fn) => {
          fn.defer(() => {
            got = fn.recover();
          });
          panic(value);
        }),
      );
      expect(got).toBe(value);
    }
  });

  it("gives what was thrown, by whoever", async () => {
    const error = new TypeError("thrown");
    let got: unknown;
    await run(
      func(function* (fn) {
        fn.defer(() => {
          got = fn.recover();
        });
        yield* gosched();
        throw error;
      }),
    );
    expect(got).toBe(error);
  });

  it("RC-18 PN-18 panic(undefined), a throw or a rejection of undefined, is recovered as a PanicNilError", async () => {
    const seen: unknown[] = [];
    for (const nothing of [undefined, null]) {
      const thrown = () => {
        throw nothing;
      };
      for (const panics of [() => panic(nothing), thrown, () => wait(Promise.reject(nothing))]) {
        await run(
          func(function* (fn) {
            fn.defer(() => seen.push(fn.recover()));
            yield* call(panics as () => void);
          }),
        );
      }
    }
    expect(seen).toHaveLength(6);
    for (const value of seen) {
      expect(value).toBeInstanceOf(PanicNilError);
      expect(value).toBeInstanceOf(RuntimeError);
    }
  });

  it("PN-35 leaves no trace", async () => {
    await expect(
      run(
        func((fn) => {
          fn.defer(() => void fn.recover());
          panic("gone");
        }),
      ),
    ).resolves.toBeUndefined();
  });
});

describe("panics in deferred calls", () => {
  it("PN-07 are printed after those they replace", async () => {
    const crash = await crashOf(
      func((fn) => {
        fn.defer(() => panic("third"));
        fn.defer(() => panic("second"));
        panic("first");
      }),
    );
    expect(crash.message).toBe("panic: first\n\tpanic: second\n\tpanic: third");
    expect(report(crash)).toMatch(
      /^panic: first\n\tpanic: second\n\tpanic: third\n\ngoroutine 1 \[running\]:\n/,
    );
  });

  it("PN-09 a recovered one that another follows in the same call is marked", async () => {
    const crash = await crashOf(
      func((fn) => {
        fn.defer(() => {
          fn.recover();
          panic("B");
        });
        panic("A");
      }),
    );
    expect(crash.message).toBe("panic: A [recovered]\n\tpanic: B");
  });

  it("PN-10 the same value panicking again is printed once", async () => {
    const crash = await crashOf(
      func((fn) => {
        fn.defer(() => {
          throw fn.recover();
        });
        panic(new Error("original"));
      }),
    );
    expect(crash.message).toBe("panic: original [recovered, repanicked]");
  });

  it("PN-10 so is a value that is no error, and it stays one when another panic follows", async () => {
    const repanics = func((fn) => {
      fn.defer(() => panic(fn.recover()));
      panic("original");
    });
    expect((await crashOf(repanics)).message).toBe("panic: original [recovered, repanicked]");
    const another = func(function* (fn) {
      fn.defer(() => panic("another"));
      yield* repanics();
    });
    expect((await crashOf(another)).message).toBe(
      "panic: original [recovered, repanicked]\n\tpanic: another",
    );
  });

  it("are printed the same when they pass through outer functions", async () => {
    const inner = func((fn) => {
      fn.defer(() => panic("second"));
      panic("first");
    });
    const outer = func(function* (fn) {
      fn.defer(function* () {
        yield* gosched();
      });
      yield* inner();
    });
    expect((await crashOf(outer)).message).toBe("panic: first\n\tpanic: second");
  });

  it("PN-07 those replaced in a deferred function are printed after those replaced outside it", async () => {
    const crash = await crashOf(
      func((fn) => {
        fn.defer(
          func((inner) => {
            inner.defer(() => panic("third"));
            panic("second");
          }),
        );
        panic("first");
      }),
    );
    expect(crash.message).toBe("panic: first\n\tpanic: second\n\tpanic: third");
  });

  it("PN-09 so is one that was recovered in there", async () => {
    const crash = await crashOf(
      func((fn) => {
        fn.defer(
          func((inner) => {
            inner.defer(() => {
              inner.recover();
              panic("third");
            });
            panic("second");
          }),
        );
        panic("first");
      }),
    );
    expect(crash.message).toBe("panic: first\n\tpanic: second [recovered]\n\tpanic: third");
  });

  it("a value that two deferred calls throw in turn, many times, stands once for each throw", async () => {
    const [a, b] = [new Error("a"), new Error("b")];
    const crash = await crashOf(
      func((fn) => {
        for (let i = 0; i < 50; i++) {
          fn.defer(() => {
            throw i % 2 === 0 ? a : b;
          });
        }
      }),
    );
    expect(crash.message.split("\n")).toHaveLength(50);
  });

  it("what was recovered earlier is forgotten", async () => {
    const sentinel = new Error("sentinel");
    const f = func((fn) => {
      fn.defer(() => void fn.recover());
      fn.defer(() => {
        throw sentinel;
      });
      panic("first");
    });
    const crash = await crashOf(function* () {
      yield* f();
      throw sentinel;
    });
    expect(crash.message).toBe("panic: sentinel");
  });

  it("D3 one recovered by a call that blocks is still under way until that call has ended", async () => {
    const crash = await crashOf(
      func((fn) => {
        fn.defer(function* () {
          fn.recover();
          yield* gosched();
          panic("B");
        });
        panic("A");
      }),
    );
    expect(crash.message).toBe("panic: A [recovered]\n\tpanic: B");
  });
});

describe("goexit", () => {
  it("GX-01 runs the deferred calls of all frames, from any depth", async () => {
    const lines = await told(function* (log) {
      const deep: (n: number) => any = func(function* (fn, n: number) {
        fn.defer(log, n);
        if (n === 0) yield* goexit();
        yield* deep(n - 1);
        log("BUG");
      });
      yield* go(deep, 3).join();
      log("joined");
    });
    expect(lines).toEqual([0, 1, 2, 3, "joined"]);
  });

  it("GX-02 RC-16 recover gives undefined and does not stop it", async () => {
    const lines = await told(function* (log) {
      const g = go(
        func(function* (fn) {
          fn.defer(() => log(fn.recover()));
          yield* goexit();
        }),
      );
      log(yield* g.join());
    });
    expect(lines).toEqual([undefined, undefined]);
  });

  it("GX-04 a panic in a deferred call meanwhile may be recovered; then it goes on", async () => {
    const lines = await told(function* (log) {
      const g = go(function* () {
        yield* func(function* (fn) {
          fn.defer(log, "last");
          fn.defer(() => log(fn.recover()));
          fn.defer(() => panic("while exiting"));
          yield* goexit();
        })();
        log("BUG");
      });
      yield* g.join();
    });
    expect(lines).toEqual(["while exiting", "last"]);
  });

  it("GX-04 also by a function further out", async () => {
    const lines = await told(function* (log) {
      const inner = func(function* (fn) {
        fn.defer(function* () {
          yield* gosched();
          panic("inner");
        });
        yield* goexit();
      });
      yield* go(
        func(function* (fn) {
          fn.defer(() => log(fn.recover()));
          yield* inner();
          log("BUG");
        }),
      ).join();
    });
    expect(lines).toEqual(["inner"]);
  });

  it("GX-08 in a deferred call while panicking it cancels the panic, and the other calls run", async () => {
    const lines = await told(function* (log) {
      yield* go(
        func((fn) => {
          fn.defer(() => log(fn.recover()));
          fn.defer(goexit);
          panic("cancelled");
        }),
      ).join();
      log("alive");
    });
    expect(lines).toEqual([undefined, "alive"]);
  });

  it("GX-04 GX-08 so may one of a deferred call that exits once more, and a third exit cancels it", async () => {
    const again = func(function* (fn, f: () => unknown) {
      fn.defer(f);
      yield* goexit();
    });
    for (const third of [false, true]) {
      const lines = await told(function* (log) {
        const g = go(
          func(function* (fn) {
            fn.defer(() => log(fn.recover()));
            if (third) fn.defer(again, () => log("third"));
            fn.defer(again, () => panic("of the second"));
            yield* goexit();
          }),
        );
        yield* g.join();
      });
      expect(lines).toEqual(third ? ["third", undefined] : ["of the second"]);
    }
  });

  it("GX-09 an unrecovered panic in a deferred call meanwhile ends the program", async () => {
    const crash = await crashOf(
      func(function* (fn) {
        fn.defer(() => panic("after goexit"));
        yield* goexit();
      }),
    );
    expect(crash.message).toBe("panic: after goexit");
  });

  it("again in a deferred call while exiting: the other calls run", async () => {
    const lines = await told(function* (log) {
      yield* go(
        func(function* (fn) {
          fn.defer(log, "first");
          fn.defer(function* () {
            yield* goexit();
          });
          fn.defer(function* () {
            yield* gosched();
            yield* goexit();
          });
          yield* goexit();
        }),
      ).join();
    });
    expect(lines).toEqual(["first"]);
  });

  it("what a finally block throws meanwhile can be recovered by the deferred calls outside it", async () => {
    const lines = await told(function* (log) {
      yield* go(
        func(function* (fn) {
          fn.defer(() => log((fn.recover() as Error).message));
          try {
            yield* goexit();
          } finally {
            // biome-ignore lint/correctness/noUnsafeFinally: what it throws is the point.
            throw new Error("from finally");
          }
        }),
      ).join();
    });
    expect(lines).toEqual(["from finally"]);
  });
});
