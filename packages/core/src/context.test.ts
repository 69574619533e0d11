import { afterEach, describe, expect, test } from "vitest";
import { useFakeHost } from "../test/fake-host.js";
import { runLong as run } from "../test/run-long.js";
import { settle } from "../test/settle.js";
import { chan, nilChan } from "./chan.js";
import {
  afterDone,
  background,
  Canceled,
  type Context,
  cause,
  DeadlineExceeded,
  key,
  todo,
  withCancel,
  withCancelCause,
  withDeadline,
  withDeadlineCause,
  withoutCancel,
  withTimeout,
  withTimeoutCause,
  withValue,
} from "./context.js";
import { numGoroutine, stack } from "./debug.js";
import { Deadlock, GoPanic } from "./errors.js";
import { go } from "./go.js";
import { type Go, sleep } from "./op.js";
import { currentSched } from "./runtime/sched.js";
import { now } from "./time.js";

const fake = useFakeHost();

// The default program, which takes what tests start outside goroutines, must not wait for a host that is gone.
afterEach(() => fake.host.settle());

/** Runs a program on the virtual clock. */
const play = <T>(main: () => Go<T>): Promise<T> => fake.host.finish(run(main));

/** Timers in the heap of the running program. */
const heaped = (): number => currentSched().p.timers?.whens.length ?? 0;

/** Whether the context says in all three ways that it is done, or in none. */
function isDone(ctx: Context): boolean {
  const said = [ctx.err() !== undefined, ctx.done().tryRecv() !== undefined, ctx.signal.aborted];
  expect(new Set(said).size).toBe(1);
  return said[0] as boolean;
}

describe("background and todo", () => {
  test.each([
    [background(), "context.Background"],
    [todo(), "context.TODO"],
  ])("CX-01 are never done, have no deadline and no values", (ctx, name) => {
    expect([ctx.err(), ctx.deadline(), ctx.value(key("k"))]).toEqual([undefined, undefined, undefined]);
    expect(ctx.done()).toBe(nilChan());
    expect(ctx.signal.aborted).toBe(false);
    expect(String(ctx)).toBe(name);
    expect(cause(ctx)).toBe(undefined);
  });

  test("CX-36 are told apart", () => {
    expect(background()).toBe(background());
    expect(background()).not.toBe(todo());
  });
});

describe("withCancel", () => {
  test("CX-02 CX-04 cancels once and for all, from anywhere; err never changes again", () =>
    play(function* () {
      const [ctx, cancel] = withCancel(background());
      expect(isDone(ctx)).toBe(false);
      const others = [go(cancel), go(cancel)];
      for (const g of others) yield* g.join();
      cancel();
      expect(isDone(ctx)).toBe(true);
      expect(ctx.err()).toBe(Canceled);
    }));

  test("CX-03 CX-05 all descendants are done when cancel returns; parent and siblings are not", () => {
    const [top, cancelTop] = withCancel(background());
    const [middle, cancelMiddle] = withCancel(withValue(top, key("k"), 1));
    const [sibling] = withCancel(top);
    const chain = [middle];
    for (let i = 0; i < 5; i++) chain.push(withCancel(chain[i] as Context)[0]);
    cancelMiddle();
    expect(chain.map(isDone)).toEqual(chain.map(() => true));
    expect([top, sibling].map(isDone)).toEqual([false, false]);
    cancelTop();
    expect([top, sibling].map(isDone)).toEqual([true, true]);
  });

  test("CX-06 derived from one that is done, a context is done, for the same reason", () => {
    const [parent, cancel] = withCancelCause(background());
    cancel("why");
    const [child] = withCancel(withValue(parent, key("k"), 1));
    expect(isDone(child)).toBe(true);
    expect(cause(child)).toBe("why");
  });

  test("CX-10 CX-33 done is the same channel at each call, only ever closed, seen after the cancellation", () =>
    play(function* () {
      const [ctx, cancel] = withCancel(background());
      const done = ctx.done();
      let isSet = false;
      const watcher = go(function* () {
        expect(yield* done.recvOk()).toEqual([undefined, false]);
        expect(isSet).toBe(true);
      });
      yield* settle();
      expect([done.len, done.cap]).toEqual([0, 0]);
      isSet = true;
      cancel();
      yield* watcher.join();
      expect(ctx.done()).toBe(done);
      const [late, cancelLate] = withCancel(background());
      cancelLate();
      expect(late.done()).toBe(late.done());
    }));

  test("CX-20 CX-21 cancelling interrupts nothing and waits for nobody", () =>
    play(function* () {
      const [ctx, cancel] = withCancel(background());
      const log: string[] = [];
      const worker = go(function* () {
        yield* ctx.done().recv();
        log.push("seen");
        yield* sleep(5);
        log.push("ended");
      });
      const deaf = go(function* () {
        yield* sleep(20);
        log.push("not interrupted");
      });
      yield* settle();
      cancel();
      expect(log).toEqual([]);
      expect(worker.status).not.toBe("dead");
      yield* worker.join();
      yield* deaf.join();
      expect(log).toEqual(["seen", "ended", "not interrupted"]);
    }));
});

describe("causes", () => {
  test("CX-25 withCancelCause sets the cause, err is Canceled; without a cause that is Canceled", () => {
    const why = new Error("why");
    const [told, cancelTold] = withCancelCause(background());
    expect(cause(told)).toBe(undefined);
    cancelTold(why);
    cancelTold(new Error("too late"));
    expect([told.err(), cause(told)]).toEqual([Canceled, why]);
    for (const nothing of [undefined, null]) {
      const [ctx, cancel] = withCancelCause(background());
      cancel(nothing);
      expect(cause(ctx)).toBe(Canceled);
    }
  });

  test.each([42, "no more work", false])("D-37 a cause may be any value (%s)", (why) => {
    const [ctx, cancel] = withCancelCause(background());
    cancel(why);
    expect([ctx.err(), cause(ctx)]).toEqual([Canceled, why]);
  });

  test("CX-26 the cause is that of the first cancellation, of the context or of the ancestor that took it along", () => {
    const [parent, cancelParent] = withCancelCause(background());
    const [child, cancelChild] = withCancelCause(parent);
    const grandchild = withValue(withCancel(child)[0], key("k"), 1);
    const [other] = withCancel(parent);
    cancelChild("c1");
    cancelParent("c2");
    expect([child, grandchild, parent, other].map(cause)).toEqual(["c1", "c1", "c2", "c2"]);
    const [plain, cancel] = withCancel(background());
    cancel();
    expect(cause(plain)).toBe(Canceled);
  });

  test("CX-27 the cause of a deadline applies only when it passes, and not if the parent's is earlier", () => {
    const why = new Error("too slow");
    const [expired, cancelExpired] = withTimeoutCause(background(), 0, why);
    cancelExpired();
    expect([expired.err(), cause(expired)]).toEqual([DeadlineExceeded, why]);
    const [called, cancelCalled] = withDeadlineCause(background(), now() + 1000, why);
    cancelCalled();
    expect([called.err(), cause(called)]).toEqual([Canceled, Canceled]);
    const [early, cancelEarly] = withTimeoutCause(background(), 10, "early");
    const [late] = withTimeoutCause(early, 1000, why);
    fake.host.time += 10;
    cancelEarly();
    expect(cause(late)).toBe(Canceled);
  });
});

describe("deadlines", () => {
  test("CX-13 CX-14 a timeout is a deadline from now; after it err is DeadlineExceeded, for ever", () =>
    play(function* () {
      const start = now();
      const [ctx, cancel] = withTimeout(background(), 30);
      expect(ctx.deadline()).toEqual(new Date(fake.host.origin + start + 30));
      expect(isDone(ctx)).toBe(false);
      yield* ctx.done().recv();
      expect(now()).toBe(start + 30);
      cancel();
      expect([ctx.err(), cause(ctx)]).toEqual([DeadlineExceeded, DeadlineExceeded]);
      expect(isDone(ctx)).toBe(true);
    }));

  test("a deadline is a Date or a time of the clock", () =>
    play(function* () {
      const start = now();
      const date = new Date(fake.host.origin + start + 20);
      const [byDate] = withDeadline(background(), date);
      const [byClock] = withDeadline(background(), start + 10);
      expect(byDate.deadline()).toEqual(date);
      fake.host.origin += 5000;
      expect(byDate.deadline()).toEqual(date);
      fake.host.origin -= 5000;
      yield* byClock.done().recv();
      expect(now()).toBe(start + 10);
      yield* byDate.done().recv();
      expect(now()).toBe(start + 20);
    }));

  test.each([Number.NaN, new Date(Number.NaN), undefined, null, "5"])(
    "refuses %s, which is no time",
    (deadline) => {
      expect(() => withDeadline(background(), deadline as number)).toThrow(TypeError);
    },
  );

  test("CX-16 a child can't extend its parent's deadline, and starts no timer to try", () =>
    play(function* () {
      const start = now();
      const [parent] = withTimeout(background(), 10);
      expect(heaped()).toBe(1);
      const [child] = withTimeout(withValue(parent, key("k"), 1), 50);
      const [plain] = withCancel(parent);
      expect(heaped()).toBe(1);
      for (const ctx of [child, plain]) expect(ctx.deadline()).toEqual(parent.deadline());
      expect(String(child)).toMatch(/WithValue\(k, number\)\.WithCancel$/);
      const [shorter, cancelShorter] = withTimeout(parent, 5);
      expect(heaped()).toBe(2);
      cancelShorter();
      expect(heaped()).toBe(1);
      yield* child.done().recv();
      expect(now()).toBe(start + 10);
      expect(shorter.err()).toBe(Canceled);
    }));

  test.each([0, -5, Number.NaN])("CX-17 a timeout of %d is over at once, with no timer", (ms) => {
    const [ctx] = withTimeout(background(), ms);
    expect(isDone(ctx)).toBe(true);
    expect(ctx.err()).toBe(DeadlineExceeded);
    expect(heaped()).toBe(0);
  });

  test("CX-17 a deadline in the past is over at once", () => {
    const [ctx] = withDeadline(background(), new Date(fake.host.origin + fake.host.time - 1));
    expect(ctx.err()).toBe(DeadlineExceeded);
    expect(ctx.deadline()?.getTime()).toBe(fake.host.origin + fake.host.time - 1);
  });

  test("a timeout of for ever is a deadline at the end of days", () => {
    const [ctx, cancel] = withTimeout(background(), Number.POSITIVE_INFINITY);
    expect(ctx.deadline()).toEqual(new Date(8.64e15));
    expect(String(ctx)).toContain("WithDeadline(+275760-09-13");
    cancel();
    const [past] = withDeadline(background(), Number.NEGATIVE_INFINITY);
    expect([past.err(), past.deadline()]).toEqual([DeadlineExceeded, new Date(-8.64e15)]);
  });

  test("CX-18 cancelled before, it is Canceled, with its children; its timer is gone, the parent is untouched", () =>
    play(function* () {
      const [parent, cancelParent] = withTimeout(background(), 100);
      const [ctx, cancel] = withTimeout(parent, 50);
      const [child] = withTimeout(ctx, 20);
      expect(heaped()).toBe(3);
      cancel();
      expect(heaped()).toBe(1);
      expect([ctx.err(), child.err(), parent.err()]).toEqual([Canceled, Canceled, undefined]);
      cancelParent();
      expect(heaped()).toBe(0);
      yield* sleep(200);
      expect(ctx.err()).toBe(Canceled);
    }));

  test("CX-19 when the parent expires the child reports the parent's error", () =>
    play(function* () {
      const [parent] = withTimeout(background(), 5);
      const [child] = withCancel(parent);
      yield* child.done().recv();
      expect([child.err(), cause(child)]).toEqual([DeadlineExceeded, DeadlineExceeded]);
    }));

  test("a pending deadline postpones the report of a deadlock until it has passed", async () => {
    const start = fake.host.time;
    await expect(
      play(function* () {
        withTimeout(background(), 70);
        yield* chan().recv();
      }),
    ).rejects.toThrow(Deadlock);
    expect(fake.host.time).toBe(start + 70);
  });

  test("a cancelled deadline postpones nothing", async () => {
    const start = fake.host.time;
    await expect(
      play(function* () {
        withTimeout(background(), 70)[1]();
        yield* chan().recv();
      }),
    ).rejects.toThrow(Deadlock);
    expect(fake.host.time).toBe(start);
  });

  test("outside goroutines the default program's timer cancels it", async () => {
    const start = fake.host.time;
    const [ctx] = withTimeout(background(), 15);
    await fake.host.finish((async () => await ctx.done().recv())());
    expect(fake.host.time).toBe(start + 15);
    expect(ctx.err()).toBe(DeadlineExceeded);
    expect(fake.host.timers.size).toBe(0);
  });

  test("while a program ends, its finally blocks can give themselves a deadline", async () => {
    const log: unknown[] = [];
    const program = run(
      function* () {
        go(function* () {
          try {
            yield* chan().recv();
          } finally {
            const [ctx] = withTimeout(background(), 10);
            yield* ctx.done().recv();
            log.push(ctx.err(), ctx.signal.aborted);
          }
        });
        yield* sleep(1);
      },
      { onExit: "unwind" },
    );
    await fake.host.finish(program);
    expect(log).toEqual([DeadlineExceeded, true]);
  });

  test("D-38 a deadline ends with the program that set it", async () => {
    const [ctx, cancel] = await play(function* () {
      return withTimeout(background(), 15);
    });
    await fake.host.advance(100);
    expect(ctx.err()).toBe(undefined);
    cancel();
    expect(ctx.err()).toBe(Canceled);
  });
});

describe("values", () => {
  test("CX-07 the nearest ancestor that has the key wins; unknown keys give undefined", () => {
    const user = key<string>("user");
    const id = key<number>("id");
    const outer = withValue(background(), user, "bob");
    const inner = withValue(withCancel(withValue(outer, id, 7))[0], user, "ann");
    expect([inner.value(user), outer.value(user), inner.value(id), outer.value(id)]).toEqual([
      "ann",
      "bob",
      7,
      undefined,
    ]);
  });

  test("CX-09 it has no cancellation of its own: done, err, deadline and signal are the parent's", () => {
    const [parent, cancel] = withTimeout(background(), 50);
    const ctx = withValue(withValue(parent, key("a"), 1), key("b"), 2);
    expect(ctx.done()).toBe(parent.done());
    expect(ctx.signal).toBe(parent.signal);
    expect(ctx.deadline()).toEqual(parent.deadline());
    cancel();
    expect(ctx.err()).toBe(Canceled);
  });

  test("CX-28 withoutCancel keeps the values only", () => {
    const user = key<string>("user");
    const [parent, cancel] = withTimeoutCause(withValue(background(), user, "bob"), 50, "why");
    const ctx = withoutCancel(parent);
    const [child, cancelChild] = withCancel(ctx);
    cancel();
    expect(ctx.done()).toBe(nilChan());
    expect([ctx.err(), ctx.deadline(), cause(ctx), ctx.value(user)]).toEqual([
      undefined,
      undefined,
      undefined,
      "bob",
    ]);
    expect([ctx, child].map((c) => c.signal.aborted)).toEqual([false, false]);
    expect(child.deadline()).toBe(undefined);
    cancelChild();
    expect([child.err(), ctx.err()]).toEqual([Canceled, undefined]);
  });
});

describe("afterDone", () => {
  test("CX-29 runs the function once, in a goroutine of its own, after the context is done", () =>
    play(function* () {
      const [ctx, cancel] = withCancel(background());
      const log: string[] = [];
      afterDone(ctx, function* cleanUp() {
        expect(ctx.err()).toBe(Canceled);
        expect(stack()).toMatch(/^goroutine 2 \[running\]:\ncleanUp/);
        yield* sleep(1);
        log.push("ran");
      });
      expect(numGoroutine()).toBe(1);
      cancel();
      cancel();
      expect(log).toEqual([]);
      yield* sleep(5);
      expect(log).toEqual(["ran"]);
    }));

  test("CX-29 at once if the context is done already", () =>
    play(function* () {
      const [ctx] = withTimeout(background(), 0);
      let runs = 0;
      const stop = afterDone(ctx, () => void runs++);
      expect(runs).toBe(0);
      yield* settle();
      expect([runs, stop()]).toEqual([1, false]);
    }));

  test("CX-30 stop answers whether it prevented the function, and does not wait for it", () =>
    play(function* () {
      const [ctx, cancel] = withCancel(background());
      let runs = 0;
      const stop = afterDone(ctx, () => void runs++);
      expect([stop(), stop()]).toEqual([true, false]);
      const late = afterDone(ctx, function* () {
        yield* sleep(5);
        runs++;
      });
      cancel();
      expect([late(), late(), runs]).toEqual([false, false, 0]);
      yield* sleep(10);
      expect(runs).toBe(1);
    }));

  test("CX-31 several are independent", () =>
    play(function* () {
      const [ctx, cancel] = withCancel(background());
      const log: number[] = [];
      const stops = [1, 2, 3].map((i) => afterDone(ctx, () => void log.push(i)));
      expect(stops[1]?.()).toBe(true);
      cancel();
      yield* settle();
      expect(log.sort()).toEqual([1, 3]);
    }));

  test("CX-32 on a context that is never done it never runs, and stop answers true the first time", () =>
    play(function* () {
      const stop = afterDone(background(), () => expect.unreachable());
      yield* sleep(5);
      expect([stop(), stop()]).toEqual([true, false]);
    }));

  test("D-39 it runs in the program that asked for it, or not at all once that has ended", async () => {
    const [ctx, cancel] = withCancel(background());
    const programs: unknown[] = [];
    await play(function* () {
      afterDone(ctx, () => void programs.push("ended"));
    });
    await play(function* () {
      const own = currentSched();
      afterDone(ctx, () => void programs.push(currentSched() === own));
      yield* sleep(1);
      fake.host.macrotasks.push(cancel);
      yield* sleep(1);
    });
    expect(programs).toEqual([true]);
  });

  test("a panic in it crashes the program; what is no function is refused at once", async () => {
    const error = await play(function* () {
      afterDone(withTimeout(background(), 1)[0], () => {
        throw new Error("in afterDone");
      });
      yield* sleep(5);
    }).catch((error: unknown) => error);
    expect(error).toBeInstanceOf(GoPanic);
    expect(error).toHaveProperty("message", "panic: in afterDone");
    expect(() => afterDone(background(), 5 as never)).toThrow(TypeError);
  });
});
