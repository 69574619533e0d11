import { call, chan, type Go, go, goexit, gosched } from "@gopark/core";
import { withLock } from "@gopark/core/internal";
import { select } from "@gopark/select";
import { describe, expect, it } from "vitest";
import { runLong as run } from "../../core/test/run-long.js";
import { settle } from "../../core/test/settle.js";
import { checkMutex, watched } from "../test/check-lock.js";
import { HMutex } from "./hmutex.js";
import type { Locker } from "./locker.js";

function make(): HMutex {
  return watched(new HMutex(), checkMutex);
}

describe("withLock", () => {
  it("makes no function of its own: the first call of each generator function is slow", () => {
    const [one, other] = [make().withLock(() => 1), make().withLock(() => 2)] as { fn?: unknown }[];
    expect([typeof one?.fn, one?.fn]).toEqual(["function", other?.fn]);
  });

  it.each<[string, () => Go<number> | Promise<number> | number]>([
    [
      "a generator function",
      function* () {
        yield* gosched();
        return 7;
      },
    ],
    ["a plain function", () => 7],
    ["an async function", async () => 7],
  ])("runs %s with the lock held, gives its result and unlocks", (_name, body) =>
    run(function* () {
      const mu = make();
      const held: boolean[] = [];
      const result = yield* mu.withLock(() => {
        held.push(!mu.tryLock());
        return body();
      });
      expect([result, held, mu.tryLock()]).toEqual([7, [true], true]);
    }),
  );

  it("MU-07 unlocks when the body panics, by a goexit, and at the end of a program that unwinds", async () => {
    const mu = make();
    await run(function* () {
      const boom = new Error("boom");
      const failing = call(() => mu.withLock(() => Promise.reject(boom)));
      expect(yield* go(() => failing.then(undefined, (e: unknown) => e)).join()).toBe(boom);
      expect(mu.tryLock()).toBe(true);
      mu.unlock();
      yield* go(() => mu.withLock(goexit)).join();
      expect(mu.tryLock()).toBe(true);
      mu.unlock();
    });
    await run(
      function* () {
        go(() => mu.withLock(() => chan().recv()));
        yield* settle();
        expect(mu.tryLock()).toBe(false);
      },
      { onExit: "unwind" },
    );
    expect(mu.tryLock()).toBe(true);
  });

  it("takes any Locker, and asks for nothing but its lock and unlock", () =>
    run(function* () {
      const log: string[] = [];
      const custom: Locker = {
        lock: () => call(() => void log.push("lock")),
        unlock: () => void log.push("unlock"),
      };
      const op = withLock(custom, () => log.push("body"));
      expect(log).toEqual([]);
      expect(yield* op).toBe(2);
      expect(log).toEqual(["lock", "body", "unlock"]);
    }));

  it("a body that is no function is refused, and the lock is free", () =>
    run(function* () {
      const mu = make();
      let error: unknown;
      try {
        yield* mu.withLock(7 as unknown as () => void);
      } catch (e) {
        error = e;
      }
      expect(error).toBeInstanceOf(TypeError);
      expect(mu.tryLock()).toBe(true);
    }));

  it("works outside goroutines", async () => {
    const mu = make();
    expect(await mu.withLock(() => mu.tryLock())).toBe(false);
    expect(mu.tryLock()).toBe(true);
  });
});

describe("guard", () => {
  it("unlocks at the end of the block, once", () =>
    run(function* () {
      const mu = make();
      {
        using guard = yield* mu.guard();
        expect(mu.tryLock()).toBe(false);
        guard[Symbol.dispose]();
        expect(mu.tryLock()).toBe(true);
      }
      expect(mu.tryLock()).toBe(false);
      mu.unlock();
      expect(mu.tryLock()).toBe(true);
    }));

  it("MU-07 unlocks when the block panics, and by a goexit", () =>
    run(function* () {
      const mu = make();
      const section = function* (inner: () => Go<unknown>): Go {
        using _guard = yield* mu.guard();
        yield* inner();
      };
      yield* go(section, function* () {
        yield* goexit();
      }).join();
      expect(mu.tryLock()).toBe(true);
      mu.unlock();
      let text = "";
      try {
        yield* section(function* () {
          throw new Error("boom");
        });
      } catch (error) {
        text = (error as Error).message;
      }
      expect([text, mu.tryLock()]).toEqual(["boom", true]);
    }));

  it("each time it is performed, as a select may do, it gives another one", () =>
    run(function* () {
      const mu = make();
      const either = select([mu.guard()]);
      for (let i = 0; i < 3; i++) {
        const [, guard] = yield* either;
        expect(mu.tryLock()).toBe(false);
        guard[Symbol.dispose]();
        expect(mu.tryLock()).toBe(true);
        mu.unlock();
      }
    }));

  it("has no effect before it is performed", () => {
    const mu = make();
    mu.guard();
    expect(mu.tryLock()).toBe(true);
  });
});
