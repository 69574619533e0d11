import { chan, type Go, type Goroutine, go, type Op, type RecvChan, run } from "@gopark/core";
import { collect, exhaustMap, flatMap, type Pipeline, pipe } from "@gopark/streams";
import { type Cause, Context, Effect, type Exit, type Fiber, Queue, type Scope, Stream } from "effect";
import { describe, expectTypeOf, test } from "vitest";
import {
  exit,
  fromEffect,
  fromQueue,
  fromStream,
  goScoped,
  runFork,
  toEffect,
  toQueue,
  toStream,
} from "./index.js";

class Users extends Context.Service<Users, { readonly count: number }>()("Users") {}

const fails: Effect.Effect<number, "no"> = Effect.fail("no");
const needs: Effect.Effect<number, never, Users> = Effect.map(Users, (users) => users.count);
const ch = chan<number>();

describe("yield* effect", () => {
  test("gives the value, whatever it may fail with", () => {
    expectTypeOf(
      run(function* () {
        const n = yield* fails;
        expectTypeOf(n).toEqualTypeOf<number>();
        yield* ch.send(n);
        return yield* Effect.succeed("s" as string);
      }),
    ).toEqualTypeOf<Promise<string>>();
    function* body(): Go<number> {
      return yield* fails;
    }
    expectTypeOf(go(body)).toEqualTypeOf<Goroutine<number>>();
  });

  test("refuses an effect whose services are missing, until they are provided", () => {
    function* body(): Go<number> {
      // @ts-expect-error Users is missing
      return yield* needs;
    }
    go(body);
    // @ts-expect-error Users is missing
    go(function* () {
      yield* needs;
    });
    function* provided(): Go<number> {
      return yield* Effect.provideService(needs, Users, { count: 1 });
    }
    go(provided);
  });

  test("still refuses what is neither operation nor effect", () => {
    // @ts-expect-error a number
    go(function* () {
      yield 5;
    });
    // @ts-expect-error an effect is run by yield*, and go does not take it
    go(function* () {
      yield Promise.resolve();
    });
  });
});

describe("effects as operations", () => {
  test("exit gives the typed exit, fromEffect the value", () => {
    expectTypeOf(exit(fails)).toEqualTypeOf<Op<Exit.Exit<number, "no">>>();
    expectTypeOf(fromEffect(fails)).toEqualTypeOf<Op<number>>();
    expectTypeOf(runFork(fails)).toEqualTypeOf<Fiber.Fiber<number, "no">>();
  });

  test("refuse missing services", () => {
    // @ts-expect-error Users is missing
    exit(needs);
    // @ts-expect-error Users is missing
    fromEffect(needs);
    // @ts-expect-error Users is missing
    runFork(needs);
  });
});

describe("operations as effects", () => {
  test("toEffect has no failures unless it is told what panics become", () => {
    expectTypeOf(toEffect(ch.recv())).toEqualTypeOf<Effect.Effect<number | undefined>>();
    expectTypeOf(toEffect(() => ch.recvOk().map(([, ok]) => ok))).toEqualTypeOf<Effect.Effect<boolean>>();
    expectTypeOf(
      toEffect(
        () => ch.send(1),
        () => "panic" as const,
      ),
    ).toEqualTypeOf<Effect.Effect<void, "panic">>();
    expectTypeOf(
      toEffect(function* () {
        yield* ch.recv();
        return "done" as string;
      }),
    ).toEqualTypeOf<Effect.Effect<string>>();
  });

  test("goScoped needs a scope and passes typed arguments behind the context", () => {
    expectTypeOf(
      goScoped(
        (ctx, n: number) =>
          ctx
            .done()
            .recv()
            .map(() => n),
        1,
      ),
    ).toEqualTypeOf<Effect.Effect<Goroutine<number>, never, Scope.Scope>>();
    // @ts-expect-error wrong argument
    goScoped((_ctx, n: number) => n, "x");
  });
});

describe("streams and queues", () => {
  test("an effect that a generator performs is no value of its stream", () => {
    const mixed = exhaustMap(function* (n: number) {
      yield* Effect.sleep(1);
      yield n;
    });
    expectTypeOf(pipe([1], mixed, collect())).toEqualTypeOf<Pipeline<number[]>>();
    const one = flatMap(function* (_: number) {
      return `${yield* fails}`;
    });
    expectTypeOf(pipe([1], one, collect())).toEqualTypeOf<Pipeline<string[]>>();
  });

  test("keep their types, both ways", () => {
    expectTypeOf(fromStream(Stream.range(1, 2))).toEqualTypeOf<AsyncIterable<number>>();
    expectTypeOf(toStream(ch)).toEqualTypeOf<Stream.Stream<number>>();
    expectTypeOf(toStream(fromStream(Stream.succeed("a" as string)), () => "bad" as const)).toEqualTypeOf<
      Stream.Stream<string, "bad">
    >();
    const queue = Effect.runSync(Queue.unbounded<number, Cause.Done>());
    expectTypeOf(fromQueue(queue)).toEqualTypeOf<RecvChan<number>>();
    expectTypeOf(toQueue(ch)).toEqualTypeOf<
      Effect.Effect<Queue.Dequeue<number, Cause.Done>, never, Scope.Scope>
    >();
  });

  test("refuse a stream that needs services", () => {
    // @ts-expect-error Users is missing
    fromStream(Stream.fromEffect(needs));
  });
});
