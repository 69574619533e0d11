/**
 * A program from its start to its end: what `run` and `main` share.
 *
 *   R1  The promise settles once, after the end of the program (D1): no goroutine of it runs any more.
 *   R2  With onExit "unwind", it settles after the `finally` blocks of all goroutines have run; a block that
 *       waits for ever is dropped as soon as nothing else can run.
 */
import { onDrained, programs } from "./deadlock.js";
import { RUNNING } from "./gstatus.js";
import { crowded, host } from "./host.js";
import { demand, wrong } from "./misuse.js";
import { newproc } from "./proc.js";
import { goready } from "./ready.js";
import { Sched } from "./sched.js";
import { leave } from "./unwind.js";

/**
 * How a program is run.
 *
 * @example A program that is called off, and cleans up.
 * ```ts
 * import { go, type RunOptions, run, sleep } from "@gopark/core";
 *
 * const calledOff = new AbortController();
 * const options: RunOptions = { signal: calledOff.signal, onExit: "unwind" };
 * const program = run(function* () {
 *   try {
 *     yield* sleep(60_000);
 *   } finally {
 *     console.log("cleaned up"); // prints: cleaned up
 *   }
 * }, options);
 * go(function* () {
 *   yield* sleep(1);
 *   calledOff.abort("called off");
 * });
 * await program.catch((reason: unknown) => console.log(reason)); // prints: called off
 * ```
 */
export interface RunOptions {
  /**
   * Ends the program when it aborts: `run` rejects with its reason. Any number of programs may stand on one signal: its limit of
   * listeners, over which Node warns, is lifted.
   */
  signal?: AbortSignal;
  /**
   * What becomes of goroutines that are alive when the program ends. `"drop"` (the default, as in Go): they
   * just stop. `"unwind"`: their `finally` blocks run first, and may block; goroutines started meanwhile never start.
   */
  onExit?: "drop" | "unwind";
  /** Length of a time slice in milliseconds: how long goroutines run before the host's events have a turn. Default 10, in pages 4. */
  slice?: number;
}

/**
 * Starts a program whose goroutine 1 runs `fn`. Calls `resolve` with main's result, or `reject` with what ended
 * the program before: at once, from within whatever ended it.
 */
export function startProgram(
  fn: (...args: any[]) => unknown,
  options: RunOptions,
  resolve: (value: any) => void,
  reject: (error: unknown) => void,
): Sched {
  const { signal, onExit = "drop", slice = host.slice } = options;
  if (onExit !== "drop" && onExit !== "unwind") throw wrong("run: onExit", '"drop" or "unwind"', onExit);
  if (+slice !== slice || slice <= 0) throw wrong("run: slice", "milliseconds above 0", slice);
  if (signal && !signal.addEventListener) throw wrong("run: signal", "an AbortSignal", signal);
  demand("run", fn);

  /** The end (R1). */
  const close = (settle: (value: any) => void, value: unknown): void => {
    sched.end();
    programs.delete(sched);
    signal?.removeEventListener("abort", onAbort);
    settle(value);
  };

  /** Main has returned or the signal has aborted: the others are dropped or unwound, then the program ends. */
  const finish = (settle: (value: any) => void, value: unknown): void => {
    if (sched.hasEnded || sched.isEnding) return;
    if (onExit === "drop" || sched.allgs.count === 0) close(settle, value);
    else {
      sched.isEnding = true;
      sched.whenIdle = () => close(settle, value);
      for (const g of sched.allgs) {
        if (g.state === RUNNING) sched.straggler = g;
        else leave(g);
      }
      sched.interrupt();
      sched.wakeup();
    }
  };
  const onAbort = (): void => finish(reject, (signal as AbortSignal).reason);

  const sched = new Sched(slice, (error) => close(reject, error));
  host.onDrained(onDrained);
  programs.add(sched);
  const main = newproc(sched, fn, []);
  sched.main = main;
  main.site = "";
  // Main lives as long as the program: it must not share its place in the list with goroutines that may be lost.
  sched.allgs.release();
  main.onDone = (hasFailed, value) => {
    if (hasFailed) sched.crashOf(main, value);
    else if (!sched.hasMainExited) finish(resolve, value);
  };
  goready(main);
  if (signal?.aborted) onAbort();
  else if (signal) {
    crowded(signal);
    signal.addEventListener("abort", onAbort);
  }
  return sched;
}
