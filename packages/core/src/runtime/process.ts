/**
 * main(): a program that is the process. It exits when main returns, reports crashes as Go does, and answers
 * SIGQUIT with a dump (signals.ts, which has X3).
 *
 *   X1  A crash exits from within the call that found it: no `finally` block gets to run after it.
 *   X2  What the program has printed is out when the process ends, however it ends, also where a pipe's reader is slow.
 *       As in Go, who prints waits for the reader; here all goroutines of the thread wait with it.
 *
 * @go runtime/proc.go main
 */
import { hostProcess } from "./host-process.js";
import { CRASHED } from "./limits.js";
import { type RunOptions, startProgram } from "./program.js";
import { report } from "./report.js";
import type { Sched } from "./sched.js";
import { answerQuit, awaitSignals } from "./signals.js";

/** Starts the program of this process. `dumpOf` gives what all its goroutines do, wherever they run. */
export function enterProcess(
  fn: () => unknown,
  options: RunOptions = {},
  start: typeof startProgram = startProgram,
  dumpOf?: (sched: Sched) => string | Promise<string>,
): void {
  const fail = (error: unknown): void => hostProcess.crash(report(error), CRASHED);
  hostProcess.enter();
  let sched: Sched | undefined;
  awaitSignals(() => sched);
  sched = start(fn, options, hostProcess.exit, fail);
  answerQuit(sched, dumpOf);
}
