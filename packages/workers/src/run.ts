/**
 * run and main, over several threads.
 *
 *   RN1  The program ends as on one thread: by main's return, a panic, a deadlock. Then all other threads end, and
 *        `run`'s promise settles when they have. `main` does not wait: the end of the process ends them.
 *   RN2  On a thread other than M0 neither starts anything outside goroutines: the module that calls them was loaded for
 *        its goroutines.
 *   RN3  A realm runs one program of several threads at a time: there is one shared memory.
 */
import type { BodyResult, RunOptions as CoreOptions } from "@gopark/core";
import { enterProcess, m, type Sched, startProgram } from "@gopark/core/internal";
import { warnOnce } from "./doctor.js";
import { procsOf } from "./procs.js";
import {
  addProgram,
  checkThreadOptions,
  hasThreads,
  lastDump,
  Program,
  type ThreadOptions,
} from "./program.js";
import { current } from "./sched/current.js";
import { calledRun } from "./sched/loader.js";
import { startTrace } from "./sched/schedtrace.js";
import { thread } from "./thread.js";

/**
 * How a program is run on several threads.
 *
 * @example
 * ```ts no-run
 * import { type RunOptions, run } from "@gopark/workers";
 *
 * const options: RunOptions = { procs: 4, onWorkerLost: (error) => console.error(error.message) };
 * await run(function* () {}, options);
 * ```
 */
export interface RunOptions extends CoreOptions, ThreadOptions {
  /**
   * How many goroutines run at the same time, from 1 to 63: Go's GOMAXPROCS. Default: the environment variable of that
   * name, else one for each processor. With 1 the program runs on the caller's thread alone.
   */
  procs?: number;
}

/** Whether this thread was started by a program, and nothing of it runs now (RN2). */
function isLoading(): boolean {
  if (thread.index === 0 || m.p !== null) return false;
  calledRun();
  return true;
}

/**
 * Runs a program on several threads: starts `fn` as goroutine 1 on this one, and gives its result when it returns.
 *
 * `go` starts goroutines as always. Those that were given a name with `goroutine` may run on any thread, all others
 * stay on the one that starts them. Threads begin to work while the program runs; the promise settles when all have ended. On a
 * thread that the program has started, `run` outside goroutines does nothing and its promise stays pending.
 *
 * @throws GoPanic a panic that nobody recovered, in any goroutine on any thread
 * @throws Deadlock all goroutines of all threads are asleep, with a dump of who waits for what
 * @throws FatalError any other error that a goroutine can't recover from
 * @throws WorkerLost a thread has died, and `options.onWorkerLost` is not given
 * @throws whatever `options.signal` aborts with
 * @throws TypeError `fn` is no function, or an option is not what it has to be (the promise rejects)
 * @throws RuntimeError another program of this thread runs on several threads (the promise rejects)
 * @example
 * ```ts no-run
 * import { go } from "@gopark/core";
 * import { goroutine, run } from "@gopark/workers";
 *
 * export const sum = goroutine(import.meta.url, "sum", function* (from: number, to: number): Generator<never, number> {
 *   let total = 0;
 *   for (let i = from; i < to; i++) total += i;
 *   return total;
 * });
 *
 * const total = await run(
 *   function* () {
 *     const [low, high] = [go(sum, 0, 5e8), go(sum, 5e8, 1e9)];
 *     return (yield* low.join()) + (yield* high.join());
 *   },
 *   { procs: 2 },
 * );
 * console.log(total);
 * ```
 */
export function run<T>(fn: () => BodyResult<T>, options: RunOptions = {}): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    if (!isLoading()) start(fn, options, resolve, reject, true);
  });
}

/**
 * The entry of a process: runs `fn` on several threads, as `run` does, and ends the process with it, as Go's `func
 * main`. On a thread that the program has started it does nothing.
 *
 * @throws TypeError at once, if `fn` is no function or an option is not what it has to be
 * @example
 * ```ts no-run
 * import { main, numCPU } from "@gopark/workers";
 *
 * main(function* () {
 *   console.log("processors:", numCPU());
 * });
 * ```
 * @go func main
 */
export function main(fn: () => unknown, options: RunOptions = {}): void {
  if (isLoading()) return;
  enterProcess(
    fn,
    options,
    (body, _options, resolve, reject) => start(body, options, resolve, reject, false),
    lastDump,
  );
}

/** Starts a program. */
function start(
  fn: (...args: any[]) => unknown,
  options: RunOptions,
  resolve: (value: any) => void,
  reject: (error: unknown) => void,
  waits: boolean,
): Sched {
  const procs = procsOf(options.procs);
  checkThreadOptions(options);
  const canSpread = procs > 1 && hasThreads(options);
  if (procs > 1 && !canSpread) warnOnce(false);
  // Who did not ask for threads does not get an error because others have them.
  const isAlone = current.machine === null && current.bench === null;
  const isSpread = canSpread && (options.procs !== undefined || isAlone);
  let program: Program | null = null;
  let stopTrace = (): void => {};
  const settle =
    (f: (value: any) => void) =>
    (value: unknown): void => {
      stopTrace();
      if (program === null) f(value);
      else if (waits) program.end(() => f(value));
      else {
        program.end(() => {});
        f(value);
      }
    };
  const sched = startProgram(fn, options, settle(resolve), settle(reject));
  if (sched.hasEnded || sched.isEnding) return sched;
  program = new Program(sched, options);
  addProgram(program);
  stopTrace = startTrace(sched);
  if (!isSpread) return sched;
  try {
    program.spread(procs);
  } catch (error) {
    sched.fatal(error as Error);
  }
  return sched;
}
