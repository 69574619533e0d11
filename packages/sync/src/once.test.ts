import { chan, Deadlock, type Go, GoPanic, go, goexit, gosched, PanicNilError } from "@gopark/core";
import { describe, expect, it } from "vitest";
import { alive } from "../../core/test/garbage.js";
import { runLong as run, runAlone } from "../../core/test/run-long.js";
import { settle } from "../../core/test/settle.js";
import { onceContract } from "../test/once-contract.js";
import { Once, onceFunc, onceValue, onceValues } from "./once.js";

/** Performs an operation and gives what it throws. */
function* thrownBy(op: Iterable<any>): Go<unknown> {
  try {
    yield* op as unknown as Go;
  } catch (error) {
    return error;
  }
  return "nothing";
}

const fails = (error: unknown) => (): never => {
  throw error;
};

describe("Once", () => {
  onceContract(() => new Once());

  it("ON-01 runs one function, whatever others are passed", () =>
    run(function* () {
      const once = new Once();
      const log: number[] = [];
      for (let i = 1; i <= 3; i++) yield* once.do(() => void log.push(i));
      expect(log).toEqual([1]);
    }));

  it.each<[string, (log: string[]) => unknown]>([
    [
      "a generator function",
      function* (log: string[]): Go {
        yield* gosched();
        log.push("ran");
      },
    ],
    ["a plain function", (log) => log.push("ran")],
    ["an async function", async (log) => log.push("ran")],
    ["a function that gives an operation", (log) => gosched().map(() => log.push("ran"))],
  ])("ON-02 ON-11 runs %s, and the others wait until it has ended", (_name, f) =>
    run(function* () {
      const once = new Once();
      const log: string[] = [];
      const gs = Array.from({ length: 3 }, () =>
        go(function* () {
          yield* once.do(() => f(log));
          log.push("went on");
        }),
      );
      for (const g of gs) yield* g.join();
      expect(log).toEqual(["ran", "went on", "went on", "went on"]);
    }),
  );

  it("making the operation has no effect; performed late it finds the other's run", () =>
    run(function* () {
      const once = new Once();
      const log: string[] = [];
      const early = once.do(() => log.push("early"));
      yield* once.do(() => log.push("late"));
      yield* early;
      expect(log).toEqual(["late"]);
    }));

  it("once it is done, it completes at once", () =>
    run(function* () {
      const once = new Once();
      yield* once.do(() => {});
      let hasRun = false;
      go(() => void (hasRun = true));
      yield* once.do(() => {});
      expect(hasRun).toBe(false);
    }));

  it("ON-03 a panic goes to the caller that ran it and counts as done", () =>
    run(function* () {
      const once = new Once();
      const boom = new Error("boom");
      expect(yield* thrownBy(once.do(fails(boom)))).toBe(boom);
      expect(yield* thrownBy(once.do(fails(boom)))).toBe("nothing");
    }));

  it("ON-03 those who waited meanwhile return normally", () =>
    run(function* () {
      const once = new Once();
      const boom = new Error("boom");
      const body = function* (): Go {
        yield* gosched();
        throw boom;
      };
      const gs = Array.from({ length: 3 }, () => go(() => thrownBy(once.do(body))));
      const outcomes = [];
      for (const g of gs) outcomes.push(yield* g.join());
      expect(outcomes.filter((outcome) => outcome === boom)).toHaveLength(1);
      expect(outcomes.filter((outcome) => outcome === "nothing")).toHaveLength(2);
    }));

  it("ON-04 a goexit ends the caller and counts as done", () =>
    run(function* () {
      const once = new Once();
      const log: string[] = [];
      yield* go(function* () {
        yield* once.do(goexit);
        log.push("not reached");
      }).join();
      yield* once.do(() => log.push("second"));
      expect(log).toEqual([]);
    }));

  it("ON-05 a call of itself in its function is a deadlock, and the report names the cycle", async () => {
    const once = new Once();
    const error = await runAlone(() => once.do(() => once.do(() => {}))).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(Deadlock);
    expect((error as Error).message).toMatch(
      /\n {2}cycle: goroutine 1 waits for a sync\.Mutex held by goroutine 1$/,
    );
  });

  it("what is no function is a panic of the caller, and counts as done", () =>
    run(function* () {
      const once = new Once();
      expect(yield* thrownBy(once.do(7 as unknown as () => void))).toBeInstanceOf(TypeError);
      expect(yield* thrownBy(once.do(() => {}))).toBe("nothing");
    }));

  it("ON-10 it can't be reset, and an assignment copies nothing", () =>
    run(function* () {
      const once = new Once();
      const copy = once;
      const log: number[] = [];
      yield* once.do(() => log.push(1));
      yield* copy.do(() => log.push(2));
      expect(log).toEqual([1]);
    }));

  it("works outside goroutines", async () => {
    const once = new Once();
    let count = 0;
    const body = async (): Promise<void> => {
      await new Promise(setImmediate);
      count++;
    };
    await Promise.all([once.do(body), once.do(body)]);
    expect(count).toBe(1);
  });
});

describe.each([
  ["onceFunc", onceFunc],
  ["onceValue", onceValue],
  ["onceValues", onceValues],
] as [string, (f: () => any) => () => import("@gopark/core").Op<any>][])("%s", (_name, make) => {
  it("ON-06 runs the function once, at the first call", () =>
    run(function* () {
      let count = 0;
      const f = make(() => void count++);
      expect(count).toBe(0);
      for (let i = 0; i < 3; i++) yield* f();
      expect(count).toBe(1);
    }));

  it("ON-02 the others wait until it has ended", () =>
    run(function* () {
      let isOver = false;
      const f = make(function* () {
        yield* gosched();
        isOver = true;
      });
      const gs = Array.from({ length: 3 }, () =>
        go(function* () {
          yield* f();
          return isOver;
        }),
      );
      for (const g of gs) expect(yield* g.join()).toBe(true);
    }));

  it("ON-06 ON-07 if it panics, every call panics with the same value", () =>
    run(function* () {
      for (const value of [new Error("boom"), 7, undefined]) {
        let count = 0;
        const f = make(() => {
          count++;
          throw value;
        });
        for (let i = 0; i < 3; i++) expect(yield* thrownBy(f())).toBe(value);
        expect(count).toBe(1);
      }
    }));

  it("ON-07 PN-10 the first call raises it again, the others panic anew, and reports say so", async () => {
    const boom = new Error("boom");
    const f = make(() => {
      throw boom;
    });
    const crashOf = async () => ((await run(f).catch((error: unknown) => error)) as Error).message;
    expect(await crashOf()).toBe("panic: boom [recovered, repanicked]");
    expect(await crashOf()).toBe("panic: boom");
  });

  it("ON-08 the trace of the panic reaches the function", () =>
    run(function* () {
      const f = make(function thrower() {
        throw new Error("boom");
      });
      for (let i = 0; i < 2; i++) {
        const error = yield* thrownBy(f());
        expect((error as Error).stack).toContain("thrower");
      }
    }));

  it("ON-09 once it has ended, the function is let go", async () => {
    const made = run(function* () {
      const big = {};
      const f = make(() => void big);
      yield* f();
      return { f, refs: [new WeakRef(big)] };
    });
    const { f, refs } = await made;
    expect(await alive(refs)).toBe(0);
    expect(f).toBeTypeOf("function");
  });

  it("ON-09 so it is once it has panicked, though the error has its frames", async () => {
    const made = run(function* () {
      const big = {};
      const f = make(() => {
        throw new Error(typeof big);
      });
      yield* thrownBy(f());
      return { f, refs: [new WeakRef(big)] };
    });
    const { f, refs } = await made;
    expect(await alive(refs)).toBe(0);
    expect(f).toBeTypeOf("function");
  });

  it("ON-12 if it ends by goexit, the first caller panics with a PanicNilError, and so do all later ones", async () => {
    const f = make(goexit);
    const error = await run(function* () {
      go(() => f());
      yield* chan().recv();
    }).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(GoPanic);
    expect((error as GoPanic).value).toBeInstanceOf(PanicNilError);
    const outcomes = await run(function* () {
      return [yield* thrownBy(f()), yield* thrownBy(f())];
    });
    for (const outcome of outcomes) expect(outcome).toBeInstanceOf(PanicNilError);
  });

  it("a program that unwinds while it runs ends as it would: no panic is added", async () => {
    const f = make(() => chan().recv());
    const result = await run(
      function* () {
        go(() => f());
        yield* settle();
        return "over";
      },
      { onExit: "unwind" },
    );
    expect(result).toBe("over");
    expect(await run(() => thrownBy(f()))).toBeInstanceOf(PanicNilError);
  });
});

describe("the result", () => {
  it("ON-07 onceValue gives it to every caller", () =>
    run(function* () {
      const made = onceValue(function* () {
        yield* gosched();
        return { n: 1 };
      });
      const first = yield* made();
      expect(yield* made()).toBe(first);
      expect(first).toEqual({ n: 1 });
    }));

  it("ON-07 onceValues gives all of them", () =>
    run(function* () {
      const made = onceValues(() => [1, "x"] as const);
      const [n, text] = yield* made();
      expect([n, text]).toEqual([1, "x"]);
    }));

  it("a result that could itself be performed is given as it is", () =>
    run(function* () {
      const ch = chan<number>(1);
      const made = onceValue(function* () {
        yield* gosched();
        return { op: ch.recv() };
      });
      yield* made();
      ch.trySend(7);
      expect(yield* (yield* made()).op).toBe(7);
    }));
});
