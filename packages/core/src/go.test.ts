import { describe, expect, test } from "vitest";
import { useFakeHost } from "../test/fake-host.js";
import { runLong as run } from "../test/run-long.js";
import { settle } from "../test/settle.js";
import { chan } from "./chan.js";
import { numGoroutine } from "./debug.js";
import { FatalError, GoPanic } from "./errors.js";
import { type Goroutine, go } from "./go.js";
import { call, type Go, goexit, gosched, wait } from "./op.js";

function* double(n: number): Go<number> {
  yield* gosched();
  return n * 2;
}

describe("go", () => {
  test("the arguments are evaluated now, the body runs later", () =>
    run(function* () {
      const log: string[] = [];
      const evaluated = (name: string): string => {
        log.push(`evaluated ${name}`);
        return name;
      };
      go((a: string, b: string) => void log.push(`runs with ${a} ${b}`), evaluated("a"), evaluated("b"));
      log.push("go has returned");
      yield* settle();
      expect(log).toEqual(["evaluated a", "evaluated b", "go has returned", "runs with a b"]);
    }));

  test("the starter goes on until it parks, however many it starts", () =>
    run(function* () {
      let ran = 0;
      for (let i = 0; i < 1000; i++) go(() => void ran++);
      expect(ran).toBe(0);
      yield* settle();
      expect(ran).toBe(1000);
    }));

  test("the body may be a generator function, an async function, a plain one, or give an operation", () =>
    run(function* () {
      const ch = chan<string>(1);
      ch.trySend("received");
      const bodies: Goroutine<unknown>[] = [
        go(double, 4),
        go(async (n: number) => {
          await Promise.resolve();
          return n + 1;
        }, 4),
        go((n: number) => n - 1, 4),
        go(() => ch.recv()),
        go(() => call(double, 5)),
        go(() => Promise.resolve("promised")),
      ];
      const results: unknown[] = [];
      for (const g of bodies) results.push(yield* g.join());
      expect(results).toEqual([8, 5, 3, "received", 10, "promised"]);
    }));

  test("the handle tells id, name and status from start to end", () =>
    run(function* () {
      const ch = chan<string>();
      const g: Goroutine<string> = go(function* worker() {
        expect(g.status).toBe("running");
        return (yield* ch.recv()) ?? "";
      });
      expect([g.id, g.name, g.status]).toEqual([2, "worker", "runnable"]);
      yield* settle();
      expect(g.status).toBe("waiting");
      ch.trySend("done");
      expect(g.status).toBe("runnable");
      expect(yield* g.join()).toBe("done");
      expect(g.status).toBe("dead");
    }));

  test("a function without a name is called func", () =>
    run(function* () {
      expect(go((() => () => {})()).name).toBe("func");
      yield* settle();
    }));

  test("ids count from 1 in each program and are never used again", () =>
    run(function* () {
      const ids: number[] = [];
      for (let i = 0; i < 3; i++) {
        const g = go(() => {});
        ids.push(g.id);
        yield* g.join();
      }
      expect(ids).toEqual([2, 3, 4]);
      const inner = run(function* () {
        return go(() => {}).id;
      });
      expect(yield* wait(inner)).toBe(2);
    }));

  test("a goroutine outlives the one that started it", () =>
    run(function* () {
      const ch = chan<string>();
      const starter = go(function* () {
        go(function* () {
          yield* gosched();
          yield* ch.send("still here");
        });
      });
      yield* starter.join();
      expect(yield* ch.recv()).toBe("still here");
    }));

  test("each of many callers of join gets the result, before and after the end", () =>
    run(function* () {
      const g = go(double, 21);
      const joiners = [1, 2, 3].map(() => go(() => g.join()));
      const results: unknown[] = [];
      for (const joiner of joiners) results.push(yield* joiner.join());
      results.push(yield* g.join(), yield* g.join());
      expect(results).toEqual([42, 42, 42, 42, 42]);
    }));

  test("join after goexit gives undefined", () =>
    run(function* () {
      const g = go(function* () {
        yield* goexit();
        return 1;
      });
      expect(yield* g.join()).toBe(undefined);
      expect(g.status).toBe("dead");
    }));

  test.each([
    ["a number", 5, "go: want a function, got 5 (number)"],
    ["a string", "f", "go: want a function, got f (string)"],
    ["a generator already started", double(1), /^go: want a function, got .*\(object\)$/],
    ["an operation", chan().recv(), /^go: want a function, got .*\(object\)$/],
    ["a promise", Promise.resolve(), "go: want a function, got Promise (object)"],
  ])("%s in place of a function is a TypeError that says what it got", (_name, got, message) =>
    run(function* () {
      expect(() => go(got as never)).toThrow(TypeError);
      expect(() => go(got as never)).toThrow(message);
    }),
  );

  test.each([null, undefined])("go of %s ends the program with Go's fatal error", async (nil) => {
    const over = run(function* () {
      yield* gosched();
      go(nil as never);
    });
    await expect(over).rejects.toBeInstanceOf(FatalError);
    await expect(over).rejects.toThrow(/^fatal error: go of nil func value\n\ngoroutine 1 \[running\]:/);
  });

  test("go of a nil function can't be caught: its goroutine does not go on, and no other runs", async () => {
    const log: string[] = [];
    const over = run(function* () {
      go(() => void log.push("a goroutine started before"));
      try {
        go(null as never);
        log.push("after go");
        yield* gosched();
        log.push("after gosched");
      } catch {
        yield* gosched();
        log.push("after catch");
      }
    });
    await expect(over).rejects.toThrow("go of nil func value");
    await new Promise(setImmediate);
    expect(log).toEqual([]);
  });

  test("go of a nil function outside goroutines is thrown", () => {
    expect(() => go(undefined as never)).toThrow("fatal error: go of nil func value");
  });
});

describe("go outside goroutines", () => {
  const fake = useFakeHost();

  test("an event handler can start goroutines, which run when the stack is empty", async () => {
    const target = new EventTarget();
    const ch = chan<number>();
    const log: string[] = [];
    target.addEventListener("tick", () => {
      go(function* () {
        log.push(`got ${yield* ch.recv()}`);
      });
      go(() => ch.send(7));
      log.push("the handler returns");
    });
    target.dispatchEvent(new Event("tick"));
    expect(log).toEqual(["the handler returns"]);
    await fake.host.settle();
    expect(log).toEqual(["the handler returns", "got 7"]);
  });

  test("a panic there is an uncaught exception, and the other goroutines go on", async () => {
    const boom = new Error("boom");
    let isOver = false;
    go(function* () {
      yield* gosched();
      throw boom;
    });
    go(function* () {
      for (let i = 0; i < 5; i++) yield* gosched();
      isOver = true;
    });
    await fake.host.settle();
    expect(isOver).toBe(true);
    expect(fake.host.uncaught).toHaveLength(1);
    expect(fake.host.uncaught[0]).toBeInstanceOf(GoPanic);
    expect((fake.host.uncaught[0] as GoPanic).cause).toBe(boom);
  });

  test("such goroutines may wait for ever: that is no deadlock", async () => {
    const before = numGoroutine();
    go(() => chan().recv());
    await fake.host.settle();
    fake.host.runDry();
    await fake.host.advance(10_000);
    expect(numGoroutine()).toBe(before + 1);
    expect(fake.host.uncaught).toEqual([]);
  });

  test("join awaited in async code gives the result", async () => {
    expect(await fake.host.finish(Promise.resolve(go(double, 3).join()))).toBe(6);
  });
});

describe("run", () => {
  test.each<[string, () => unknown]>([
    [
      "a generator function",
      function* () {
        yield* gosched();
        return 7;
      },
    ],
    ["an async function", async () => 7],
    ["a plain function", () => 7],
    ["a function that gives an operation", () => call(() => 7)],
  ])("main may be %s; its result is that of the promise", async (_name, main) => {
    expect(await run(main)).toBe(7);
  });

  test("main starts after run has returned", async () => {
    const log: string[] = [];
    const over = run(() => void log.push("main"));
    log.push("run has returned");
    await over;
    expect(log).toEqual(["run has returned", "main"]);
  });

  test("a panic of main rejects with what was thrown as the cause", async () => {
    const boom = new Error("boom");
    const over = run(function* () {
      throw boom;
    });
    await expect(over).rejects.toBeInstanceOf(GoPanic);
    await expect(over).rejects.toMatchObject({
      message: "panic: boom",
      goroutine: 1,
      value: boom,
      cause: boom,
    });
  });

  test("a panic of any goroutine rejects, and nothing of the program runs any more", async () => {
    let isAfter = false;
    const over = run(function* () {
      go(function* () {
        yield* gosched();
        throw "in two";
      });
      for (let i = 0; i < 5; i++) yield* gosched();
      isAfter = true;
    });
    await expect(over).rejects.toMatchObject({ message: "panic: in two", goroutine: 2, value: "in two" });
    await new Promise(setImmediate);
    expect(isAfter).toBe(false);
  });

  test.each<[string, () => unknown]>([
    ["an async body rejects", async () => Promise.reject(new Error("boom"))],
    [
      "a plain body throws",
      () => {
        throw new Error("boom");
      },
    ],
    [
      "a nested generator throws",
      function* () {
        yield* (function* (): Go {
          yield* gosched();
          throw new Error("boom");
        })();
      },
    ],
  ])("%s: that is a panic", async (_name, body) => {
    const over = run(function* () {
      go(body);
      yield* chan().recv();
    });
    await expect(over).rejects.toMatchObject({ message: "panic: boom", goroutine: 2 });
  });

  test("a throw that is caught is none", () =>
    run(function* () {
      try {
        yield* wait(Promise.reject(new Error("boom")));
        expect.unreachable();
      } catch (error) {
        expect((error as Error).message).toBe("boom");
      }
    }));

  test("what is no function rejects with what was wanted and what was got", async () => {
    await expect(run(5 as never)).rejects.toThrow("run: want a function, got 5 (number)");
    await expect(run(undefined as never)).rejects.toThrow(TypeError);
  });
});
