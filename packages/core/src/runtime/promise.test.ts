import { describe, expect, test } from "vitest";
import { useFakeHost } from "../../test/fake-host.js";
import { opContract } from "../../test/op-contract.js";
import { runLong as run } from "../../test/run-long.js";
import { settle } from "../../test/settle.js";
import { chan } from "../chan.js";
import { Deadlock } from "../errors.js";
import { go } from "../go.js";
import { type Go, type Op, wait } from "../op.js";
import { m } from "./m.js";

opContract("wait for what is no promise", {
  ready: () => ({ make: () => wait("v"), outcome: { value: "v" } }),
});

opContract("wait for a promise", {
  waiting: () => {
    let resolve!: (v: string) => void;
    const promise = new Promise<string>((f) => void (resolve = f));
    return { make: () => wait(promise), outcome: { value: "v" }, complete: () => resolve("v") };
  },
});

opContract("wait for a promise that rejects", {
  waiting: () => {
    let reject!: (error: unknown) => void;
    const promise = new Promise<string>((_, f) => void (reject = f));
    promise.catch(() => {});
    const boom = new Error("boom");
    return { make: () => wait(promise), outcome: { error: boom }, complete: () => reject(boom) };
  },
});

function* outcomeOf(op: Op<unknown>): Go<unknown> {
  try {
    return yield* op;
  } catch (error) {
    return ["thrown", error];
  }
}

/** A thenable that behaves as `then` says. */
function thenable(
  then: (resolve: (v: unknown) => void, reject: (e: unknown) => void) => void,
): PromiseLike<unknown> {
  return { then } as PromiseLike<unknown>;
}

describe("wait", () => {
  test("the others go on meanwhile", () =>
    run(function* () {
      let resolve!: (v: string) => void;
      const log: string[] = [];
      const waiting = go(function* () {
        log.push(yield* wait(new Promise<string>((f) => void (resolve = f))));
      });
      yield* settle();
      expect(waiting.status).toBe("waiting");
      log.push("main");
      resolve("settled");
      yield* waiting.join();
      expect(log).toEqual(["main", "settled"]);
    }));

  test.each([undefined, null, 0, "", Number.NaN, {}, []])(
    "a value that is no promise, %j, is there at once",
    (value) =>
      run(function* () {
        expect(yield* wait(value)).toBe(value);
      }),
  );

  test("a thenable that calls back synchronously is taken", () =>
    run(function* () {
      expect(yield* outcomeOf(wait(thenable((resolve) => resolve("now"))))).toBe("now");
      expect(yield* outcomeOf(wait(thenable((_, reject) => reject("no"))))).toEqual(["thrown", "no"]);
    }));

  test("a thenable that calls back more than once is taken at its first word", () =>
    run(function* () {
      const twice = thenable((resolve, reject) => {
        resolve("first");
        reject("second");
        queueMicrotask(() => resolve("third"));
      });
      expect(yield* outcomeOf(wait(twice))).toBe("first");
      yield* wait(Promise.resolve());
      expect(yield* outcomeOf(wait(Promise.resolve("next")))).toBe("next");
    }));

  test("a thenable whose then throws is a rejection, and leaves nothing counted", async () => {
    const before = m.external;
    const broken = (): PromiseLike<unknown> =>
      thenable(() => {
        throw new Error("broken then");
      });
    await run(function* () {
      expect(yield* outcomeOf(wait(broken()))).toEqual(["thrown", new Error("broken then")]);
      go(() => outcomeOf(wait(broken())));
      yield* settle();
      const after = chan<string>(1);
      yield* after.send("goes on");
      expect(yield* after.recv()).toBe("goes on");
    });
    await expect(run(() => broken())).rejects.toThrow("panic: broken then");
    expect(m.external).toBe(before);
  });

  test("a thenable that throws after it has called back is taken at its word", () =>
    run(function* () {
      const odd = thenable((resolve) => {
        resolve("word");
        throw new Error("too late");
      });
      expect(yield* outcomeOf(wait(odd))).toBe("word");
    }));

  test("an operation is a thenable as well", () =>
    run(function* () {
      const ch = chan<string>();
      go(() => ch.send("v"));
      expect(yield* wait(ch.recv())).toBe("v");
    }));

  test("a rejection that nobody catches is a panic of the goroutine", async () => {
    const boom = new Error("boom");
    await expect(run(() => wait(Promise.reject(boom)))).rejects.toMatchObject({
      message: "panic: boom",
      cause: boom,
    });
  });

  test("a thousand goroutines may wait for one promise; they wake in their order", () =>
    run(function* () {
      let resolve!: () => void;
      const promise = new Promise<void>((f) => void (resolve = f));
      const order: number[] = [];
      for (let i = 0; i < 1000; i++)
        go(function* () {
          yield* wait(promise);
          order.push(i);
        });
      yield* settle();
      resolve();
      yield* wait(promise);
      yield* settle();
      expect(order.slice().sort((a, b) => a - b)).toEqual(Array.from({ length: 1000 }, (_, i) => i));
    }));
});

describe("what is counted as able to call in", () => {
  const fake = useFakeHost();

  test("is zero again after each way in which a wait can end", async () => {
    const before = m.external;
    await fake.host.finish(
      run(function* () {
        yield* wait(Promise.resolve());
        yield* outcomeOf(wait(Promise.reject(new Error("boom"))));
        go(() => wait(new Promise(() => {})));
        go(async () => new Promise(() => {}));
        yield* settle();
        expect(m.external).toBe(before + 2);
      }),
    );
    expect(m.external).toBe(before);
    const dead = run(() => chan().recv()).catch((error: unknown) => error);
    await fake.host.settle();
    expect(await dead).toBeInstanceOf(Deadlock);
  });

  test("a caller outside is counted until it is served", async () => {
    const before = m.external;
    const ch = chan<number>();
    const caller = ch.recv().then((v) => v);
    expect(m.external).toBe(before + 1);
    ch.trySend(1);
    expect(await caller).toBe(1);
    expect(m.external).toBe(before);
  });
});
