/**
 * What a program that is the process does about signals: it answers SIGQUIT with a dump, and waits for others.
 *
 *   X3  While somebody listens for a signal the program may wait for it: the process goes on, and no deadlock is told.
 *
 * Bundles made for pages have signals-browser.ts in place of this (HP1 of host-process.ts).
 */
import { host } from "./host.js";
import { hostProcess } from "./host-process.js";
import { hostSignals } from "./host-process-signals.js";
import { CRASHED, LONGEST_WATCH } from "./limits.js";
import type { Sched } from "./sched.js";
import { dueIn, startTimer, type Timer } from "./timer.js";
import { dump } from "./trace.js";

/** Keeps a program going that waits for a signal, for which Node itself does not wait (X3). */
class Vigil implements Timer {
  index = -1;
  /** Gives the program, once it has started. */
  private readonly program: () => Sched | undefined;

  constructor(program: () => Sched | undefined) {
    this.program = program;
  }

  fire(): void {
    const sched = this.program();
    if (sched && this.index < 0 && hostSignals.awaitsSignal())
      startTimer(sched.p, this, dueIn(LONGEST_WATCH));
  }
}

/**
 * Sees to it that the program of this process waits while somebody listens for a signal (X3). Called before it starts: it is
 * told first that nothing is left to do. `program` gives it from then on.
 */
export function awaitSignals(program: () => Sched | undefined): void {
  const vigil = new Vigil(program);
  host.onDrained(() => vigil.fire());
}

/** Answers SIGQUIT from now on. `dumpOf` gives what all goroutines of the program do, wherever they run. */
export function answerQuit(sched: Sched, dumpOf: (sched: Sched) => string | Promise<string> = dump): void {
  hostSignals.onQuit(async () => hostProcess.crash(`SIGQUIT: quit\n\n${await dumpOf(sched)}`, CRASHED));
}
