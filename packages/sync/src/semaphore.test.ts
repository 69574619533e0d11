import {
  background,
  Canceled,
  chan,
  DeadlineExceeded,
  Deadlock,
  type Go,
  go,
  gosched,
  type Op,
  RuntimeError,
  run,
  withCancel,
  withTimeout,
} from "@gopark/core";
import { hostDice } from "@gopark/core/internal";
import { all, select, timeout } from "@gopark/select";
import { afterEach, describe, expect, it, test, vi } from "vitest";
import { useFakeHost } from "../../core/test/fake-host.js";
import { settle } from "../../core/test/settle.js";
import { checkSemaphore, tokensOf, waiting } from "../test/check-semaphore.js";
import { type LockScene, lockContract } from "../test/lock-contract.js";
import { semaphoreModel } from "../test/semaphore-model.js";
import { Weighted } from "./semaphore.js";

function scene(size: number, acquire: (s: Weighted) => Op<unknown>): LockScene {
  const s = new Weighted(size);
  return {
    acquire: () => acquire(s),
    tryAcquire: () => s.tryAcquire(1),
    release: () => s.release(1),
    block: () => void s.tryAcquire(size),
    unblock: () => s.release(size),
    isExclusive: size === 1,
    check: () => checkSemaphore(s),
  };
}

lockContract("Weighted of 1", () => scene(1, (s) => s.acquire(1)));
lockContract("Weighted of many", () => scene(100, (s) => s.acquire(1)));
lockContract("Weighted of 1, with a context", () => {
  const [ctx] = withCancel(background());
  return scene(1, (s) => s.acquire(1, ctx));
});

semaphoreModel(300);

/** Starts a goroutine that logs when it has its tokens, or why it has not. */
function* asking(s: Weighted, log: unknown[], n: number, ...rest: Parameters<Weighted["acquire"]>[1][]): Go {
  go(function* () {
    const error = yield* s.acquire(n, ...rest);
    log.push(error === undefined ? n : error.message);
  });
  yield* settle();
}

/** Lets all others run, then takes what has been logged. */
function* taken(s: Weighted, log: unknown[]): Go<unknown[]> {
  yield* settle();
  checkSemaphore(s);
  return log.splice(0);
}

it("SM-01 tryAcquire takes tokens only if they are left and nobody waits, not even for none", () =>
  run(function* () {
    const s = new Weighted(3);
    expect([s.tryAcquire(4), s.tryAcquire(2), s.tryAcquire(2), s.tryAcquire(1)]).toEqual([
      false,
      true,
      false,
      true,
    ]);
    s.release(1);
    yield* asking(s, [], 2);
    expect([s.tryAcquire(1), s.tryAcquire(0)]).toEqual([false, false]);
    checkSemaphore(s);
  }));

it("SM-02 SM-07 a release lets in those at the head of the line that fit; nobody passes one that does not", () =>
  run(function* () {
    const s = new Weighted(10);
    const log: unknown[] = [];
    yield* s.acquire(10);
    for (const n of [6, 5, 1, 1]) yield* asking(s, log, n);
    s.release(5);
    expect(yield* taken(s, log)).toEqual([]);
    s.release(1);
    expect(yield* taken(s, log)).toEqual([6]);
    expect(waiting(s)).toEqual([5, 1, 1]);
    s.release(4);
    expect(yield* taken(s, log)).toEqual([]);
    s.release(3);
    // As in Go, those let in by one release run in order, but the last one first.
    expect(yield* taken(s, log)).toEqual([1, 5, 1]);
    expect(tokensOf(s).held).toBe(10 - 5 - 1 - 4 - 3 + 6 + 5 + 1 + 1);
  }));

it("SM-03 more tokens than there are: waits until its context is done, and holds up nobody", () =>
  run(function* () {
    const s = new Weighted(2);
    const log: unknown[] = [];
    const [ctx] = withTimeout(background(), 5);
    yield* asking(s, log, 3, ctx);
    expect(waiting(s)).toEqual([]);
    expect(s.tryAcquire(2)).toBe(true);
    yield* timeout(ctx.done().recv(), 1000);
    expect(yield* taken(s, log)).toEqual([DeadlineExceeded.message]);
    expect(tokensOf(s).held).toBe(2);
  }));

it("SM-03 without a context that is for ever, and reported as a deadlock", async () => {
  const program = run(function* main() {
    yield* new Weighted(2).acquire(3, background());
  });
  await expect(program).rejects.toBeInstanceOf(Deadlock);
  await expect(program).rejects.toThrow("goroutine 1 [semaphore.Acquire]:");
});

it("SM-04 a context that is done gets no tokens, though they are free", async () => {
  const s = new Weighted(2);
  const [ctx, cancel] = withCancel(background());
  cancel();
  expect(await s.acquire(1, ctx)).toBe(Canceled);
  expect(await run(() => s.acquire(3, ctx))).toBe(Canceled);
  expect(await select({ a: s.acquire(1, ctx) })).toEqual({ case: "a", value: Canceled });
  expect(tokensOf(s).held).toBe(0);
});

describe("SM-05", () => {
  it("a request that is cancelled while it waits takes nothing and leaves the line", () =>
    run(function* () {
      const s = new Weighted(1);
      const log: unknown[] = [];
      const [ctx, cancel] = withCancel(background());
      yield* s.acquire(1);
      for (let i = 0; i < 3; i++) {
        go(() => s.acquire(1, ctx).map((error) => log.push(i, error)));
        yield* settle();
      }
      cancel();
      expect(waiting(s)).toEqual([]);
      // Recorded from Go.
      expect(yield* taken(s, log)).toEqual([0, Canceled, 2, Canceled, 1, Canceled]);
      s.release(1);
      expect(tokensOf(s).held).toBe(0);
    }));

  // The interleaving: release grants, then the context is cancelled, then the goroutine runs.
  it("one that was granted, and cancelled before it ran, gives the tokens back", () =>
    run(function* () {
      const s = new Weighted(2);
      const log: unknown[] = [];
      const [ctx, cancel] = withCancel(background());
      yield* s.acquire(2);
      yield* asking(s, log, 2, ctx);
      yield* asking(s, log, 1);
      s.release(2);
      expect(tokensOf(s).held).toBe(2);
      cancel();
      expect(yield* taken(s, log)).toEqual(["context canceled", 1]);
      expect(tokensOf(s).held).toBe(1);
    }));

  it("the same as a case of a select, and through map", () =>
    run(function* () {
      for (const wait of [
        (op: Op<unknown>) => select({ op, never: chan().recv() }),
        (op: Op<unknown>) => op.map((error) => error),
      ]) {
        const s = new Weighted(1);
        const [ctx, cancel] = withCancel(background());
        yield* s.acquire(1);
        const g = go(() => wait(s.acquire(1, ctx)));
        yield* settle();
        s.release(1);
        cancel();
        yield* g.join();
        expect(tokensOf(s).held).toBe(0);
        checkSemaphore(s);
      }
    }));

  it("one that was granted listens to its context no more, and one that lost a select neither", () =>
    run(function* () {
      const s = new Weighted(1);
      const [ctx, cancel] = withCancel(background());
      const other = chan<number>();
      yield* s.acquire(1);
      const op = s.acquire(1, ctx);
      for (let i = 0; i < 3; i++) {
        const g = go(() => select([op, other.recv()]));
        yield* settle();
        yield* other.send(1);
        expect((yield* g.join())[0]).toBe(1);
      }
      const g = go(() => op);
      yield* settle();
      s.release(1);
      expect(yield* g.join()).toBe(undefined);
      cancel();
      expect(tokensOf(s).held).toBe(1);
    }));
});

// The interleaving: release grants, a second one gives back what was granted, the program ends, the goroutine never runs.
it.each(["drop", "unwind"] as const)(
  "T1 T4 tokens that were released come back no second time (%s)",
  async (onExit) => {
    const s = new Weighted(1);
    const overRelease = function* (): Go {
      yield* s.acquire(1);
      go(() => s.acquire(1));
      yield* gosched();
      s.release(1);
      s.release(1);
    };
    await run(overRelease, { onExit });
    expect([tokensOf(s).held, waiting(s)]).toEqual([0, []]);
    const panic = run(
      function* () {
        yield* overRelease();
        throw new Error("the panic");
      },
      { onExit },
    );
    await expect(panic).rejects.toThrow("panic: the panic");
    expect([s.tryAcquire(1), s.tryAcquire(1)]).toEqual([true, false]);
  },
);

it("T1 T4 a request that was called off gives back no more than is out", () =>
  run(function* () {
    const s = new Weighted(1);
    const [ctx, cancel] = withCancel(background());
    yield* s.acquire(1);
    const asking = go(() => s.acquire(1, ctx));
    yield* gosched();
    s.release(1);
    s.release(1);
    cancel();
    expect(yield* asking.join()).toBe(Canceled);
    expect([s.tryAcquire(1), s.tryAcquire(1)]).toEqual([true, false]);
  }));

it("SM-06 releasing more than is held panics, and changes nothing", () => {
  const s = new Weighted(3);
  s.tryAcquire(2);
  const error = new RuntimeError("semaphore: released more than held");
  expect(() => s.release(3)).toThrow(error);
  expect(() => new Weighted(1).release(1)).toThrow(error);
  expect(tokensOf(s).held).toBe(2);
  s.release(2);
  s.release(0);
  expect(s.tryAcquire(3)).toBe(true);
});

describe("SM-08 when the head of the line gives up, those behind it are looked at again:", () => {
  it("because its context is done", () =>
    run(function* () {
      const s = new Weighted(3);
      const log: unknown[] = [];
      const [ctx, cancel] = withCancel(background());
      yield* s.acquire(2);
      yield* asking(s, log, 3, ctx);
      for (const n of [1, 1]) yield* asking(s, log, n);
      cancel();
      // Recorded from Go.
      expect(yield* taken(s, log)).toEqual(["context canceled", 1]);
      expect(waiting(s)).toEqual([1]);
    }));

  it("because another case of its select happened", () =>
    run(function* () {
      const s = new Weighted(3);
      const log: unknown[] = [];
      const other = chan<number>();
      yield* s.acquire(2);
      const g = go(() => select({ all: s.acquire(3), other: other.recv() }));
      yield* settle();
      yield* asking(s, log, 1);
      yield* other.send(1);
      expect((yield* g.join()).case).toBe("other");
      expect(yield* taken(s, log)).toEqual([1]);
    }));

  it("because its program ended", async () => {
    const s = new Weighted(3);
    s.tryAcquire(2);
    let isGranted = false;
    await run(function* () {
      go(() => s.acquire(3));
      yield* settle();
      void s.acquire(1).then(() => {
        isGranted = true;
      });
      expect(waiting(s)).toEqual([3, 1]);
    });
    await new Promise(setImmediate);
    expect(isGranted).toBe(true);
    expect(tokensOf(s).held).toBe(3);
  });

  // The interleaving: the select has been decided and leaves its lines one by one. The case it leaves first is the head,
  // and behind it stands one that it will leave next: tokens given to that would be lost. A select stands in its lines
  // in random order; the dice are loaded to try several.
  describe.each([0, 0.3, 0.5, 0.7, 0.95])(
    "but not another case of the same select (dice show %d),",
    (dice) => {
      afterEach(() => vi.restoreAllMocks());

      /** One goroutine selects among three requests, another one waits behind. Then `decide` ends the select. */
      function* scenario(decide: "by another case" | "by the context of all"): Go {
        vi.spyOn(hostDice, "random").mockReturnValue(dice);
        const s = new Weighted(3);
        const log: unknown[] = [];
        const [ctx, cancel] = withCancel(background());
        const other = chan<number>();
        yield* s.acquire(3);
        const selecting = go(() =>
          select({ a: s.acquire(3, ctx), b: s.acquire(1, ctx), c: s.acquire(2, ctx), other: other.recv() }),
        );
        yield* settle();
        yield* asking(s, log, 1);
        const head = waiting(s)[0] as number;
        // One less than the head wants.
        s.release(head - 1);
        checkSemaphore(s);
        if (decide === "by another case") yield* other.send(1);
        else cancel();
        checkSemaphore(s);
        const { case: chosen, value } = yield* selecting.join();
        expect([chosen === "other", value]).toEqual(
          decide === "by another case" ? [true, 1] : [false, Canceled],
        );
        expect(yield* taken(s, log)).toEqual(head > 1 ? [1] : []);
        expect(tokensOf(s).held).toBe(3 - (head - 1) + (head > 1 ? 1 : 0));
      }

      it("which is about to leave as well", () => run(() => scenario("by another case")));
      it("which the same context calls off", () => run(() => scenario("by the context of all")));
    },
  );
});

it("SM-09 who gives tokens back need not be who took them", () =>
  run(function* () {
    const s = new Weighted(1);
    yield* s.acquire(1);
    go(() => s.release(1));
    yield* s.acquire(1);
    expect(tokensOf(s).held).toBe(1);
  }));

describe("a deadline", () => {
  const fake = useFakeHost();

  test("ends the wait when it has passed, not before", async () => {
    const s = new Weighted(1);
    s.tryAcquire(1);
    const start = fake.host.time;
    const error = await fake.host.finish(
      run(() => {
        const [ctx] = withTimeout(background(), 50);
        return s.acquire(1, ctx);
      }),
    );
    expect(error).toBe(DeadlineExceeded);
    expect(fake.host.time - start).toBe(50);
    expect(waiting(s)).toEqual([]);
  });
});

it("a context works outside goroutines", async () => {
  const s = new Weighted(1);
  const [ctx, cancel] = withCancel(background());
  await s.acquire(1, ctx);
  const waits = s.acquire(1, ctx);
  const error = waits.then((value) => value);
  cancel();
  expect(await error).toBe(Canceled);
  expect(tokensOf(s).held).toBe(1);
});

it("bad numbers of tokens are refused, and take nothing", () => {
  const s = new Weighted(2);
  for (const n of [-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, "1" as unknown as number]) {
    expect(() => new Weighted(n)).toThrow(/^Weighted: want an integer from 0 up, got /);
    expect(() => s.acquire(n)).toThrow(/^Weighted.acquire: want an integer from 0 up, got /);
    expect(() => s.tryAcquire(n)).toThrow(/^Weighted.tryAcquire: want an integer from 0 up, got /);
    expect(() => s.release(n)).toThrow(TypeError);
  }
  expect(tokensOf(s).held).toBe(0);
});

it("a select that acquires, performed again, gives back nothing that an earlier round took", async () => {
  await run(function* () {
    const s = new Weighted(1);
    const [ctx, cancel] = withCancel(background());
    const acquire = select({ s: s.acquire(1, ctx) });
    yield* acquire;
    const g = go(() => acquire);
    yield* gosched();
    cancel();
    expect(yield* g.join()).toEqual({ case: "s", value: Canceled });
    expect(tokensOf(s).held).toBe(1);
    expect(s.tryAcquire(1)).toBe(false);
  });
});

it("all: one that fails gives the turn of another back that has happened in the same moment", async () => {
  await run(function* () {
    const [lock, closed] = [new Weighted(1), chan<number>()];
    yield* lock.acquire(1);
    const g = go(function* () {
      try {
        yield* all([closed.send(1), lock.acquire(1)]);
      } catch (error) {
        return (error as Error).message;
      }
      return "no panic";
    });
    yield* gosched();
    lock.release(1);
    closed.close();
    expect(yield* g.join()).toBe("send on closed channel");
    expect(lock.tryAcquire(1)).toBe(true);
  });
});
