import type { Go, Op } from "@gopark/core";
import { describe, expectTypeOf, test } from "vitest";
import { type Locker, Mutex, RWMutex } from "./index.js";

describe("Mutex", () => {
  const mu = new Mutex();

  test("lock is an operation, unlock and tryLock are calls", () => {
    expectTypeOf(mu).toEqualTypeOf<Mutex>();
    expectTypeOf(mu.lock()).toEqualTypeOf<Op<void>>();
    expectTypeOf(mu.unlock()).toEqualTypeOf<void>();
    expectTypeOf(mu.tryLock()).toEqualTypeOf<boolean>();
    // @ts-expect-error unlocking does not block
    mu.unlock().then();
    // @ts-expect-error there is nothing to say about a new one
    new Mutex(1);
  });

  test("what it is made of is nobody's business", () => {
    // @ts-expect-error internal
    void mu.state;
    // @ts-expect-error internal
    void mu.holder;
    expectTypeOf<keyof Mutex>().toEqualTypeOf<"lock" | "unlock" | "tryLock" | "withLock" | "guard">();
  });

  test("withLock gives the result of its body, whatever kind of function that is", () => {
    expectTypeOf(mu.withLock(() => 1)).toEqualTypeOf<Op<number>>();
    expectTypeOf(mu.withLock(async () => "x")).toEqualTypeOf<Op<string>>();
    expectTypeOf(
      mu.withLock(function* (): Go<boolean> {
        yield* mu.lock();
        return true;
      }),
    ).toEqualTypeOf<Op<boolean>>();
    // @ts-expect-error it is a function that is called
    mu.withLock(1);
  });

  test("guard gives a disposable", () => {
    function* body(): Go {
      using guard = yield* mu.guard();
      expectTypeOf(guard).toEqualTypeOf<Disposable>();
    }
    void body;
    // @ts-expect-error an operation is not the guard
    const early: Disposable = mu.guard();
    void early;
  });

  test("MU-18 it is a Locker; a Locker need not be one", () => {
    const l: Locker = mu;
    // @ts-expect-error tryLock is missing
    const back: Mutex = l;
    void back;
  });
});

describe("RWMutex", () => {
  const rw = new RWMutex();

  test("both sides are Lockers", () => {
    const sides: Locker[] = [rw, rw.rLocker()];
    void sides;
    expectTypeOf(rw.rLock()).toEqualTypeOf<Op<void>>();
    expectTypeOf(rw.lock()).toEqualTypeOf<Op<void>>();
    expectTypeOf(rw.tryRLock()).toEqualTypeOf<boolean>();
    expectTypeOf(rw.rGuard()).toEqualTypeOf<Op<Disposable>>();
    expectTypeOf(rw.withRLock(() => 1)).toEqualTypeOf<Op<number>>();
  });

  test("a mutex has no reading side", () => {
    // @ts-expect-error rLock is missing
    const wide: RWMutex = new Mutex();
    void wide;
  });
});
