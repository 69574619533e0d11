/**
 * The public face of goroutines: `go`, `run` and `main`.
 */

import type { BodyResult, Op } from "./op.js";
import type { G } from "./runtime/g.js";
import { m } from "./runtime/m.js";
import { newproc } from "./runtime/proc.js";
import { enterProcess } from "./runtime/process.js";
import { type RunOptions, startProgram } from "./runtime/program.js";
import { goready } from "./runtime/ready.js";
import { currentSched } from "./runtime/sched.js";

export type { RunOptions } from "./runtime/program.js";

/**
 * A goroutine that has been started, as its creator holds it. Nothing needs to hold it: it runs anyway.
 *
 * @example
 * ```ts
 * import { type Goroutine, go, run } from "@gopark/core";
 *
 * await run(function* () {
 *   const g: Goroutine<number> = go(function* answer() {
 *     return 42;
 *   });
 *   console.log(g.id, g.name, g.status); // prints: 2 answer runnable
 *   console.log(yield* g.join(), g.status); // prints: 42 dead
 * });
 * ```
 */
export interface Goroutine<out T> {
  /** Number within its program, from 1 (main) up. Never used again. */
  readonly id: number;
  /** Name of its function, `func` if that has none. */
  readonly name: string;
  /** What it is doing. */
  readonly status: "runnable" | "running" | "waiting" | "dead";
  /**
   * Waits for its end and takes its result; undefined if it ended by `goexit`. Blocks until then. Fails if its
   * program ends first. A panic is not passed on: it ends the program.
   */
  join(): Op<T>;
}

/**
 * Starts a goroutine: `fn(...args)` runs concurrently, in the program of the goroutine that calls `go`.
 *
 * The arguments are evaluated now, the body runs later. Never blocks. `fn` may be a generator function, an async
 * function (a guest: between its awaits the runtime can't see it), a plain function, or anything that returns
 * an operation. Outside goroutines the default program takes it, which lives as long as the process; a panic
 * in it is an uncaught exception.
 *
 * Where thousands are started, make `fn` once, outside the loop, and tell it its part by arguments: the first call of
 * each generator function takes V8 1 to 2 microseconds, several times what starting a goroutine takes.
 *
 * @throws TypeError if `fn` is no function. A null or undefined `fn` is Go's fatal error `go of nil func value`.
 * @throws RuntimeError `program has ended` in a goroutine whose program ended under it
 * @example Three workers, one channel.
 * ```ts
 * import { chan, go, run } from "@gopark/core";
 *
 * await run(function* () {
 *   const squares = chan<number>();
 *   for (let i = 1; i <= 3; i++) {
 *     go(function* (n: number) {
 *       yield* squares.send(n * n);
 *     }, i);
 *   }
 *   let sum = 0;
 *   for (let i = 1; i <= 3; i++) sum += (yield* squares.recv()) ?? 0;
 *   console.log(sum); // prints: 14
 * });
 * ```
 * @go go statement
 * @differs D-07, D-12, D-74
 */
export function go<A extends unknown[], T>(fn: (...args: A) => BodyResult<T>, ...args: A): Goroutine<T> {
  const elsewhere = m.spawn?.(fn, args);
  if (elsewhere) return elsewhere as Goroutine<T>;
  const g: G<T> = newproc(currentSched(), fn, args);
  goready(g);
  return g;
}

/**
 * Runs a program: starts `fn` as goroutine 1 and gives its result when it returns.
 *
 * Then the program is over: all other goroutines are dropped, wherever they are, as in Go. Programs are
 * independent of each other; channels may be shared between them.
 *
 * @throws GoPanic a panic that nobody recovered, in any goroutine
 * @throws Deadlock all goroutines are asleep, with a dump of who waits for what
 * @throws FatalError any other error that a goroutine can't recover from
 * @throws whatever `options.signal` aborts with
 * @throws TypeError `fn` is no function, or an option is not what it has to be (the promise rejects)
 * @example
 * ```ts
 * import { chan, go, run } from "@gopark/core";
 *
 * const greeting = await run(function* () {
 *   const ch = chan<string>();
 *   go(function* () {
 *     yield* ch.send("hello");
 *   });
 *   return yield* ch.recv();
 * });
 * console.log(greeting); // prints: hello
 * ```
 */
export function run<T>(fn: () => BodyResult<T>, options: RunOptions = {}): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    startProgram(fn, options, resolve, reject);
  });
}

/**
 * The entry of a process: runs `fn` as `run` does and ends the process with it, as Go's `func main`.
 *
 * When `fn` returns the process exits, with `process.exitCode` if that is set. A panic or a deadlock prints Go's
 * report to stderr and exits with code 2, at once: no `finally` block runs. SIGQUIT (Ctrl-\) prints a dump of all
 * goroutines and exits with 2. In a page, which has no process, errors go to the console.
 *
 * @throws TypeError at once, if `fn` is no function or an option is not what it has to be
 * @example
 * ```ts no-run
 * import { chan, go, main } from "@gopark/core";
 *
 * main(function* () {
 *   const ch = chan<string>();
 *   go(function* () {
 *     yield* ch.send("hello");
 *   });
 *   console.log(yield* ch.recv());
 * });
 * ```
 * @go func main
 * @differs D-70
 */
export function main(fn: () => unknown, options?: RunOptions): void {
  enterProcess(fn, options);
}
