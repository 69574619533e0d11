/**
 * What happens here where Go does something else: docs/guide/differences-from-go.md, entry by entry. Those that are tested beside
 * their source, or in packages/workers, have their numbers in the titles there.
 */
import { describe, expect, it } from "vitest";
import { runLong } from "../../core/test/run-long.js";
import {
  call,
  chan,
  debug,
  ErrGroup,
  FatalError,
  func,
  type Go,
  GoPanic,
  go,
  goexit,
  gosched,
  Int32,
  Mutex,
  numGoroutine,
  PanicValue,
  Pool,
  panic,
  RuntimeError,
  RWMutex,
  report,
  run,
  SingleFlight,
  SyncMap,
  select,
  sleep,
  stack,
  Ticker,
  timeout,
  Value,
  WaitGroup,
  Weighted,
  withCancel,
} from "./index.js";

describe("values and types", () => {
  it("D-01 a closed channel gives undefined", async () => {
    const ch = chan<number>();
    ch.close();
    expect(await ch.recv()).toBeUndefined();
  });

  it("D-10 the buffer of a channel takes no memory until it is used", () => {
    expect(chan<number>(2 ** 32 - 1).trySend(1)).toBe(true);
  });

  it("D-11 an object that panics prints as JSON", async () => {
    const crash = await run(() => panic({ a: 1 })).catch((error: unknown) => error);
    expect((crash as Error).message).toBe('panic: {"a":1}');
  });

  it("D-71 an error that panics prints its name, unless its toString says otherwise", async () => {
    class NotFound extends Error {
      override readonly name = "NotFound";
    }
    class Told extends NotFound {
      override toString(): string {
        return this.message;
      }
    }
    const told = async (error: Error) =>
      ((await run(() => panic(error)).catch((e: unknown) => e)) as Error).message;
    expect(await told(new Error("x"))).toBe("panic: x");
    expect(await told(new NotFound("x"))).toBe("panic: NotFound: x");
    expect(await told(new Told("x"))).toBe("panic: x");
  });

  it("D-16 PN-21 an index out of range is no panic", async () => {
    expect(await run(() => ([1, 2] as number[])[5])).toBeUndefined();
  });

  it("D-23 MP-05 MP-07 any value is a key, compared as in a Map", () => {
    const map = new SyncMap<unknown, number>();
    const key = [1];
    map.store(key, 1);
    map.store(Number.NaN, 2);
    expect(map.load(key)).toEqual([1, true]);
    expect(map.load([1])).toEqual([undefined, false]);
    expect(map.load(Number.NaN)).toEqual([2, true]);
  });

  it("D-25 AT-05 an atomic Value fixes typeof and prototype", () => {
    const value = new Value<number | string>();
    value.store(1);
    value.store(2);
    expect(() => value.store("x")).toThrow("sync/atomic: store of inconsistently typed value into Value");
  });
});

describe("goroutines and programs", () => {
  it("D-02 a goroutine keeps the CPU until it performs an operation", async () => {
    const lines: string[] = [];
    await run(function* () {
      const g = go(() => lines.push("other"));
      for (let i = 0; i < 1e6; i++) if (i % 250_000 === 0) lines.push("main");
      yield* g.join();
    });
    expect(lines).toEqual(["main", "main", "main", "main", "other"]);
  });

  it("D-06 D-07 ids count up, and go gives a handle", async () => {
    await run(function* () {
      const ids = [1, 2, 3].map(() => go(function* () {}).id);
      expect(ids).toEqual([2, 3, 4]);
      yield* gosched();
    });
  });

  it("D-08 a panic rejects run and leaves the process alone", async () => {
    await expect(run(() => panic("boom"))).rejects.toBeInstanceOf(GoPanic);
  });

  it("D-09 DM-04 a dump tells functions, and who created a goroutine while debugging is on", async () => {
    debug(true);
    try {
      // Finding out where a goroutine is created may take longer than a slice.
      await run(
        function* main() {
          go(function* worker() {
            yield* chan().recv();
          });
          yield* gosched();
          expect(stack()).toMatch(
            /goroutine 2 \[chan receive\]:\nworker\(\.\.\.\)\n[\s\S]*created by goroutine 1\n/,
          );
        },
        { slice: 60_000 },
      );
    } finally {
      debug(false);
    }
  });

  it("D-12 what an async body starts after an await is in the default program", async () => {
    let isCounted = true;
    await run(async () => {
      await null;
      const before = numGoroutine();
      const g = go(() => sleep(0));
      isCounted = numGoroutine() === before + 1;
      await g.join();
    });
    expect(isCounted).toBe(true);
  });

  it("D-31 DM-15 no goroutine is locked to a thread", async () => {
    await run(() => expect(stack()).not.toContain("locked to thread"));
  });
});

describe("panics", () => {
  it("D-04 try and catch see the panics that recover sees, and the other way round", async () => {
    const f = func((fn) => {
      fn.defer(() => {
        fn.result = fn.recover();
      });
      throw "thrown";
    });
    expect(await run(f)).toBe("thrown");
    await run(function* () {
      try {
        yield* func(() => panic(new Error("e")))();
      } catch (error) {
        expect((error as Error).message).toBe("e");
      }
    });
  });

  it("D-04 a panic in a finally block is printed alone", async () => {
    const crash = await run(function* () {
      try {
        yield* call(() => panic("first"));
      } finally {
        panic("second");
      }
    }).catch((error: unknown) => error);
    expect((crash as Error).message).toBe("panic: second");
  });

  it("D-13 RC-02 RC-03 RC-05 recover works through a helper, and as the deferred call itself", async () => {
    const helper = (fn: { recover(): unknown }): unknown => fn.recover();
    const f = func((fn) => {
      fn.defer(() => {
        fn.result = helper(fn);
      });
      panic("helped");
    });
    expect(await run(f)).toBe("helped");
    const itself = func((fn) => {
      fn.defer(() => fn.recover());
      panic("stopped");
    });
    expect(await run(itself)).toBeUndefined();
  });

  it("D-72 a throw goes on with the panic that a catch has stopped, a panic begins a new one", async () => {
    const error = new Error("error");
    const replaces = func((fn) => {
      fn.defer(() => panic(error));
      panic("first");
    });
    const told = (again: () => never) =>
      run(function* () {
        try {
          yield* replaces();
        } catch {
          again();
        }
      }).catch((crash: unknown) => (crash as Error).message);
    expect(await told(() => panic(error))).toBe("panic: error");
    const thrown = await told(() => {
      throw error;
    });
    expect(thrown).toBe("panic: first\n\tpanic: error");
  });

  it("D-14 a catch sees a PanicValue where recover sees the value", () => {
    expect(() => panic("x")).toThrow(PanicValue);
  });

  it("D-15 returning undefined leaves the result as it is", async () => {
    const f = func((fn) => {
      fn.result = 1;
      return undefined;
    });
    expect(await run(f)).toBe(1);
  });

  it("D-17 PN-36 a recursion of yield* that overflows the stack is a panic; call goes on", async () => {
    function* deep(n: number): Generator<never, number> {
      return n === 0 ? 0 : 1 + (yield* deep(n - 1));
    }
    const f = func(function* (fn) {
      fn.defer(() => {
        fn.result = fn.recover() instanceof RangeError;
      });
      yield* deep(1e6);
    });
    expect(await run(f)).toBe(true);
    function* called(n: number): Generator<any, number, any> {
      return n === 0 ? 0 : 1 + (yield* call(called, n - 1));
    }
    expect(await run(() => called(50_000))).toBe(50_000);
  });

  it("D-19 unlock of an unlocked mutex outside any program throws", () => {
    expect(() => new Mutex().unlock()).toThrow(FatalError);
  });

  it("D-65 a finally block that waits has to be in a call, or goexit ends nothing but its generator", async () => {
    const lines: string[] = [];
    function* helper(): Go {
      try {
        yield* goexit();
      } finally {
        yield* gosched();
      }
    }
    await run(function* () {
      const called = go(function* () {
        yield* call(helper);
        lines.push("behind the call");
      });
      const nested = go(function* () {
        yield* helper();
        lines.push("behind plain yield*");
      });
      yield* called.join();
      yield* nested.join();
    });
    expect(lines).toEqual(["behind plain yield*"]);
  });

  it("D-65 a catch sees nothing of what a deferred call throws while the goroutine exits; recover does", async () => {
    const lines: unknown[] = [];
    const exits = func(function* (fn) {
      fn.defer(() => panic("meanwhile"));
      yield* goexit();
    });
    await run(function* () {
      const g = go(
        func(function* (fn) {
          fn.defer(() => lines.push(fn.recover()));
          try {
            yield* exits();
          } catch {
            lines.push("caught");
          } finally {
            lines.push("finally");
          }
          lines.push("behind");
        }),
      );
      yield* g.join();
    });
    expect(lines).toEqual(["finally", "meanwhile"]);
  });

  it("D-42 where printing the value of a panic panics, that goroutine alone is listed", async () => {
    const value = { toString: () => panic("no text") };
    const crash = await runLong(function* () {
      go(() => panic(value));
      yield* chan().recv();
    }).catch((error: unknown) => error);
    const text = report(crash);
    expect(text).toContain(
      "fatal error: panic while printing panic value: no text\n\ngoroutine 2 [running]:",
    );
    expect(text).not.toContain("goroutine 1");
  });

  it("DF-24 a defer inside the body of a range runs when the function returns", async () => {
    const lines: unknown[] = [];
    await run(
      func(function* (fn) {
        const ch = chan<number>(2);
        for (const n of [1, 2]) yield* ch.send(n);
        ch.close();
        yield* ch.range((n) => {
          fn.defer((k: number) => lines.push(k), n);
          lines.push("body");
        });
        lines.push("after the loop");
      }),
    );
    expect(lines).toEqual(["body", "body", "after the loop", 2, 1]);
  });

  it("PN-34 the first panic ends the program, a second one at the same time says nothing", async () => {
    const crash = await runLong(function* () {
      go(() => panic("first to run"));
      go(() => panic("second"));
      yield* goexit();
    }).catch((error: unknown) => error);
    expect(report(crash)).not.toContain("first to run");
    expect(report(crash)).toContain("panic: second");
  });
});

describe("select and sync", () => {
  it("D-18 a select that is kept is performed again with the same operations", async () => {
    const ch = chan<number>(2);
    const send = select({ ch: ch.send(1) });
    await send;
    await send;
    expect(ch.len).toBe(2);
  });

  it("D-20 CO-08 MU-17 WG-08 a lock that is assigned is the same lock", () => {
    const mutex = new Mutex();
    const copy = mutex;
    expect([mutex.tryLock(), copy.tryLock()]).toEqual([true, false]);
  });

  it("D-21 SC-26 who was handed a lock runs when the goroutine parks", async () => {
    const lines: string[] = [];
    await run(function* () {
      const mutex = new Mutex();
      mutex.tryLock();
      const g = go(function* () {
        yield* mutex.lock();
        lines.push("waiter");
      });
      yield* gosched();
      mutex.unlock();
      lines.push("still running");
      yield* g.join();
    });
    expect(lines).toEqual(["still running", "waiter"]);
  });

  it("D-22 MU-19 a lock that is waited for can be given up", async () => {
    await run(function* () {
      const mutex = new Mutex();
      mutex.tryLock();
      let isLate = false;
      try {
        yield* timeout(mutex.lock(), 1);
      } catch {
        isLate = true;
      }
      expect(isLate).toBe(true);
      mutex.unlock();
      expect(mutex.tryLock()).toBe(true);
    });
  });

  it("D-24 MP-08 MP-09 MP-10 a Map may be changed while it is walked", () => {
    const map = new Map([[1, 1]]);
    expect(() => {
      for (const [key] of map) if (key < 5) map.set(key + 1, 1);
    }).not.toThrow();
    expect(map.size).toBe(5);
  });

  it("D-26 the function that a Pool is made with is a plain one", () => {
    expect(new Pool(() => 1).get()).toBe(1);
  });

  it("D-27 AT-11 CH-25 plain and atomic access may be mixed: nothing comes between", async () => {
    const n = new Int32();
    let plain = 0;
    await run(function* () {
      const wg = new WaitGroup();
      for (let i = 0; i < 100; i++) {
        wg.go(() => {
          n.add(1);
          plain++;
        });
      }
      yield* wg.wait();
    });
    expect([n.load(), plain]).toEqual([100, 100]);
  });

  it("D-75 a panic in a function of a group is printed as it was raised, a fatal error by itself", async () => {
    const crash = await run(function* () {
      const group = new WaitGroup();
      group.go(() => panic("boom"));
      yield* group.wait();
    }).catch((error: unknown) => error);
    expect((crash as Error).message).toBe("panic: boom");
    const fatal = await run(
      func((fn) => {
        fn.defer(() => new Mutex().unlock());
        panic("boom");
      }),
    ).catch((error: unknown) => error);
    expect((fatal as Error).message.split("\n")[0]).toBe("fatal error: sync: unlock of unlocked mutex");
  });

  it("D-28 a function of a group starts when go is performed", async () => {
    await run(function* () {
      const group = new ErrGroup();
      let isRun = false;
      const start = group.go(() => {
        isRun = true;
      });
      yield* group.wait();
      expect(isRun).toBe(false);
      yield* start;
      yield* group.wait();
      expect(isRun).toBe(true);
    });
  });

  it("D-29 a refused release changes nothing", async () => {
    const tokens = new Weighted(1);
    expect(() => tokens.release(1)).toThrow("semaphore: released more than held");
    expect([tokens.tryAcquire(1), tokens.tryAcquire(1)]).toEqual([true, false]);
  });

  it.each([
    ["TM-15", "non-positive interval for Ticker.Reset", () => new Ticker(1).reset(0)],
    ["WG-03", "sync: negative WaitGroup counter", () => new WaitGroup().done()],
    ["AT-06", "sync/atomic: store of nil value into Value", () => new Value().store(undefined as never)],
    ["CX-12", "cannot create context from nil parent", () => withCancel(undefined as never)],
  ] as const)("D-34 %s the panic %j is a RuntimeError", (_row, text, misuse) => {
    expect(misuse).toThrow(RuntimeError);
    expect(misuse).toThrow(text);
  });

  it("D-47 RUnlock while a writer is inside and readers wait is the fatal error", async () => {
    const crash = await runLong(function* () {
      const rw = new RWMutex();
      yield* rw.lock();
      go(() => rw.rLock());
      yield* gosched();
      rw.rUnlock();
    }).catch((error: unknown) => error);
    expect(report(crash)).toContain("fatal error: sync: RUnlock of unlocked RWMutex");
  });

  it("D-48 of a panic that was cancelled by exiting and one that follows, the report names the latter alone", async () => {
    const crash = await run(
      func(function* (fn) {
        fn.defer(() => panic("then"));
        fn.defer(() => call(goexit));
        panic("first");
      }),
    ).catch((error: unknown) => error);
    expect((crash as Error).message).toBe("panic: then");
  });

  it("D-30 what the function of a single flight throws is thrown in its callers, in an error that holds it", async () => {
    const flight = new SingleFlight<string, number>();
    const error = await flight
      .do("key", () => {
        throw new RangeError("r");
      })
      .then(undefined, (error: unknown) => error);
    expect((error as { value: unknown }).value).toBeInstanceOf(RangeError);
  });
});
