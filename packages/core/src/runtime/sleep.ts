/**
 * sleep(ms): waits on the runtime's clock.
 *
 * The operation is its own entry in the timer heap. A duration of zero or less is over at once, as in Go; NaN
 * counts as zero.
 *
 * @go time.Sleep
 */
import { host } from "./host.js";
import { Operation } from "./operation.js";
import { type Sudog, wake } from "./sudog.js";
import { startTimer, stopTimer, Timer } from "./timer.js";
import type { WaitReason } from "./waitreason.js";

class Alarm extends Timer {
  private readonly sleeper: Sudog;

  constructor(sleeper: Sudog) {
    super();
    this.sleeper = sleeper;
  }

  fire(): void {
    wake(this.sleeper);
  }
}

/** Waits for a time to pass. */
export class SleepOp extends Operation<void> {
  private readonly ms: number;
  private alarm: Alarm | null = null;

  constructor(ms: number) {
    super();
    this.ms = ms;
  }

  poll(): boolean {
    return !(this.ms > 0);
  }

  enroll(sudog: Sudog): void {
    this.alarm = new Alarm(sudog);
    startTimer(sudog.g.p, this.alarm, host.now() + this.ms);
  }

  withdraw(sudog: Sudog): void {
    stopTimer(sudog.g.p, this.alarm as Alarm);
  }

  finish(): void {}

  get reason(): WaitReason {
    return "sleep";
  }
}
