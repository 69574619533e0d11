import { afterEach, describe, expect, test, vi } from "vitest";
import { useFakeHost } from "../test/fake-host.js";
import { alive, collect } from "../test/garbage.js";
import { runLong as run } from "../test/run-long.js";
import { settle } from "../test/settle.js";
import { type Chan, chan, nilChan, type RecvChan } from "./chan.js";
import {
  afterDone,
  background,
  Canceled,
  cause,
  DeadlineExceeded,
  fromSignal,
  key,
  todo,
  withCancel,
  withCancelCause,
  withDeadline,
  withoutCancel,
  withTimeout,
  withValue,
} from "./context.js";
import type { Key } from "./context-key.js";
import type { CancelCtx, Context } from "./context-tree.js";
import { numGoroutine, stack } from "./debug.js";
import { RuntimeError } from "./errors.js";
import { go } from "./go.js";
import { type Go, gosched, sleep, wait } from "./op.js";
import { currentSched } from "./runtime/sched.js";

const fake = useFakeHost();

// The default program, which takes what tests start outside goroutines, must not wait for a host that is gone.
afterEach(() => fake.host.settle());

/** Runs a program on the virtual clock. */
const play = <T>(main: () => Go<T>): Promise<T> => fake.host.finish(run(main));

const children = (ctx: Context): number => (ctx as CancelCtx).children?.size ?? 0;

/** Whether the context says in all three ways that it is done, or in none. */
function isDone(ctx: Context): boolean {
  const said = [ctx.err() !== undefined, ctx.done().tryRecv() !== undefined, ctx.signal.aborted];
  expect(new Set(said).size).toBe(1);
  return said[0] as boolean;
}

/** A context of another's making, which is done when the test closes its channel. */
class Foreign implements Context {
  readonly closed: Chan<never> = chan<never>();
  error: Error | undefined = undefined;
  readonly signal: AbortSignal = new AbortController().signal;
  date: Date | undefined = undefined;
  readonly values: Map<Key<any>, unknown> = new Map();

  end(error: Error): void {
    this.error = error;
    this.closed.close();
  }

  done(): RecvChan<never> {
    return this.closed;
  }

  err(): Error | undefined {
    return this.error;
  }

  deadline(): Date | undefined {
    return this.date;
  }

  value<T>(key: Key<T>): T | undefined {
    return this.values.get(key) as T | undefined;
  }
}

/** A context that passes all on to another, with a name of its own. */
function wrap(inner: Context): Context & { toString(): string } {
  return {
    done: () => inner.done(),
    err: () => inner.err(),
    deadline: () => inner.deadline(),
    value: (key) => inner.value(key),
    get signal() {
      return inner.signal;
    },
    toString: () => "wrapped",
  };
}

describe("the tree", () => {
  test("X2 a child that is cancelled is no child any more; who is done has none", () => {
    const [parent, cancelParent] = withCancel(background());
    const all = Array.from({ length: 3 }, () => withCancel(withValue(parent, key("k"), 1)));
    const stop = afterDone(parent, () => {});
    expect(children(parent)).toBe(4);
    all[0]![1]();
    stop();
    expect(children(parent)).toBe(2);
    const [timed] = withTimeout(parent, 0);
    expect(timed.err()).toBeDefined();
    expect(children(parent)).toBe(2);
    cancelParent();
    expect(children(parent)).toBe(0);
    withCancel(parent);
    expect(children(parent)).toBe(0);
  });

  test("CX-22 a child that is never cancelled lives as long as its parent; a cancelled one is garbage", async () => {
    const [parent, cancelParent] = withCancel(background());
    const lost: WeakRef<object>[] = [];
    const cancelled: WeakRef<object>[] = [];
    const derive = (): void => {
      lost.push(new WeakRef(withCancel(parent)[0]));
      const [ctx, cancel] = withTimeout(parent, 1000);
      ctx.done();
      void ctx.signal;
      cancel();
      cancelled.push(new WeakRef(ctx));
    };
    for (let i = 0; i < 10; i++) derive();
    expect(await alive([...lost, ...cancelled])).toBe(10);
    cancelParent();
    expect(await alive(lost)).toBe(0);
  });

  test("X3 a listener of a signal finds all descendants done, and may cancel again", () => {
    const [parent, cancel] = withCancelCause(background());
    const all = Array.from({ length: 3 }, () => withCancel(parent)[0]);
    const seen: unknown[] = [];
    for (const ctx of [parent, ...all])
      ctx.signal.addEventListener("abort", () => {
        cancel("again");
        seen.push([parent, ...all].every((c) => c.err() === Canceled && cause(c) === "first"));
      });
    cancel("first");
    expect(seen).toEqual([true, true, true, true]);
  });

  test("CX-03 a tree is cancelled as in Go: each context, what is below it, then the next of its siblings", () =>
    play(function* () {
      const [root, cancel] = withCancel(background());
      const [a] = withCancel(root);
      const [b] = withCancel(a);
      const [c] = withCancel(root);
      const woken: string[] = [];
      for (const [name, ctx] of Object.entries({ root, a, b, c }))
        go(function* () {
          yield* ctx.done().recv();
          woken.push(name);
        });
      yield* gosched();
      cancel();
      yield* gosched();
      // Who was made runnable last runs first, then the others in order. Go prints this or "b root c a".
      expect(woken.join(" ")).toBe("c root a b");
    }));

  test("a chain of a hundred thousand contexts is cancelled and looked through", () => {
    const deepest = key<string>("deepest");
    const [top, cancel] = withCancel(withValue(background(), deepest, "found"));
    let ctx = top;
    for (let i = 0; i < 50_000; i++) ctx = withCancel(withValue(ctx, key("k"), i))[0];
    expect(ctx.value(deepest)).toBe("found");
    cancel();
    expect(ctx.err()).toBe(Canceled);
  });

  test("X4 CX-23 contexts of standard parents cost no goroutine", () =>
    play(function* () {
      const [parent, cancel] = withCancel(background());
      for (let i = 0; i < 10; i++) withCancel(withValue(parent, key("k"), i));
      afterDone(parent, () => {});
      expect(numGoroutine()).toBe(1);
      cancel();
      yield* settle();
    }));
});

describe("a parent of another's making", () => {
  test("CX-23 costs one goroutine for each derived context, which ends with it or with the parent", () =>
    play(function* () {
      const parent = new Foreign();
      const [first, cancelFirst] = withCancel(parent);
      const [second] = withTimeout(withValue(parent, key("k"), 1), 1000);
      expect(numGoroutine()).toBe(3);
      yield* settle();
      expect(stack()).toContain("[chan receive]:\npropagateCancel(...)");
      cancelFirst();
      yield* settle();
      expect(numGoroutine()).toBe(2);
      expect([first.err(), second.err()]).toEqual([Canceled, undefined]);
      parent.end(new Error("foreign err"));
      yield* settle();
      expect(numGoroutine()).toBe(1);
      expect(second.err()?.message).toBe("foreign err");
      expect(currentSched().p.hasTimers).toBe(false);
    }));

  test("cancelled before its goroutine has run, the goroutine ends without looking", () =>
    play(function* () {
      const parent = new Foreign();
      const [ctx, cancel] = withCancel(parent);
      cancel();
      yield* settle();
      expect([numGoroutine(), ctx.err()]).toEqual([1, Canceled]);
    }));

  test("CX-24 its error is passed on unchanged, and is the cause", () =>
    play(function* () {
      const parent = new Foreign();
      const [ctx] = withCancel(parent);
      const [child] = withCancelCause(ctx);
      const error = new Error("foreign err");
      parent.end(error);
      yield* child.done().recv();
      for (const c of [ctx, child]) {
        expect(c.err()).toBe(error);
        expect(cause(c)).toBe(error);
      }
      const [late] = withCancel(parent);
      expect(late.err()).toBe(error);
      expect(numGoroutine()).toBe(1);
    }));

  test("its deadline is kept by children with a later one, and its values are found", () => {
    const parent = new Foreign();
    const user = key<string>("user");
    parent.values.set(user, "ann");
    parent.date = new Date(fake.host.origin + fake.host.time + 50);
    const [late, cancelLate] = withTimeout(parent, 100);
    const [early, cancelEarly] = withTimeout(parent, 10);
    expect(late.deadline()).toEqual(parent.date);
    expect(early.deadline()?.getTime()).toBe(parent.date.getTime() - 40);
    expect([String(late), late.value(user)]).toEqual(["Foreign.WithCancel", "ann"]);
    cancelLate();
    cancelEarly();
  });

  test("one that is never done is watched by nobody", () =>
    play(function* () {
      const parent = Object.assign(new Foreign(), { done: () => nilChan<never>() });
      const [ctx, cancel] = withCancel(parent);
      expect(numGoroutine()).toBe(1);
      cancel();
      expect(ctx.err()).toBe(Canceled);
    }));

  test("CX-23 one with afterDone is asked to call, and told when that is no longer needed", () => {
    const calls = new Set<() => void>();
    const parent = Object.assign(new Foreign(), {
      afterDone: (f: () => void) => {
        calls.add(f);
        return () => calls.delete(f);
      },
    });
    const [first, cancelFirst] = withCancel(parent);
    const [second] = withCancel(parent);
    expect(calls.size).toBe(2);
    cancelFirst();
    expect(calls.size).toBe(1);
    parent.end(new Error("foreign err"));
    for (const f of calls) f();
    expect([first.err()?.message, second.err()?.message]).toEqual(["context canceled", "foreign err"]);
  });

  test("one that passes a standard context on costs nothing: its child is a child of that", () =>
    play(function* () {
      const [inner, cancel] = withCancelCause(background());
      const [ctx] = withCancel(wrap(inner));
      expect([numGoroutine(), children(inner)]).toEqual([1, 1]);
      cancel("why");
      expect([ctx.err(), cause(ctx), String(ctx)]).toEqual([Canceled, "why", "wrapped.WithCancel"]);
    }));

  test("CX-07 what it says of itself counts: why it is done, and that it is not", () => {
    const [inner, cancel] = withCancelCause(background());
    cancel("why");
    const error = new Error("own");
    const [child] = withCancel({ ...wrap(inner), err: () => error });
    expect([child.err(), cause(child)]).toEqual([error, "why"]);
    expect(cause({ ...wrap(inner), err: () => undefined, done: () => nilChan() })).toBeUndefined();
  });

  test("one that passes values on but is done by its own channel is watched", () =>
    play(function* () {
      const [inner, cancel] = withCancel(background());
      const outer = new Foreign();
      const [ctx] = withCancel({ ...wrap(inner), done: () => outer.done(), err: () => outer.err() });
      expect(numGoroutine()).toBe(2);
      yield* settle();
      cancel();
      yield* settle();
      expect(ctx.err()).toBe(undefined);
      outer.end(new Error("outer"));
      yield* ctx.done().recv();
      expect(ctx.err()?.message).toBe("outer");
    }));

  test("one that is done without an error is a mistake of its maker", async () => {
    const parent = new Foreign();
    parent.closed.close();
    const mistake = "context: internal error: missing cancel error";
    expect(() => withCancel(parent)).toThrow(new RuntimeError(mistake));
    await expect(
      play(function* () {
        const late = new Foreign();
        withCancel(late);
        yield* settle();
        late.closed.close();
        yield* sleep(1);
      }),
    ).rejects.toThrow(`panic: ${mistake}`);
  });

  test("a watched context that is lost with its parent leaves no goroutine behind", async () => {
    const refs: WeakRef<object>[] = [];
    await play(function* () {
      (function lose() {
        const parent = new Foreign();
        refs.push(new WeakRef(parent), new WeakRef(withCancel(parent)[0]));
      })();
      yield* settle();
      // Others fill the list of goroutines, which holds the youngest.
      for (let i = 0; i < 100; i++) go(() => {});
      yield* settle();
      yield* wait(collect());
      expect(refs.filter((ref) => ref.deref() !== undefined)).toEqual([]);
    });
  });
});

describe("AbortSignals", () => {
  test("ctx.signal aborts with the cause, synchronously; asked for late, it is aborted already", () => {
    const [ctx, cancel] = withCancelCause(background());
    const [child] = withCancel(ctx);
    const reasons: unknown[] = [];
    child.signal.addEventListener("abort", () => reasons.push(child.signal.reason));
    expect(child.signal).toBe(child.signal);
    cancel("why");
    expect(reasons).toEqual(["why"]);
    expect([ctx.signal.aborted, ctx.signal.reason]).toEqual([true, "why"]);
    const [plain, cancelPlain] = withCancel(background());
    cancelPlain();
    expect(plain.signal.reason).toBe(Canceled);
  });

  test("it calls off what takes a signal: another program", () =>
    play(function* () {
      const [ctx] = withTimeout(background(), 5);
      const inner = run(() => sleep(1000), { signal: ctx.signal }).catch((error: unknown) => error);
      yield* ctx.done().recv();
      expect(yield* go(async () => await inner).join()).toBe(DeadlineExceeded);
    }));

  test("D-40 CX-34 fromSignal: done when the signal aborts, with its reason as the cause", () => {
    const controller = new AbortController();
    const [ctx] = fromSignal(controller.signal);
    const [child] = withCancel(ctx);
    expect(isDone(ctx)).toBe(false);
    controller.abort("interrupted");
    for (const c of [ctx, child]) {
      expect(isDone(c)).toBe(true);
      expect([c.err(), cause(c)]).toEqual([Canceled, "interrupted"]);
    }
  });

  test("fromSignal of one that has aborted is done", () => {
    const [ctx] = fromSignal(AbortSignal.abort("before"));
    expect([ctx.err(), cause(ctx)]).toEqual([Canceled, "before"]);
  });

  test("fromSignal: stop cancels, and lets go of the signal", () => {
    const { signal } = new AbortController();
    const listeners = new Set<unknown>();
    signal.addEventListener = (_type: string, f: unknown) => void listeners.add(f);
    signal.removeEventListener = (_type: string, f: unknown) => void listeners.delete(f);
    const [ctx, stop] = fromSignal(signal);
    expect(listeners.size).toBe(1);
    stop();
    stop();
    expect(listeners.size).toBe(0);
    expect([ctx.err(), cause(ctx)]).toEqual([Canceled, Canceled]);
  });

  test("fromSignal: any number of contexts may stand on one signal, and Node does not warn", async () => {
    const warned: Error[] = [];
    const onWarning = (warning: Error): void => void warned.push(warning);
    process.on("warning", onWarning);
    const controller = new AbortController();
    const all = Array.from({ length: 20 }, () => fromSignal(controller.signal)[0]);
    controller.abort("over");
    await new Promise(setImmediate);
    process.off("warning", onWarning);
    expect(warned).toEqual([]);
    expect(new Set(all.map(cause))).toEqual(new Set(["over"]));
  });

  test("fromSignal refuses what is no signal", () => {
    expect(() => fromSignal(undefined as never)).toThrow(
      new TypeError("fromSignal: want an AbortSignal, got undefined (undefined)"),
    );
  });
});

describe("printing and misuse", () => {
  test("D-41 CX-11 a context prints as how it was made", () => {
    const [ctx, cancel] = withTimeout(withValue(todo(), key("user"), "bob"), 1500);
    const deadline = new Date(fake.host.origin + fake.host.time + 1500).toISOString();
    expect(String(withCancel(background())[0])).toBe("context.Background.WithCancel");
    expect(String(ctx)).toBe(`context.TODO.WithValue(user, bob).WithDeadline(${deadline} [1500ms])`);
    const own = { toString: () => "told" };
    const bare = Object.create(null);
    const values = [5, null, undefined, new Map(), () => 1, own, bare];
    const shown = values.map((v) => String(withValue(background(), key<unknown>("k"), v)));
    expect(shown.map((s) => s.slice("context.Background.WithValue(k, ".length, -1))).toEqual([
      "number",
      "<nil>",
      "<nil>",
      "Map",
      "function",
      "told",
      "object",
    ]);
    expect(String(withoutCancel(ctx))).toMatch(/\)\.WithoutCancel$/);
    cancel();
  });

  test("CX-12 no parent and no key panic", () => {
    const none = undefined as unknown as Context;
    const noParent = new RuntimeError("cannot create context from nil parent");
    const attempts = [
      () => withCancel(none),
      () => withCancelCause(none),
      () => withTimeout(none, 1),
      () => withDeadline(none, 1),
      () => withValue(none, key("k"), 1),
      () => withoutCancel(null as unknown as Context),
      () => afterDone(none, () => {}),
    ];
    for (const attempt of attempts) expect(attempt).toThrow(noParent);
    expect(() => withValue(background(), null as never, 1)).toThrow(new RuntimeError("nil key"));
  });
});

test("any number may listen to a signal: the host takes none of them for a leak", () => {
  const warning = vi.spyOn(process, "emitWarning").mockImplementation(() => {});
  const [ctx, cancel] = withCancel(background());
  let heard = 0;
  for (let i = 0; i < 100; i++) ctx.signal.addEventListener("abort", () => heard++);
  cancel();
  expect([heard, warning.mock.calls]).toEqual([100, []]);
  warning.mockRestore();
});

test("a signal that is none of Node's, as in a page that a test runner simulates, does as well", () => {
  class Simulated {
    readonly signal = { aborted: false };
    abort(): void {
      this.signal.aborted = true;
    }
  }
  vi.stubGlobal("AbortController", Simulated);
  const [ctx, cancel] = withCancel(background());
  expect(ctx.signal.aborted).toBe(false);
  cancel();
  expect(ctx.signal.aborted).toBe(true);
  vi.unstubAllGlobals();
});

test("CX-17 a time of less than nothing is a deadline in the past", () => {
  const [ctx] = withTimeout(background(), -3_600_000);
  const [longest] = withTimeout(background(), Number.NEGATIVE_INFINITY);
  const [none] = withTimeout(background(), Number.NaN);
  const over = (ctx.deadline() as Date).getTime() - (none.deadline() as Date).getTime();
  expect(Math.round(over / 60_000)).toBe(-60);
  expect(longest.deadline()).toEqual(new Date(-8.64e15));
  expect([ctx, longest, none].map((each) => each.err())).toEqual(Array(3).fill(DeadlineExceeded));
});
