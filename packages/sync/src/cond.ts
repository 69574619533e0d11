/**
 * Cond: waits for a condition that others make true.
 *
 *   CO1  A goroutine stands in the line before it unlocks: whoever changes the condition after that finds it there.
 *   CO2  First come, first served: a signal goes to somebody who was waiting when it was sent.
 *   CO3  However a wait is left, the lock is held again, unless it was not held in the first place. That goes for a select of which it
 *        is a case, too, whichever case happens.
 *
 * @go sync/cond.go
 */
import type { Go, Op } from "@gopark/core";
import {
  type Gated,
  goready,
  LineOp,
  newproc,
  PARKED,
  RUNNING,
  relock,
  type Step,
  SteppedOp,
  type Sudog,
  WAITING,
  WaitQ,
  wake,
  wakeAll,
  wrong,
} from "@gopark/core/internal";
import type { Locker } from "./locker.js";

/** Stands in line, unlocks, and waits to be notified. Only ever performed in a goroutine. */
class NotifyOp extends LineOp<void> implements Step {
  /** The line. */
  private readonly waiters: WaitQ;
  /** What is unlocked meanwhile. */
  private readonly l: Locker;
  /** Whether it has been unlocked. */
  private hasUnlocked = false;

  constructor(waiters: WaitQ, l: Locker) {
    super();
    this.waiters = waiters;
    this.l = l;
  }

  poll(): boolean {
    return false;
  }

  line(): WaitQ {
    return this.waiters;
  }

  override enroll(sudog: Sudog): void {
    super.enroll(sudog);
    if (sudog.select) {
      (sudog.select as Gated).waitsOnce = true;
      // When all cases stand in line: to unlock is to give the lock to somebody, who may be another case.
      goready(newproc(sudog.g.p.sched, () => this.unlock(), []));
      return;
    }
    try {
      this.unlock();
    } catch (error) {
      // It goes on with the error. If that has ended the program, it was taken out of the line then.
      const { g } = sudog;
      if (g.state === WAITING) {
        this.withdraw(sudog);
        g.state = RUNNING;
      }
      throw error;
    }
  }

  /** Its lock is let go of while it waits. */
  private unlock(): void {
    // The select may be over before this runs.
    if (this.state !== PARKED) return;
    this.l.unlock();
    this.hasUnlocked = true;
  }

  finish(): void {}

  /** The lock is held again before it goes on, also when the goroutine is unwound: what it leaves next will want to unlock (CO3). */
  *around(inner: Iterable<any>): Go<any> {
    try {
      return yield* inner as Go;
    } finally {
      if (this.hasUnlocked) yield* relock(this.l);
    }
  }
}

/**
 * A meeting point for goroutines that wait for a condition, and those that make it true.
 *
 * A channel is often simpler: closing one is a broadcast, sending on one is a signal.
 *
 * @example A queue that is waited for.
 * ```ts
 * import { go, run } from "@gopark/core";
 * import { Cond, Mutex } from "@gopark/sync";
 *
 * await run(function* () {
 *   const cond = new Cond(new Mutex());
 *   const queue: string[] = [];
 *   const consumer = go(function* () {
 *     yield* cond.l.lock();
 *     while (queue.length === 0) yield* cond.wait();
 *     console.log("took", queue.shift()); // prints: took job
 *     cond.l.unlock();
 *   });
 *   yield* cond.l.lock();
 *   queue.push("job");
 *   cond.l.unlock();
 *   cond.signal();
 *   yield* consumer.join();
 * });
 * ```
 * @go sync.Cond
 */
export class Cond {
  /** The lock to hold while the condition is looked at or changed. */
  readonly l: Locker;
  /** Who waits. */
  private readonly waiters: WaitQ = new WaitQ("sync.Cond.Wait");

  /**
   * Makes one with its lock.
   * @throws TypeError `l` is no lock
   */
  constructor(l: Locker) {
    if (typeof l?.unlock !== "function") throw wrong("Cond", "a Locker", l);
    this.l = l;
  }

  /**
   * Unlocks `l`, waits for a signal or broadcast, and locks `l` again. Blocks. Nothing else wakes it; but before it has
   * the lock again the condition may have changed, so wait in a loop. As a case of a select: the lock is unlocked as soon as all cases
   * wait, and locked again before the select gives its result, whichever case has happened; so two conditions of one lock, or
   * a condition and its lock, can't be cases of one select; nor can a plain channel of another thread beside a condition.
   * @throws FatalError `sync: unlock of unlocked mutex`, which ends the program, if `l` is a mutex that is not locked
   */
  wait(): Op<void> {
    // Its name is in dumps.
    const wait = (): NotifyOp => new NotifyOp(this.waiters, this.l);
    return new SteppedOp(wait);
  }

  /** Wakes the goroutine that waits longest, if any does. The lock need not be held. */
  signal(): void {
    const sudog = this.waiters.dequeue();
    if (sudog) wake(sudog);
  }

  /** Wakes all that wait. The lock need not be held. */
  broadcast(): void {
    wakeAll(this.waiters);
  }
}
