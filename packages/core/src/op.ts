/**
 * The public face of operations: the `Op` type, and the operations that belong to no channel.
 */
import { CallOp } from "./runtime/coroutine.js";
import type { Op } from "./runtime/operation.js";
import { WaitOp } from "./runtime/promise.js";
import { SleepOp } from "./runtime/sleep.js";
import type { Yieldable } from "./runtime/suspend.js";
import { GOEXIT, GOSCHED } from "./runtime/yield-ops.js";

export type { Op } from "./runtime/operation.js";
export type { Go, Suspend, Yieldable, Yieldables } from "./runtime/suspend.js";

/**
 * What a function gives whose body may be a generator, async or plain: all that `go`, `run` and `call` take.
 *
 * @example A wrapper around go that takes what go takes.
 * ```ts
 * import { type BodyResult, type Goroutine, go, run } from "@gopark/core";
 *
 * function start<T>(name: string, body: () => BodyResult<T>): Goroutine<T> {
 *   console.log("starting", name); // prints: starting adder
 *   return go(body);
 * }
 *
 * console.log(await run(() => start("adder", () => 1 + 1).join())); // prints: 2
 * ```
 */
export type BodyResult<T> =
  | Generator<Yieldable, T, any>
  | PromiseLike<T>
  // What an `async function*` gives would pass for a T, and never run. This fits none of it, but keeps T from being inferred as it.
  | (AsyncGenerator<any, T, any> & {
      /** No async generator has it: its function is no body. */
      readonly "want function*, got async function*": never;
    })
  | T;

/**
 * Waits for a promise: the goroutine parks until it settles, the others go on.
 *
 * A rejection is a panic in the waiting goroutine: catch it there. While a goroutine waits for a promise, no
 * deadlock is reported. A value that is no promise is there at once, as with `await`; a promise never is when it is
 * looked at for the first time, however long ago it settled.
 *
 * As a case of a select whose other cases are ready, it may not be looked at at all. Where the promise may be rejected
 * nonetheless (a `fetch` with the signal of a context that is the other case), give it a `catch` of its own. In a loop that
 * selects on a promise that stays pending, make the operation once, outside: each new one leaves a listener on the promise
 * until it settles.
 *
 * @throws whatever the promise rejects with
 * @example A goroutine reads a file.
 * ```ts
 * import { readFile } from "node:fs/promises";
 * import { run, wait } from "@gopark/core";
 *
 * const name = await run(function* () {
 *   const text = yield* wait(readFile("package.json", "utf8"));
 *   return typeof JSON.parse(text);
 * });
 * console.log(name); // prints: object
 * ```
 */
export function wait<T>(promise: PromiseLike<T> | T): Op<T> {
  return new WaitOp<T>(promise);
}

/**
 * Calls a function on the goroutine's own stack, which grows on the heap.
 *
 * `yield* f()` is the ordinary call and the cheaper one while nothing parks. It nests generators, though: every
 * park walks through all of them, and some thousands deep the JavaScript stack overflows. With `call` a
 * goroutine resumes at the same cost at any depth, and recursion is bounded by memory. Also takes async and
 * plain functions. A call can't be a case of a select: select on `go(fn).join()` instead.
 *
 * @throws whatever `fn` throws
 * @throws TypeError `fn` is no function
 * @example Recursion 100,000 deep.
 * ```ts
 * import { call, type Go, run } from "@gopark/core";
 *
 * function* depth(n: number): Go<number> {
 *   return n === 0 ? 0 : 1 + (yield* call(depth, n - 1));
 * }
 *
 * console.log(await run(() => call(depth, 100_000))); // prints: 100000
 * ```
 */
export function call<A extends unknown[], T>(fn: (...args: A) => BodyResult<T>, ...args: A): Op<T> {
  return new CallOp<T>(fn, args);
}

/**
 * Gives up the CPU: the goroutine goes to the end of the global queue and stays runnable.
 *
 * For loops that compute for long without any other operation. Awaited outside goroutines, it gives the host's
 * event loop a turn.
 *
 * @example Two goroutines take turns.
 * ```ts
 * import { go, gosched, run } from "@gopark/core";
 *
 * await run(function* () {
 *   const other = go(function* () {
 *     for (let i = 0; i < 2; i++) {
 *       console.log("other", i); // prints: other 0 | other 1
 *       yield* gosched();
 *     }
 *   });
 *   for (let i = 0; i < 2; i++) {
 *     console.log("main", i); // prints: main 0 | main 1
 *     yield* gosched();
 *   }
 *   yield* other.join();
 * });
 * ```
 * @go runtime.Gosched
 */
export function gosched(): Op<void> {
  return GOSCHED;
}

/**
 * Ends the running goroutine. Its `finally` blocks run; `catch` does not stop it, and it is no panic.
 *
 * In main it ends goroutine 1 without ending the program: the others go on, until one panics or none is left.
 * A `finally` block that waits belongs in a function that is run by `call` or `go`, or made by `func`.
 *
 * @example A goroutine ends from within a function it called.
 * ```ts
 * import { go, goexit, type Go, run } from "@gopark/core";
 *
 * function* giveUp(): Go<never> {
 *   return yield* goexit();
 * }
 *
 * await run(function* () {
 *   const g = go(function* () {
 *     try {
 *       yield* giveUp();
 *       console.log("not reached"); // never prints
 *     } finally {
 *       console.log("cleaned up"); // prints: cleaned up
 *     }
 *   });
 *   yield* g.join();
 * });
 * ```
 * @go runtime.Goexit
 * @differs D-65
 */
export function goexit(): Op<never> {
  return GOEXIT;
}

/**
 * Parks the goroutine for at least `ms` milliseconds of the runtime's clock, never less.
 *
 * Zero, a negative number or NaN is over at once. A sleeping goroutine keeps the process alive, and the program
 * from being declared deadlocked.
 *
 * @example
 * ```ts
 * import { run, sleep } from "@gopark/core";
 *
 * await run(function* () {
 *   yield* sleep(5);
 *   console.log("awake"); // prints: awake
 * });
 * ```
 * @go time.Sleep
 */
export function sleep(ms: number): Op<void> {
  return new SleepOp(ms);
}
