import { describe, expectTypeOf, test } from "vitest";
import {
  call,
  chan,
  current,
  type Go,
  type Goroutine,
  go,
  gosched,
  main,
  type Op,
  type RecvChan,
  type RunOptions,
  run,
  type SendChan,
} from "./index.js";

const ch = chan<number>();

describe("go", () => {
  test("infers the result from generator, async and plain functions, and from those that give an operation", () => {
    expectTypeOf(
      go(function* () {
        yield* ch.recv();
        return "s" as string;
      }),
    ).toEqualTypeOf<Goroutine<string>>();
    expectTypeOf(go(function* () {})).toEqualTypeOf<Goroutine<void>>();
    expectTypeOf(go(async (x: number) => x + 1, 2)).toEqualTypeOf<Goroutine<number>>();
    expectTypeOf(go((x: number) => x + 1, 2)).toEqualTypeOf<Goroutine<number>>();
    expectTypeOf(go(() => ch.recv())).toEqualTypeOf<Goroutine<number | undefined>>();
    expectTypeOf(go(() => call((n: number) => n, 1))).toEqualTypeOf<Goroutine<number>>();
    expectTypeOf(go(() => ch.range(() => {}))).toEqualTypeOf<Goroutine<void>>();
  });

  test("join gives it", async () => {
    const g = go(async () => 1 as number);
    expectTypeOf(g.join()).toEqualTypeOf<Op<number>>();
    expectTypeOf(await g.join()).toEqualTypeOf<number>();
  });

  test("refuses wrong arguments", () => {
    function* body(n: number, s: string): Go {
      yield* ch.send(n + s.length);
    }
    go(body, 1, "s");
    // @ts-expect-error wrong type
    go(body, "s", "s");
    // @ts-expect-error too few
    go(body, 1);
    // @ts-expect-error too many
    go(body, 1, "s", 2);
    // @ts-expect-error wrong type, for a function written in place
    go((n: number) => ch.send(n), "x");
    // @ts-expect-error no function
    go(5);
    // @ts-expect-error nil
    go(null);
    // @ts-expect-error called in place of given
    go(body(1, "s"));
  });

  test("refuses the wrong direction and the wrong element type of a channel", () => {
    function* worker(_jobs: RecvChan<string>, _results: SendChan<number>): Go {}
    const [jobs, results] = [chan<string>(), chan<number>()];
    go(worker, jobs, results);
    // @ts-expect-error exchanged
    go(worker, results, jobs);
    const sendOnly: SendChan<string> = jobs;
    // @ts-expect-error a sending side can't be received from
    go(worker, sendOnly, results);
  });

  test("refuses a body that yields what is no operation", () => {
    // @ts-expect-error a foreign yield
    go(function* () {
      yield 5;
    });
    // @ts-expect-error a promise
    go(function* () {
      yield Promise.resolve();
    });
    // @ts-expect-error an operation without the star
    go(function* () {
      yield ch.recv();
    });
  });

  test("the handle is covariant, and can only be read", () => {
    const g: Goroutine<number | string> = go(() => 1 as number);
    expectTypeOf(g.id).toEqualTypeOf<number>();
    expectTypeOf(g.name).toEqualTypeOf<string>();
    expectTypeOf(g.status).toEqualTypeOf<"runnable" | "running" | "waiting" | "dead">();
    // @ts-expect-error read-only
    g.id = 1;
    expectTypeOf(current()).toEqualTypeOf<Goroutine<unknown> | undefined>();
  });
});

describe("run", () => {
  test("infers main's result", () => {
    expectTypeOf(run(() => 1 as number)).toEqualTypeOf<Promise<number>>();
    expectTypeOf(run(async () => "s" as string)).toEqualTypeOf<Promise<string>>();
    expectTypeOf(
      run(function* () {
        yield* gosched();
        return true as boolean;
      }),
    ).toEqualTypeOf<Promise<boolean>>();
    expectTypeOf(run(function* () {})).toEqualTypeOf<Promise<void>>();
    expectTypeOf(run(() => ch.recv())).toEqualTypeOf<Promise<number | undefined>>();
    expectTypeOf(run(call.bind(null, () => 1))).toEqualTypeOf<Promise<unknown>>();
  });

  test("main takes no arguments, and yields operations only", () => {
    // @ts-expect-error nobody would give them
    run((_n: number) => {});
    // @ts-expect-error a foreign yield
    run(function* () {
      yield 5;
    });
    // @ts-expect-error no function
    run(5);
  });

  test("options are known by name and value", () => {
    const options: RunOptions = { onExit: "unwind", slice: 5, signal: AbortSignal.abort() };
    void run(() => {}, options);
    // @ts-expect-error no such way to exit
    void run(() => {}, { onExit: "leave" });
    // @ts-expect-error no such option
    void run(() => {}, { timeout: 5 });
    // @ts-expect-error milliseconds are a number
    void run(() => {}, { slice: "10" });
  });

  test("main is a process: it gives nothing back", () => {
    expectTypeOf(main(() => 1)).toEqualTypeOf<void>();
    main(function* () {
      yield* gosched();
    });
  });
});
