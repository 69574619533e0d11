import { describe, expect, test } from "vitest";
import { runLong as run } from "../../test/run-long.js";
import { type Chan, chan, nilChan } from "../chan.js";
import { GoPanic, RuntimeError, report } from "../errors.js";
import { defer, func } from "../func.js";
import { go } from "../go.js";
import { call, type Go, gosched, type Op, sleep, wait } from "../op.js";

function closed(...values: number[]): Chan<number> {
  const ch = chan<number>(1);
  for (const v of values) ch.trySend(v);
  ch.close();
  return ch;
}

function thrownBy(f: () => unknown): RuntimeError {
  try {
    f();
  } catch (error) {
    expect(error).toBeInstanceOf(RuntimeError);
    return error as RuntimeError;
  }
  return expect.unreachable();
}

/** What a goroutine gets thrown that yields `value`. */
function yielding(value: unknown): Promise<RuntimeError> {
  return run(function* (): Generator<any, RuntimeError, any> {
    try {
      yield value;
    } catch (error) {
      expect(error).toBeInstanceOf(RuntimeError);
      // It keeps the CPU and goes on as after any throw.
      yield* gosched();
      return error as RuntimeError;
    }
    return expect.unreachable();
  } as () => Go<RuntimeError>);
}

describe("a capacity that is none", () => {
  test.each([-1, -0.5, 0.5, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 32, 2 ** 53, 1e300])(
    "%d panics with Go's text, and the report tells want and got",
    (capacity) => {
      const error = thrownBy(() => chan(capacity));
      expect(error.message).toBe("makechan: size out of range");
      expect(error.detail).toMatch(/want 0\.\.2\^32-1, got /);
      expect(error.detail).toContain(`got ${capacity} (number)`);
      expect(report(error)).toContain(error.detail);
    },
  );

  test.each<[unknown, string]>([
    ["3", "got 3 (string)"],
    [null, "got null"],
    [true, "got true (boolean)"],
    [3n, "got 3 (bigint)"],
    [{}, "got Object (object)"],
    [Symbol("s"), "got Symbol(s) (symbol)"],
    [Object.create(null), "(object)"],
  ])("so does what is no number, %o", (capacity, got) => {
    expect(thrownBy(() => chan(capacity as number)).detail).toContain(got);
  });

  test.each([0, -0, 1, 2 ** 31, 2 ** 32 - 1])("%d is one, and costs nothing until it is used", (capacity) => {
    expect(chan(capacity).cap === capacity).toBe(true);
  });
});

describe("an async generator function as a body", () => {
  const WANTED = /^function: want a function\*, got AsyncGenerator \(object\)$/;
  function* idle(): Go {}
  let hasRun = false;
  async function* astray(): AsyncGenerator<number, void> {
    hasRun = true;
    yield 1;
  }
  const body = astray as unknown as () => void;
  /** What is thrown in the goroutine. */
  const thrown = async (f: () => Op<unknown>): Promise<unknown> =>
    run(function* () {
      try {
        yield* f();
      } catch (error) {
        return error;
      }
      return "nothing";
    });

  test.each<[string, () => Op<unknown>]>([
    ["call", () => call(body)],
    ["func", () => func(body)()],
    ["range", () => closed(1).range(body)],
    ["wait for a call of it in another program", () => wait(run(() => call(body).then((v) => v)))],
  ])("%s throws what was wanted and what was got, where it can be caught", async (_name, f) => {
    const error = (await thrown(f)) as Error;
    const mistake = error instanceof GoPanic ? error.value : error;
    expect(mistake).toBeInstanceOf(TypeError);
    expect((mistake as Error).message).toMatch(WANTED);
    expect(hasRun).toBe(false);
  });

  test.each<[string, () => Promise<unknown>]>([
    ["run", () => run(body)],
    ["go", () => run(() => go(body).join())],
    ["a deferred call", () => run(() => func((fn) => fn.defer(body))())],
    ["what a plain function gives", () => run(() => body())],
  ])("%s: it is a panic", async (_name, f) => {
    const error = (await f().catch((e: unknown) => e)) as GoPanic;
    expect(error).toBeInstanceOf(GoPanic);
    expect((error.value as Error).message).toMatch(WANTED);
    expect(hasRun).toBe(false);
  });

  test("outside goroutines the await fails", async () => {
    await expect(Promise.resolve(call(body))).rejects.toThrow(WANTED);
  });

  test("a block that defers one gets the mistake at its end", () => {
    expect(() => {
      using _ = defer(body);
    }).toThrow(WANTED);
  });

  test("a generator where a function is wanted is told by its name", async () => {
    await expect(run(idle() as never)).rejects.toThrow(/^run: want a function, got Generator \(object\)$/);
  });
});

describe("a yielded value that is no operation", () => {
  const FORGOTTEN_STAR = ["an operation", "want yield*"] as const;

  test.each<[string, unknown, readonly [got: string, want: string]]>([
    ["a number", 5, ["5 (number)", "want yield* of an operation"]],
    ["a string", "text", ["text (string)", "want yield* of an operation"]],
    ["undefined", undefined, ["undefined", "want yield* of an operation"]],
    ["null", null, ["null", "want yield* of an operation"]],
    ["an object", { a: 1 }, ["Object (object)", "want yield* of an operation"]],
    ["an object without a class", Object.create(null), ["(object)", "want yield* of an operation"]],
    ["a function", function named() {}, ["named (function)", "want yield* of an operation"]],
    ["a symbol", Symbol("s"), ["Symbol(s) (symbol)", "want yield* of an operation"]],
    ["a receive: the star was forgotten", chan().recv(), FORGOTTEN_STAR],
    ["a call: the star was forgotten", call(() => 1), FORGOTTEN_STAR],
    ["a loop: the star was forgotten", closed().range(() => {}), FORGOTTEN_STAR],
    ["gosched: the star was forgotten", gosched(), FORGOTTEN_STAR],
    ["a promise", Promise.resolve(), ["a promise", "want yield* wait(promise)"]],
    // biome-ignore lint/suspicious/noThenProperty: what is tested.
    ["a thenable", { then() {} }, ["a promise", "want yield* wait(promise)"]],
  ])("%s: the text says what it was, and what was meant", async (_name, value, [got, want]) => {
    const error = await yielding(value);
    expect(error.message.startsWith("goroutine yielded")).toBe(true);
    expect(error.message).toContain(got);
    expect(error.message).toContain(want);
    expect(error.value).toBe(value);
  });

  test("a generator of a body: the star was forgotten", async () => {
    function* body(): Go {}
    expect((await yielding(body())).message).toMatch(/yield\*/);
  });

  test("a long text is cut", async () => {
    expect((await yielding("x".repeat(10_000))).message.length).toBeLessThan(120);
  });

  test("nobody catches it: it is a panic, in a callee as well", async () => {
    const bad = function* (): Generator<any, void, any> {
      yield 5;
    } as () => Go;
    await expect(run(bad)).rejects.toThrow(/^panic: goroutine yielded.* 5 \(number\)/);
    await expect(run(() => call(bad))).rejects.toThrow(/^panic: goroutine yielded.* 5 \(number\)/);
    await expect(
      run(function* () {
        yield* bad();
      }),
    ).rejects.toThrow(/^panic: goroutine yielded.* 5 \(number\)/);
  });

  test("the mistake is thrown where the yield stands, in the innermost of several calls", async () => {
    const log: string[] = [];
    await run(function* () {
      yield* call(function* (): Go {
        try {
          yield* call(function* (): Generator<any, void, any> {
            try {
              yield 5;
            } catch (error) {
              log.push((error as Error).message.slice(0, 17));
            }
            yield* gosched();
          } as () => Go);
          log.push("the caller goes on");
        } catch {
          log.push("never");
        }
      });
      log.push("main goes on");
    });
    expect(log).toEqual(["goroutine yielded", "the caller goes on", "main goes on"]);
  });
});

describe("an operation outside goroutines", () => {
  test.each<[string, () => Op<unknown>]>([
    ["a receive that could complete", () => closed().recv()],
    ["a receive that would wait", () => chan().recv()],
    ["a send", () => chan(1).send(1)],
    ["a call", () => call(() => expect.unreachable())],
    ["a wait", () => wait(1)],
    ["a sleep", () => sleep(0)],
    ["gosched", () => gosched()],
    ["a nil channel's", () => nilChan().recv()],
  ])("yield* of %s says so, and has no effect", (_name, make) => {
    const op = make();
    function* byHand(): Generator<unknown, void, unknown> {
      yield* op;
    }
    expect(() => byHand().next()).toThrow(RuntimeError);
    expect(() => [...byHand()]).toThrow(/yield\* outside a goroutine: .*(go|run|await)/);
  });

  test("it can be performed afterwards, where it belongs", async () => {
    const ch = chan<number>(1);
    const op = ch.send(1);
    expect(() => [...(op as Iterable<unknown>)]).toThrow(/outside a goroutine/);
    await op;
    expect(ch.len).toBe(1);
  });
});

describe("the code of a mistake", () => {
  test.each<[string, () => unknown | Promise<unknown>, string]>([
    ["a bad capacity", () => thrownBy(() => chan(-1)), "makechan"],
    ["a send on a closed channel", () => thrownBy(() => closed().trySend(1)), "send on closed channel"],
    ["a second close", () => thrownBy(() => closed().close()), "close of closed channel"],
    ["a close of a nil channel", () => thrownBy(() => nilChan().close()), "close of nil channel"],
    ["a foreign yield", () => yielding(5), "goroutine yielded"],
    ["a forgotten star", () => yielding(gosched()), "goroutine yielded"],
  ])("%s: it is stable, whatever the text goes on to tell", async (_name, make, code) => {
    expect(((await make()) as RuntimeError).code).toBe(code);
  });
});

describe("a value that can't be delivered", () => {
  test("is given back by send and trySend", () =>
    run(function* () {
      const value = { deep: [1] };
      const ch = chan<typeof value>();
      const errors: RuntimeError[] = [];
      const sender = go(function* () {
        try {
          yield* ch.send(value);
        } catch (error) {
          errors.push(error as RuntimeError);
        }
      });
      yield* gosched();
      ch.close();
      yield* sender.join();
      errors.push(thrownBy(() => ch.trySend(value)));
      expect(errors.map((e) => e.value === value)).toEqual([true, true]);
    }));
});
