/**
 * The channel of a timer or ticker: nobody sends on it, the clock does.
 *
 * It holds no value, only the time at which the next one is due. A receive after that time takes it at once;
 * one before it stands in line and in the timer heap of its program.
 *
 *   V1  A due time that nobody has received is still to come: stopping or resetting takes it back, so no stale
 *       value is ever received.
 *   V2  While it runs, every receive that stands in line is in the heap of its program, and nothing else is: a
 *       timer that nobody waits for keeps neither itself nor a sleeping program alive. While stopped, none is.
 *   V3  A firing serves the first in line. While somebody waits, nobody takes a value past them.
 *   V4  A value is the time at which it was due, however late it is received. It becomes a Date when it is.
 *
 * One heap entry for each receive, and not one for the channel: receivers may belong to different programs,
 * each with a heap of its own, and each must be woken by it, even if the others have ended.
 *
 * @go runtime/time.go (isChan), time/sleep.go
 */
import { ChanIterator } from "./chan-iterator.js";
import type { Composite } from "./composite.js";
import { host, hostCalendar } from "./host.js";
import { NEVER } from "./limits.js";
import { Operation } from "./operation.js";
import { range } from "./range.js";
import { type Sudog, wake } from "./sudog.js";
import type { Go } from "./suspend.js";
import { dueIn, startTimer, stopTimer, type Timer } from "./timer.js";
import { WaitQ } from "./waitq.js";
import type { WaitReason } from "./waitreason.js";

/** A receive from the channel of a timer. */
export class TimerRecv extends Operation<any> implements Timer {
  /** The channel. */
  readonly chan: TimerChan;
  /** Whether the result is told as `recvOk` does. */
  private readonly isTold: boolean;
  /** The due time received. */
  private at: number;
  /** Its place in the timer heap. */
  index: number;

  constructor(chan: TimerChan, isTold: boolean) {
    super();
    this.chan = chan;
    this.isTold = isTold;
    this.at = 0;
    this.index = -1;
  }

  poll(): boolean {
    const at = this.chan.obtain();
    if (at === NEVER) return false;
    this.at = at;
    return true;
  }

  enroll(sudog: Sudog): void {
    const { chan } = this;
    // For those who find it in the line (V2).
    sudog.elem = this;
    chan.line.enqueue(sudog);
    this.start(sudog);
  }

  withdraw(sudog: Sudog): void {
    this.chan.line.withdraw(sudog);
    stopTimer(sudog.g.p, this);
  }

  /** Enters the heap, if the timer is running (V2). */
  start(sudog: Sudog): void {
    const { when } = this.chan;
    if (when < NEVER) startTimer(sudog.g.p, this, when);
  }

  fire(now: number): void {
    this.chan.fire(now);
  }

  finish(sudog: Sudog | null): any {
    if (sudog) {
      this.at = sudog.elem;
      sudog.elem = undefined;
    }
    const date = new Date(hostCalendar.origin() + this.at);
    return this.isTold ? [date, true] : date;
  }

  get waitReason(): WaitReason {
    return "chan receive";
  }
}

/** The channel of a timer or ticker. */
export class TimerChan {
  /** When the next value is due; NEVER if none is. */
  when: number;
  /** Milliseconds from one value to the next; 0: there is only one. */
  private period: number;
  /** Waiting receivers; made when the first one waits. */
  private queue: WaitQ | null;

  constructor(ms: number, period: number) {
    this.when = dueIn(ms);
    this.period = period;
    this.queue = null;
  }

  /** The line of those who wait. */
  get line(): WaitQ {
    this.queue ??= new WaitQ("chan receive");
    return this.queue;
  }

  get len(): number {
    return 0;
  }

  get cap(): number {
    return 0;
  }

  recv(): TimerRecv {
    return new TimerRecv(this, false);
  }

  recvOk(): TimerRecv {
    return new TimerRecv(this, true);
  }

  tryRecv(): [Date, true] | undefined {
    const op = this.recvOk();
    return op.poll() ? op.finish(null) : undefined;
  }

  range(body: (value: Date) => Go<unknown> | unknown): Composite<void> {
    return range<Date>(this.recvOk(), body);
  }

  [Symbol.asyncIterator](): ChanIterator<Date> {
    return new ChanIterator(this);
  }

  /** Takes the value that is due and gives its time; NEVER if none is, or if others wait for it (V3). */
  obtain(): number {
    // Looking at the clock is the greater part of the price.
    if (this.when === NEVER || this.queue?.first) return NEVER;
    const now = host.now();
    return now < this.when ? NEVER : this.pass(now);
  }

  /** Somebody's heap says that a value is due: the first in line gets it. */
  fire(now: number): void {
    const { line } = this;
    const sudog = line.dequeue();
    if (!sudog) return;
    // Who was served may not be whose heap entry fired.
    stopTimer(sudog.g.p, sudog.elem as TimerRecv);
    sudog.elem = this.pass(now);
    sudog.ok = true;
    wake(sudog);
    this.rearm();
  }

  /** Stops it; answers whether a value was still to be received (V1). */
  stop(): boolean {
    return this.restart(NEVER, this.period);
  }

  /** Starts it again, from now; answers as `stop` does. */
  reset(ms: number, period: number): boolean {
    return this.restart(dueIn(ms), period);
  }

  private restart(when: number, period: number): boolean {
    const wasRunning = this.when !== NEVER;
    this.when = when;
    this.period = period;
    this.rearm();
    return wasRunning;
  }

  /** The value that is due is received: moves on to the next. Gives the time of the one received. */
  private pass(now: number): number {
    const { when, period } = this;
    // A ticker keeps its phase and leaves out what nobody came for in time: the next tick is the first after now.
    this.when = period > 0 ? now - ((now - when) % period) + period : NEVER;
    return when;
  }

  /** The due time has changed: so have the heap entries of those who wait (V2). */
  private rearm(): void {
    for (let sudog = this.queue?.first; sudog; sudog = sudog.after) {
      const op = sudog.elem as TimerRecv;
      stopTimer(sudog.g.p, op);
      op.start(sudog);
    }
  }
}

/** What `after` returns: the channel of a timer that nobody can stop, and the operation that receives from it. */
export class AfterOp extends TimerRecv {
  constructor(ms: number) {
    super(new TimerChan(ms, 0), false);
  }

  // In the words of TimerChan, which compress better than calls of it.

  get len(): number {
    return 0;
  }

  get cap(): number {
    return 0;
  }

  recv(): TimerRecv {
    return new TimerRecv(this.chan, false);
  }

  recvOk(): TimerRecv {
    return new TimerRecv(this.chan, true);
  }

  tryRecv(): [Date, true] | undefined {
    const op = this.recvOk();
    return op.poll() ? op.finish(null) : undefined;
  }

  range(body: (value: Date) => Go<unknown> | unknown): Composite<void> {
    return range<Date>(this.recvOk(), body);
  }

  [Symbol.asyncIterator](): ChanIterator<Date> {
    return new ChanIterator(this);
  }
}
