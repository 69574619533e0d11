import { describe, expectTypeOf, test } from "vitest";
import {
  type BodyResult,
  call,
  chan,
  type Go,
  type Goroutine,
  go,
  goexit,
  gosched,
  type Op,
  run,
  type Suspend,
  sleep,
  wait,
  type Yieldable,
  type Yieldables,
} from "./index.js";

const ch = chan<number>();

describe("an operation", () => {
  test("gives its type by yield* and by await", async () => {
    expectTypeOf(await wait(Promise.resolve(1))).toEqualTypeOf<number>();
    function* body(): Go {
      expectTypeOf(yield* wait(Promise.resolve(1))).toEqualTypeOf<number>();
      expectTypeOf(yield* sleep(1)).toEqualTypeOf<void>();
      expectTypeOf(yield* gosched()).toEqualTypeOf<void>();
      expectTypeOf(yield* goexit()).toEqualTypeOf<never>();
    }
    void body;
  });

  test("is covariant, and a PromiseLike", () => {
    const wide: Op<number | string> = wait(1 as number);
    const promise: PromiseLike<number> = wait(1 as number);
    // @ts-expect-error the other way round
    const narrow: Op<1> = wait(1 as number);
    void [wide, promise, narrow];
    expectTypeOf<Awaited<Op<number>>>().toEqualTypeOf<number>();
  });

  test("map changes its type", () => {
    expectTypeOf(ch.recv().map((v) => String(v))).toEqualTypeOf<Op<string>>();
    expectTypeOf(
      ch
        .recv()
        .map((v) => v)
        .map((v) => [v]),
    ).toEqualTypeOf<Op<(number | undefined)[]>>();
    // @ts-expect-error it may be the end
    ch.recv().map((v) => v.toFixed());
  });

  test("works with what works with promises", async () => {
    expectTypeOf(await Promise.all([ch.recv(), ch.send(1)])).toEqualTypeOf<[number | undefined, void]>();
    expectTypeOf(Promise.resolve(ch.recv())).toEqualTypeOf<Promise<number | undefined>>();
  });
});

describe("wait", () => {
  test("takes a promise, a thenable, an operation or a value", () => {
    expectTypeOf(wait(Promise.resolve("s"))).toEqualTypeOf<Op<string>>();
    expectTypeOf(wait({} as PromiseLike<string>)).toEqualTypeOf<Op<string>>();
    expectTypeOf(wait(ch.recv())).toEqualTypeOf<Op<number | undefined>>();
    expectTypeOf(wait("s" as string)).toEqualTypeOf<Op<string>>();
    expectTypeOf(wait({} as Promise<string> | string)).toEqualTypeOf<Op<string>>();
  });
});

describe("call", () => {
  test("infers result and arguments from generator, async and plain functions, and from those that give an operation", () => {
    expectTypeOf(call((n: number) => n + 1, 1)).toEqualTypeOf<Op<number>>();
    expectTypeOf(call(async (s: string) => s.length, "s")).toEqualTypeOf<Op<number>>();
    expectTypeOf(
      call(function* (n: number): Go<string> {
        yield* gosched();
        return String(n);
      }, 1),
    ).toEqualTypeOf<Op<string>>();
    expectTypeOf(
      call(function* (n: number) {
        yield* ch.send(n);
        return n;
      }, 1),
    ).toEqualTypeOf<Op<number>>();
    expectTypeOf(call(() => ch.recv())).toEqualTypeOf<Op<number | undefined>>();
    function* recursive(n: number): Go<number> {
      return n === 0 ? 0 : 1 + (yield* call(recursive, n - 1));
    }
    expectTypeOf(call(recursive, 1)).toEqualTypeOf<Op<number>>();
  });

  test("refuses wrong arguments, and what is no function", () => {
    // @ts-expect-error wrong type
    call((n: number) => n, "x");
    // @ts-expect-error too few
    call((n: number) => n);
    // @ts-expect-error too many
    call((n: number) => n, 1, 2);
    // @ts-expect-error no function
    call(5);
  });

  test("refuses a body that yields what is no operation", () => {
    // @ts-expect-error a foreign yield
    call(function* () {
      yield 5;
    });
  });
});

describe("a goroutine's body", () => {
  test("is a generator that yields the token, and what adapters have added, and returns its result", () => {
    expectTypeOf<Yieldables["suspend"]>().toEqualTypeOf<Suspend>();
    expectTypeOf<Yieldable>().toEqualTypeOf<Yieldables[keyof Yieldables]>();
    expectTypeOf<Go<string>>().toEqualTypeOf<Generator<Yieldable, string, any>>();
    expectTypeOf<Go>().toEqualTypeOf<Go<void>>();
    function* body(): Go<number> {
      // @ts-expect-error a promise is not yielded
      yield Promise.resolve();
      // @ts-expect-error an operation is yielded with the star
      yield ch.recv();
      // @ts-expect-error a promise is waited for with wait
      yield* Promise.resolve();
      // @ts-expect-error wrong result
      return "s";
    }
    void body;
  });

  test("the token can't be made", () => {
    // @ts-expect-error only operations produce it
    const token: Suspend = {};
    void token;
  });
});

async function* astray(): AsyncGenerator<number, string> {
  yield 1;
  return "";
}

describe("an async generator function", () => {
  test("is no body", () => {
    // @ts-expect-error want function*
    go(astray);
    // @ts-expect-error the same, written in place
    go(async function* () {
      yield 1;
    });
    // @ts-expect-error the same, with an argument
    go(async function* (n: number) {
      await sleep(n);
      yield n;
    }, 1);
    // @ts-expect-error the same, with no yield
    go(async function* () {
      await sleep(1);
    });
    // @ts-expect-error want function*
    run(astray);
    // @ts-expect-error want function*
    call(astray);
    // @ts-expect-error the same, for run
    run(async function* () {
      await sleep(1);
      return 5;
    });
  });

  test("is refused by who takes what go takes, and generic code passes bodies on", () => {
    function start<T>(body: () => BodyResult<T>): Goroutine<T> {
      return go(body);
    }
    expectTypeOf(start(() => 1)).toEqualTypeOf<Goroutine<number>>();
    // @ts-expect-error want function*
    start(astray);
  });

  test("other objects are results as before", () => {
    expectTypeOf(call(() => new Map<string, number>())).toEqualTypeOf<Op<Map<string, number>>>();
    expectTypeOf(call(() => new ReadableStream<string>())).toEqualTypeOf<Op<ReadableStream<string>>>();
    expectTypeOf(call(() => ({ next: 1 }))).toEqualTypeOf<Op<{ next: number }>>();
    expectTypeOf(call((x: any) => x, 1)).toEqualTypeOf<Op<any>>();
    expectTypeOf(call((x: unknown) => x, 1)).toEqualTypeOf<Op<unknown>>();
    expectTypeOf(call(async () => [1] as const)).toEqualTypeOf<Op<readonly [1]>>();
  });
});
