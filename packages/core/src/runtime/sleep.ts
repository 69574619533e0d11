/**
 * sleep(ms): waits on the runtime's clock.
 *
 * The operation is its own entry in the timer heap. A duration of zero or less is over at once, as in Go; NaN
 * counts as zero.
 *
 * @go time.Sleep
 */
import type { G } from "./g.js";
import { host } from "./host.js";
import { m } from "./m.js";
import { Operation } from "./operation.js";
import { admits, type Sudog, wake } from "./sudog.js";
import { dueIn, startTimer, stopTimer, type Timer } from "./timer.js";
import type { WaitReason } from "./waitreason.js";

/** When what is performed again has begun, on the runtime's clock. */
let start: number | undefined;
/** The goroutine that performs it; false if nothing is performed again. */
let performer: G | null | false = false;

/** What this goroutine performs from now on has begun at `since`: what it sleeps counts from there. Undefined: no more. */
export function countFrom(since?: number): void {
  start = since;
  performer = since !== undefined && m.g;
}

/** How long ago the sleep that is looked at has begun, in milliseconds. */
function ago(): number {
  return performer === m.g ? host.now() - (start as number) : 0;
}

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
    return !(this.ms > ago());
  }

  enroll(sudog: Sudog): void {
    this.sleeper = sudog;
    startTimer(sudog.g.p, this, dueIn(this.ms - ago()));
  }

  withdraw(sudog: Sudog): void {
    stopTimer(sudog.g.p, this);
  }

  fire(): void {
    const sleeper = this.sleeper as Sudog;
    if (admits(sleeper)) wake(sleeper);
  }

  finish(): void {}

  get reason(): WaitReason {
    return "sleep";
  }
}
