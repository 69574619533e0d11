import { after, chan, sleep } from "@gopark/core";
import { expectTypeOf, test } from "vitest";
import {
  batch,
  catchError,
  collect,
  concatMap,
  count,
  exhaustMap,
  filter,
  first,
  flatMap,
  forEach,
  type Given,
  groupBy,
  map,
  type Pipeline,
  pairwise,
  parallel,
  pipe,
  reduce,
  type Source,
  type Stream,
  scan,
  switchMap,
  take,
  takeWhile,
  toWeb,
  zip,
} from "./index.js";

test("a long pipe is inferred from end to end", () => {
  const long = pipe(
    [1, 2, 3],
    map((n) => `${n}`),
    filter((s) => s.length > 0),
    map(async (s) => s.length),
    scan((sum, n) => sum + n, 0),
    pairwise(),
    map(([a, b]) => a + b),
    batch(2),
    concatMap((list) => list),
    parallel(2, (n) => ({ n })),
    map(({ n }) => n),
    take(3),
    map((n) => n.toFixed()),
    collect(),
  );
  expectTypeOf(long).toEqualTypeOf<Pipeline<string[]>>();
});

test("without a sink it is a stream, with one an operation", () => {
  expectTypeOf(pipe([1])).toEqualTypeOf<Stream<number>>();
  expectTypeOf(
    pipe(
      "ab",
      map((s) => s.length),
    ),
  ).toEqualTypeOf<Stream<number>>();
  expectTypeOf(
    pipe(
      [1],
      forEach((n) => n.toFixed()),
    ),
  ).toEqualTypeOf<Pipeline<void>>();
  expectTypeOf(
    pipe(
      [1],
      reduce((sum, n) => sum + n, 0),
    ),
  ).toEqualTypeOf<Pipeline<number>>();
  expectTypeOf(
    pipe(
      [1],
      reduce((sum, n) => sum + n, 0),
      map((n) => n + 1),
    ),
  ).toEqualTypeOf<Stream<number>>();
  expectTypeOf(pipe([1], first())).toEqualTypeOf<Pipeline<number | undefined>>();
  expectTypeOf(pipe(["a"], count(), collect())).toEqualTypeOf<Pipeline<number[]>>();
});

test("pipes nest", () => {
  expectTypeOf(
    pipe(
      pipe(
        [1],
        map((n) => n * 2),
      ),
      map((k) => k + 1),
    ),
  ).toEqualTypeOf<Stream<number>>();
  const inner = pipe(
    [1],
    concatMap((n) =>
      pipe(
        [n],
        map((x) => x * 2),
        collect(),
      ),
    ),
    map((list) => list.length),
  );
  expectTypeOf(inner).toEqualTypeOf<Stream<number>>();
});

test("sources and results of functions give their values' types", () => {
  expectTypeOf(pipe(chan<number>(), collect())).toEqualTypeOf<Pipeline<number[]>>();
  expectTypeOf(
    pipe(
      after(1),
      map((date) => date.getTime()),
    ),
  ).toEqualTypeOf<Stream<number>>();
  expectTypeOf(
    pipe(
      [1],
      flatMap(async (n) => [n]),
    ),
  ).toEqualTypeOf<Stream<number[]>>();
  expectTypeOf(
    pipe(
      [1],
      flatMap((n) => [`${n}`]),
    ),
  ).toEqualTypeOf<Stream<string>>();
  expectTypeOf(
    pipe(
      [1],
      switchMap(function* (n) {
        yield `${n}`;
      }),
    ),
  ).toEqualTypeOf<Stream<string>>();
  expectTypeOf(pipe([1], zip(["a"], [true]))).toEqualTypeOf<Stream<[number, string, boolean]>>();
  expectTypeOf(
    pipe(
      [1, "a"],
      filter((v) => typeof v === "number"),
    ),
  ).toEqualTypeOf<Stream<number>>();
  expectTypeOf(
    pipe(
      ["a"],
      groupBy((s) => s.length),
      map((g) => g.key),
    ),
  ).toEqualTypeOf<Stream<number>>();
});

test("a generator gives what it yields besides operations, and what it returns, but not undefined", () => {
  function* yields(n: unknown) {
    yield* sleep(1);
    if (n) yield n as number;
  }
  function* returns(n: unknown) {
    yield* sleep(1);
    return n ? String(n) : undefined;
  }
  function* both(n: unknown) {
    yield* sleep(1);
    if (n) yield n as number;
    else return String(n);
    return undefined;
  }
  expectTypeOf(pipe([1], concatMap(yields))).toEqualTypeOf<Stream<number>>();
  expectTypeOf(pipe([1], exhaustMap(yields))).toEqualTypeOf<Stream<number>>();
  expectTypeOf(pipe([1], flatMap(yields, 2))).toEqualTypeOf<Stream<number>>();
  expectTypeOf(pipe([1], switchMap(yields))).toEqualTypeOf<Stream<number>>();
  expectTypeOf(pipe([true], catchError(yields))).toEqualTypeOf<Stream<boolean | number>>();
  expectTypeOf(pipe([1], concatMap(returns))).toEqualTypeOf<Stream<string>>();
  expectTypeOf(pipe([1], exhaustMap(returns))).toEqualTypeOf<Stream<string>>();
  expectTypeOf(pipe([1], flatMap(returns))).toEqualTypeOf<Stream<string>>();
  expectTypeOf(pipe([1], switchMap(returns))).toEqualTypeOf<Stream<string>>();
  expectTypeOf(pipe([true], catchError(returns))).toEqualTypeOf<Stream<boolean | string>>();
  expectTypeOf(pipe([1], concatMap(both))).toEqualTypeOf<Stream<number | string>>();
  expectTypeOf(pipe([true], catchError(both))).toEqualTypeOf<Stream<boolean | number | string>>();
  const inline = flatMap(function* (n: number) {
    yield { n };
    yield* sleep(1);
  });
  expectTypeOf(pipe([1], inline, collect())).toEqualTypeOf<Pipeline<{ n: number }[]>>();
  expectTypeOf(
    pipe(
      ["a"],
      flatMap(function* (s) {
        yield s.length;
        yield* sleep(1);
      }),
      collect(),
    ),
  ).toEqualTypeOf<Pipeline<number[]>>();
  expectTypeOf(
    pipe(
      ["a"],
      catchError(function* () {
        yield* sleep(1);
        return 1;
      }),
    ),
  ).toEqualTypeOf<Stream<string | number>>();
  // What it returns is not known.
  expectTypeOf<Given<number, any>>().toEqualTypeOf<number>();
  expectTypeOf<Given<never, any>>().toEqualTypeOf<any>();
});

test("a function may give one source or another, of other values", () => {
  const either = (n: number) => (n > 1 ? [n] : Promise.resolve("a"));
  expectTypeOf(pipe([1], concatMap(either))).toEqualTypeOf<Stream<number | string>>();
  expectTypeOf(pipe([1], exhaustMap(either))).toEqualTypeOf<Stream<number | string>>();
  expectTypeOf(pipe([1], flatMap(either))).toEqualTypeOf<Stream<number | string>>();
  expectTypeOf(pipe([1], switchMap(either))).toEqualTypeOf<Stream<number | string>>();
  const rescue = (error: unknown) => (error instanceof TypeError ? [1] : pipe(["a"]));
  expectTypeOf(pipe([true], catchError(rescue))).toEqualTypeOf<Stream<boolean | number | string>>();
  function flat<T>(sources: Source<Source<T>>): Stream<T> {
    return pipe(
      sources,
      flatMap((source) => source),
    );
  }
  expectTypeOf(flat([[1], new Set([2])])).toEqualTypeOf<Stream<number>>();
});

test("a catchError that only throws adds no values", () => {
  expectTypeOf(
    pipe(
      [1],
      catchError((cause) => {
        throw new Error("renamed", { cause });
      }),
    ),
  ).toEqualTypeOf<Stream<number>>();
});

test("filter(Boolean) narrows to what counts as true", () => {
  expectTypeOf(pipe([1, undefined, null], filter(Boolean))).toEqualTypeOf<Stream<number>>();
  expectTypeOf(
    pipe(
      ["a", null],
      filter(Boolean),
      map((s) => s.length),
    ),
  ).toEqualTypeOf<Stream<number>>();
});

test("takeWhile narrows by what it asks, but not if it includes what ended it", () => {
  const isNumber = (value: number | string) => typeof value === "number";
  expectTypeOf(pipe([1, "a"], takeWhile(isNumber))).toEqualTypeOf<Stream<number>>();
  expectTypeOf(pipe([1, "a"], takeWhile(isNumber, true))).toEqualTypeOf<Stream<number | string>>();
  const isAsked: boolean = Boolean(1);
  expectTypeOf(pipe([1, "a"], takeWhile(isNumber, isAsked))).toEqualTypeOf<Stream<number | string>>();
});

test("what does not fit is an error", () => {
  // @ts-expect-error a source is wanted
  pipe(3, collect());
  const sink = forEach<number>(() => {});
  // @ts-expect-error a sink can't stand in the middle
  pipe([1], sink, take<number>(1));
  // @ts-expect-error numbers are no strings
  pipe([1], toWeb({} as WritableStream<string>));
  // @ts-expect-error a function is wanted
  map();
  // @ts-expect-error a count is wanted
  take();
});
