/**
 * sleep(ms): waits on the runtime's clock.
 *
 * The operation is its own entry in the timer heap. A duration of zero or less is over at once, as in Go; NaN
 * counts as zero.
 *
 * @go time.Sleep
 */
import { Operation } from "./operation.js";
import { admits, type Sudog, wake } from "./sudog.js";
import { dueIn, startTimer, stopTimer, type Timer } from "./timer.js";
import type { WaitReason } from "./waitreason.js";

/** Waits for a time to pass. */
export class SleepOp extends Operation<void> implements Timer {
  /** How long, in milliseconds. */
  private readonly ms: number;
  /** Who sleeps; null before. */
  private sleeper: Sudog | null;
  /** Its place in the timer heap. */
  index: number;

  constructor(ms: number) {
    super();
    this.ms = ms;
    this.sleeper = null;
    this.index = -1;
  }

  poll(): boolean {
    return !(this.ms > 0);
  }

  enroll(sudog: Sudog): void {
    this.sleeper = sudog;
    startTimer(sudog.g.p, this, dueIn(this.ms));
  }

  withdraw(sudog: Sudog): void {
    stopTimer(sudog.g.p, this);
  }

  fire(): void {
    const sleeper = this.sleeper as Sudog;
    if (admits(sleeper)) wake(sleeper);
  }

  finish(): void {}

  get waitReason(): WaitReason {
    return "sleep";
  }
}
