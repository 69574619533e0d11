/**
 * The public face of defer, panic and recover.
 */
import type { Op } from "./op.js";
import { FuncOp, raise } from "./runtime/func.js";
import { PanicNilError, PanicValue, RuntimeError } from "./runtime/gopanic.js";
import { demand } from "./runtime/misuse.js";
import { frameOf } from "./runtime/promise.js";

/**
 * What the body of a function made by `func` works with: its deferred calls, its panic and its result.
 *
 * @example Annotate it to type the result.
 * ```ts
 * import { type Frame, func, run } from "@gopark/core";
 *
 * const divide = func(function* (fn: Frame<number>, a: number, b: number) {
 *   fn.defer(() => {
 *     if (fn.recover() !== undefined) fn.result = 0;
 *   });
 *   if (b === 0) throw new Error("division by zero");
 *   return a / b;
 * });
 *
 * console.log(await run(() => divide(6, 3)), await run(() => divide(6, 0))); // prints: 2 0
 * ```
 */
export interface Frame<R = any> {
  /**
   * Has `f(...args)` called when the function ends: by returning, by a panic, or by `goexit`. Deferred calls run last
   * in, first out. The arguments are evaluated now. `f` may be a generator function and block; its result is
   * discarded. What it throws is a panic that replaces the one under way.
   * @throws TypeError `f` is no function. One that is null or undefined panics when it would be called.
   */
  defer<A extends unknown[]>(f: (...args: A) => unknown, ...args: A): void;
  /**
   * Stops the panic of this function and gives its value. The function then returns `result` to its caller, after
   * its other deferred calls. Undefined unless called while a deferred call of this function runs, in the same
   * goroutine, and the function is panicking; `goexit` is no panic. In an async function, call it before the first
   * `await`: what comes after runs outside the goroutine.
   */
  recover(): unknown;
  /**
   * What the function gives: set by `return value`, and before or after that by hand, as a named result in Go.
   * Returning undefined leaves it as it is.
   */
  result: R;
}

/**
 * What a function gives when its body is `F`: what its frame is annotated with; without that, or where it returns something else,
 * also what it returns.
 *
 * @example
 * ```ts
 * import type { ResultOf } from "@gopark/core";
 *
 * const n: ResultOf<() => Generator<never, number>> = 1;
 * console.log(n); // prints: 1
 * ```
 */
export type ResultOf<F> = F extends (fn: infer P, ...args: any[]) => infer R
  ? (R extends Generator<any, infer T, any> ? T : Awaited<R>) extends infer T
    ? unknown extends P
      ? T
      : P extends Frame<infer N>
        ? unknown extends N
          ? T
          : [Exclude<T, void>] extends [Widened<N>]
            ? N
            : N | Exclude<T, void>
        : T
    : never
  : never;

/**
 * `T` as TypeScript infers it where nothing says what is wanted: literals as their types, tuples as arrays. So in the `return` of a
 * body, which isn't told what its frame is annotated with.
 *
 * @example
 * ```ts
 * import type { Widened } from "@gopark/core";
 *
 * const pair: Widened<["a", 1]> = ["b", 2, 3];
 * console.log(pair.length); // prints: 3
 * ```
 */
export type Widened<T> = T extends string
  ? string
  : T extends number
    ? number
    : T extends boolean
      ? boolean
      : T extends bigint
        ? bigint
        : T extends (...args: any[]) => unknown
          ? T
          : T extends readonly (infer E)[]
            ? readonly Widened<E>[]
            : T extends object
              ? { [K in keyof T]: Widened<T[K]> }
              : T;

/**
 * The parameters of `F` without the frame.
 *
 * @example
 * ```ts
 * import type { Frame, ParametersOf } from "@gopark/core";
 *
 * const args: ParametersOf<(fn: Frame, n: number) => void> = [1];
 * console.log(args); // prints: [ 1 ]
 * ```
 */
export type ParametersOf<F> = F extends (fn: any, ...args: infer A) => any ? A : never;

/**
 * Makes a function with deferred calls, as every function is in Go. Calling it gives an operation: perform it with
 * `yield*`, start it with `go`, run it with `run`, or await it.
 *
 * The body gets its `Frame` first, then the arguments. It may be a generator function, an async function or a plain
 * one. A call runs on the goroutine's own stack, as `call` does: recursion is bounded by memory. Made of steps, it
 * can't be a case of a select.
 *
 * @typeParam F the type of the body
 * @throws whatever the body or a deferred call throws, unless it is recovered
 * @throws TypeError the body is no function
 * @example Deferred calls run in reverse order, after the result is set, and may change it.
 * ```ts
 * import { func, run } from "@gopark/core";
 *
 * const triple = func(function* (fn, n: number) {
 *   fn.defer(() => console.log("first deferred, last run")); // prints: first deferred, last run
 *   fn.defer(() => {
 *     fn.result += n;
 *   });
 *   return n * 2;
 * });
 *
 * console.log(await run(() => triple(5))); // prints: 15
 * ```
 * @example A panic is recovered where it is expected.
 * ```ts
 * import { func, panic, run } from "@gopark/core";
 *
 * const safely = func(function* (fn, body: () => void) {
 *   fn.defer(() => console.log("recovered:", fn.recover())); // prints: recovered: boom
 *   body();
 * });
 *
 * await run(() => safely(() => panic("boom")));
 * ```
 * @go defer, panic, recover
 * @differs D-13, D-15, D-48
 */
export function func<F extends (fn: Frame, ...args: any[]) => any>(
  body: F,
): (...args: ParametersOf<F>) => Op<ResultOf<F>> {
  demand("func", body);
  const made = (...args: unknown[]): Op<any> => new FuncOp<any>(body, args);
  return Object.defineProperty(made, "name", { value: body.name });
}

/**
 * Panics with a value: the rest of the function does not run, deferred calls and `finally` blocks do, and unless one of
 * them recovers, the program ends.
 *
 * The same as `throw` for an Error. Any other value is thrown in a `PanicValue`, which has a stack; `recover` and
 * `GoPanic` give the value itself. Null and undefined make a `PanicNilError`.
 *
 * @throws always
 * @example
 * ```ts
 * import { GoPanic, panic, run } from "@gopark/core";
 *
 * const error = await run(() => panic("boom")).catch((error: unknown) => error);
 * if (error instanceof GoPanic) console.log(error.message, error.value); // prints: panic: boom boom
 * ```
 * @go panic
 * @differs D-04, D-14
 */
export function panic(value: unknown): never {
  if (value === undefined || value === null) throw new PanicNilError();
  raise(value instanceof Error ? value : new PanicValue(value));
}

/**
 * A call that `using` makes when its block ends: `using _ = defer(() => mutex.unlock())`.
 *
 * For blocks, where `fn.defer` is for functions. The call must not block; a block can't wait in the middle of a
 * `using`. With `await using`, in async code, it may be async.
 *
 * @throws TypeError `f` is no function
 * @throws RuntimeError at the end of the block: `f` has begun to block
 * @example
 * ```ts
 * import { defer } from "@gopark/core";
 *
 * {
 *   using _ = defer((name: string) => console.log("bye", name), "block"); // prints: bye block
 *   console.log("hello"); // prints: hello
 * }
 * ```
 * @go defer
 */
export function defer<A extends unknown[]>(
  f: (...args: A) => unknown,
  ...args: A
): Disposable & AsyncDisposable {
  demand("defer", f);
  return {
    [Symbol.dispose]() {
      const result = f(...args);
      if (frameOf(result)) throw new RuntimeError("defer: the call blocks: want fn.defer or await using");
    },
    async [Symbol.asyncDispose]() {
      await f(...args);
    },
  };
}
