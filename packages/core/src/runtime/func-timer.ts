/**
 * What happens at a time, most often a function that runs in a goroutine of its own.
 *
 * Unlike a timer with a channel, it stands in the heap of its program from its start until it fires or is
 * stopped: the program is not asleep for ever while it does.
 *
 * @go time/sleep.go goFunc
 */
import { newproc } from "./proc.js";
import { goready } from "./ready.js";
import { currentSched, type Sched } from "./sched.js";
import { dueIn, startTimer, stopTimer, type Timer } from "./timer.js";

/** Starts a goroutine in a program, unless that has ended; `site` is who a dump says has created it. */
export function spawn(sched: Sched, fn: (...args: any[]) => unknown, args: unknown[], site: string): void {
  if (sched.hasEnded) return;
  goready(newproc(sched, fn, args, `created by ${site}\n`));
}

/** Does something in a program when it is due. */
export class FuncTimer implements Timer {
  /** What it does, within T4: most often it starts a goroutine. */
  private readonly begin: (sched: Sched) => void;
  /** The program. */
  private readonly sched: Sched;
  /** Its place in the timer heap. */
  index: number;

  constructor(when: number, begin: (sched: Sched) => void) {
    this.begin = begin;
    this.sched = currentSched();
    this.index = -1;
    startTimer(this.sched.p, this, when);
  }

  /** Prevents it; answers whether it did. */
  stop(): boolean {
    return stopTimer(this.sched.p, this);
  }

  /** Makes it happen `ms` milliseconds from now; answers whether it was still to happen. */
  reset(ms: number): boolean {
    const wasRunning = this.stop();
    startTimer(this.sched.p, this, dueIn(ms));
    return wasRunning;
  }

  fire(): void {
    this.begin(this.sched);
  }

  [Symbol.dispose](): void {
    this.stop();
  }
}
