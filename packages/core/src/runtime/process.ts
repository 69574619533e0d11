/**
 * main(): a program that is the process. It exits when main returns, reports crashes as Go does, and answers
 * SIGQUIT with a dump.
 *
 *   X1  A crash exits from within the call that found it: no `finally` block gets to run after it.
 *   X2  What the program has printed is out when the process ends, however it ends, also where a pipe's reader is slow.
 *       As in Go, who prints waits for the reader; here all goroutines of the thread wait with it.
 *   X3  While somebody listens for a signal the program may wait for it: the process goes on, and no deadlock is told.
 *
 * @go runtime/proc.go main
 */
import { host } from "./host.js";
import { hostProcess } from "./host-process.js";
import { LONGEST_WATCH } from "./limits.js";
import { type RunOptions, startProgram } from "./program.js";
import { report } from "./report.js";
import type { Sched } from "./sched.js";
import { dueIn, startTimer, type Timer } from "./timer.js";
import { dump } from "./trace.js";

/** Exit code of a panic and of a fatal error, and of SIGQUIT. */
const CRASHED = 2;

/** Keeps a program going that waits for a signal, for which Node itself does not wait (X3). */
class Vigil implements Timer {
  index = -1;
  private readonly sched: Sched;

  constructor(sched: Sched) {
    this.sched = sched;
  }

  fire(): void {
    if (this.index < 0 && hostProcess.awaitsSignal()) startTimer(this.sched.p, this, dueIn(LONGEST_WATCH));
  }
}

/** Starts the program of this process. `dumpOf` gives what all its goroutines do, wherever they run. */
export function enterProcess(
  fn: () => unknown,
  options: RunOptions = {},
  start: typeof startProgram = startProgram,
  dumpOf: (sched: Sched) => string | Promise<string> = dump,
): void {
  const exit = (): void => hostProcess.exit();
  const fail = (error: unknown): void => hostProcess.crash(report(error), CRASHED);
  hostProcess.enter();
  let vigil: Vigil | null = null;
  // Before the program asks to be told of the same.
  host.onDrained(() => vigil?.fire());
  const sched = start(fn, options, exit, fail);
  vigil = new Vigil(sched);
  hostProcess.onQuit(async () => hostProcess.crash(`SIGQUIT: quit\n\n${await dumpOf(sched)}`, CRASHED));
}
