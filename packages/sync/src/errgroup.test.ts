import {
  background,
  Canceled,
  type Context,
  cause,
  chan,
  type Go,
  GoPanic,
  go,
  goexit,
  gosched,
  RuntimeError,
  run,
  sleep,
  withCancel,
} from "@gopark/core";
import { select } from "@gopark/select";
import { describe, expect, it } from "vitest";
import { useFakeHost } from "../../core/test/fake-host.js";
import { runLong } from "../../core/test/run-long.js";
import { settle } from "../../core/test/settle.js";
import { ErrGroup } from "./errgroup.js";

const errA = new Error("A failed");
const errB = new Error("B failed");

/** What `f` throws. */
function thrownBy(f: () => unknown): unknown {
  try {
    f();
  } catch (error) {
    return error;
  }
  return "nothing";
}

it("EG-01 a new group is usable; waiting with nothing started gives undefined", async () => {
  expect(await new ErrGroup().wait()).toBe(undefined);
  expect(await run(() => new ErrGroup().wait())).toBe(undefined);
});

describe("EG-02 EG-03 wait", () => {
  const fake = useFakeHost();

  it("ends when all have returned, with the first error in time, each time", async () => {
    const result = fake.host.finish(
      run(function* () {
        const group = new ErrGroup();
        let returned = 0;
        const after = (ms: number, error?: Error) =>
          function* (): Go<Error | undefined> {
            yield* sleep(ms);
            returned++;
            return error;
          };
        yield* group.go(after(30, errB));
        yield* group.go(after(20, errA));
        yield* group.go(after(10));
        yield* group.go(after(40));
        expect(yield* group.wait()).toBe(errA);
        expect(returned).toBe(4);
        return yield* group.wait();
      }),
    );
    expect(await result).toBe(errA);
  });

  it("may be waited for by many, and be a case of a select", async () => {
    const result = fake.host.finish(
      run(function* () {
        const group = new ErrGroup();
        yield* group.go(function* () {
          yield* sleep(5);
          return errA;
        });
        const waiters = [1, 2, 3].map(() => go(() => group.wait()));
        const seen: unknown[] = [yield* select({ done: group.wait(), early: sleep(1) })];
        seen.push(yield* select({ done: group.wait(), late: sleep(100) }));
        for (const waiter of waiters) seen.push(yield* waiter.join());
        return seen;
      }),
    );
    expect(await result).toEqual([
      { case: "early", value: undefined },
      { case: "done", value: errA },
      errA,
      errA,
      errA,
    ]);
  });
});

it("what fails is what is returned, by a function of any kind; undefined and null are no errors", async () => {
  const errorOf = (f: Parameters<ErrGroup["go"]>[0]): Promise<Error | undefined> =>
    run(function* () {
      const group = new ErrGroup();
      yield* group.go(f);
      return yield* group.wait();
    });
  expect(await errorOf(() => errA)).toBe(errA);
  expect(await errorOf(async () => errA)).toBe(errA);
  expect(
    await errorOf(function* () {
      yield* gosched();
      return errA;
    }),
  ).toBe(errA);
  expect(await errorOf(() => {})).toBe(undefined);
  expect(await errorOf(() => null as unknown as undefined)).toBe(undefined);
  expect(await errorOf(() => 0 as unknown as Error)).toBe(0);
});

describe("EG-04 a group with a context", () => {
  it("cancels it at the first error", () =>
    run(function* () {
      const [group, ctx] = ErrGroup.withContext(background());
      yield* group.go(() => errA);
      yield* group.go(function* () {
        yield* ctx.done().recv();
        return ctx.err();
      });
      expect(ctx.err()).toBe(undefined);
      expect(yield* group.wait()).toBe(errA);
      expect(ctx.err()).toBe(Canceled);
    }));

  it("cancels it when wait completes, also without an error", () =>
    run(function* () {
      const [group, ctx] = ErrGroup.withContext(background());
      yield* group.go(() => {});
      yield* settle();
      expect(ctx.err()).toBe(undefined);
      expect(yield* group.wait()).toBe(undefined);
      expect(ctx.err()).toBe(Canceled);
      expect(cause(ctx)).toBe(Canceled);
    }));

  it("does not cancel it when a wait loses a select", () =>
    run(function* () {
      const [group, ctx] = ErrGroup.withContext(background());
      const never = chan<void>();
      yield* group.go(() => never.recv());
      yield* select([group.wait(), gosched()]);
      expect(ctx.err()).toBe(undefined);
    }));

  it("EG-11 the cause is the first error", () =>
    run(function* () {
      const [group, ctx] = ErrGroup.withContext(background());
      yield* group.go(() => errA);
      yield* settle();
      yield* group.go(() => errB);
      yield* settle();
      expect(cause(ctx)).toBe(errA);
      yield* group.wait();
      expect(cause(ctx)).toBe(errA);
    }));

  it("EG-10 starts functions though the context is cancelled already", () =>
    run(function* () {
      const [parent, cancel] = withCancel(background());
      cancel();
      const [group, ctx] = ErrGroup.withContext(parent);
      let hasRun = false;
      yield* group.go(() => {
        hasRun = true;
        return ctx.err();
      });
      expect(yield* group.wait()).toBe(Canceled);
      expect(hasRun).toBe(true);
    }));
});

it("EG-05 a group without one cancels nothing: the others go on", () =>
  run(function* () {
    const group = new ErrGroup();
    let hasFinished = false;
    yield* group.go(() => errA);
    yield* group.go(function* () {
      yield* gosched();
      yield* gosched();
      hasFinished = true;
    });
    expect(yield* group.wait()).toBe(errA);
    expect(hasFinished).toBe(true);
  }));

describe("EG-06 with a limit", () => {
  it("go blocks while that many run, and the functions start in Go's order", () =>
    runLong(function* () {
      const group = new ErrGroup();
      group.setLimit(2);
      const log: number[] = [];
      let running = 0;
      let most = 0;
      for (let i = 0; i < 5; i++) {
        yield* group.go(function* () {
          log.push(i);
          most = Math.max(most, ++running);
          yield* gosched();
          running--;
          return new Error(`e${i}`);
        });
      }
      const error = yield* group.wait();
      // Recorded from Go: the limit lets 0 and 1 in, and the one made runnable last runs first.
      expect(log).toEqual([1, 0, 2, 3, 4]);
      expect(most).toBe(2);
      expect(error?.message).toBe("e1");
    }));

  it("a go that is called off by another case starts nothing and takes no place", () =>
    run(function* () {
      const group = new ErrGroup();
      group.setLimit(1);
      const hold = chan<void>();
      let hasRun = false;
      yield* group.go(() => hold.recv());
      const op = group.go(() => {
        hasRun = true;
      });
      const [chosen] = yield* select([op, gosched()]);
      expect(chosen).toBe(1);
      hold.close();
      yield* group.wait();
      expect(hasRun).toBe(false);
      expect(group.tryGo(() => {})).toBe(true);
    }));

  it("those that wait start in the order they asked", () =>
    run(function* () {
      const group = new ErrGroup();
      group.setLimit(1);
      const hold = chan<void>();
      const log: number[] = [];
      yield* group.go(() => hold.recv());
      for (let i = 0; i < 3; i++) {
        go(() => group.go(() => void log.push(i)));
        yield* settle();
      }
      hold.close();
      yield* settle();
      expect(yield* group.wait()).toBe(undefined);
      expect(log).toEqual([0, 1, 2]);
    }));
});

it("EG-07 tryGo starts only below the limit", () =>
  run(function* () {
    const group = new ErrGroup();
    group.setLimit(1);
    const hold = chan<void>();
    expect(group.tryGo(() => hold.recv())).toBe(true);
    expect(group.tryGo(() => errA)).toBe(false);
    hold.close();
    expect(yield* group.wait()).toBe(undefined);
    expect(group.tryGo(() => errA)).toBe(true);
    expect(yield* group.wait()).toBe(errA);
  }));

it("EG-08 changing the limit while functions are active panics", () =>
  run(function* () {
    const group = new ErrGroup();
    const hold = chan<void>();
    group.setLimit(2);
    yield* group.go(() => hold.recv());
    const text = "errgroup: modify limit while 1 goroutines in the group are still active";
    expect(thrownBy(() => group.setLimit(5))).toEqual(new RuntimeError(text));
    expect([group.tryGo(() => {}), group.tryGo(() => {})]).toEqual([true, false]);
    yield* settle();
    hold.close();
    yield* group.wait();
    group.setLimit(5);
  }));

it("EG-08 functions started before there was a limit count for none, and give back no place of it", () =>
  run(function* () {
    const group = new ErrGroup();
    const hold = chan<void>();
    yield* group.go(() => hold.recv());
    group.setLimit(1);
    expect([group.tryGo(() => chan<void>().recv()), group.tryGo(() => {})]).toEqual([true, false]);
    hold.close();
    yield* settle();
    expect(group.tryGo(() => {})).toBe(false);
  }));

it("EG-09 a negative limit is none; with 0 nothing can start", () =>
  run(function* () {
    const free = new ErrGroup();
    free.setLimit(1);
    free.setLimit(-1);
    expect([free.tryGo(() => {}), free.tryGo(() => errB)]).toEqual([true, true]);
    expect(yield* free.wait()).toBe(errB);
    const none = new ErrGroup();
    none.setLimit(0);
    expect(none.tryGo(() => {})).toBe(false);
    const [chosen] = yield* select([none.go(() => {}), sleep(1)]);
    expect(chosen).toBe(1);
  }));

describe("EG-12 a panic in a function", () => {
  it("ends the program; wait does not see it", async () => {
    let hasWaited = false;
    const program = run(function* () {
      const group = new ErrGroup();
      yield* group.go(() => {
        throw errA;
      });
      yield* group.wait();
      hasWaited = true;
    });
    const error = await program.catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(GoPanic);
    expect((error as GoPanic).value).toBe(errA);
    expect(hasWaited).toBe(false);
  });

  const fake = useFakeHost();

  it("outside any program is an uncaught exception, and for those who wait an error", async () => {
    const group = new ErrGroup();
    await group.go(() => {
      throw errA;
    });
    expect(await group.wait()).toBe(errA);
    expect(fake.host.uncaught.map((error) => (error as GoPanic).value)).toEqual([errA]);
  });
});

it("EG-13 goexit counts as no error and frees its place", () =>
  run(function* () {
    const group = new ErrGroup();
    group.setLimit(1);
    yield* group.go(function* () {
      yield* goexit();
      return errA;
    });
    let hasRun = false;
    yield* group.go(() => {
      hasRun = true;
    });
    expect(yield* group.wait()).toBe(undefined);
    expect(hasRun).toBe(true);
  }));

it("EG-14 a group that is used for a second task keeps the first one's error and its dead context", () =>
  run(function* () {
    const [group, ctx] = ErrGroup.withContext(background());
    yield* group.go(() => errA);
    yield* group.wait();
    let seen: Context["err"] extends () => infer E ? E : never;
    yield* group.go(() => {
      seen = ctx.err();
    });
    expect(yield* group.wait()).toBe(errA);
    expect(seen).toBe(Canceled);
  }));

it("bad arguments are refused, and take no place", async () => {
  const group = new ErrGroup();
  group.setLimit(1);
  const bad = undefined as unknown as () => undefined;
  expect(() => group.go(bad)).toThrow(/^ErrGroup.go: want a function, got undefined/);
  expect(() => group.tryGo(bad)).toThrow(TypeError);
  expect(() => group.setLimit(1.5)).toThrow(/^ErrGroup.setLimit: want an integer, got 1.5/);
  expect(() => group.setLimit(Number.NaN)).toThrow(TypeError);
  expect(group.tryGo(() => {})).toBe(true);
  expect(await group.wait()).toBe(undefined);
});
