/**
 * P: the right to run goroutines, its queues, its time slice and its timers.
 *
 * On one thread a program has one P. The run loop (proc.ts) belongs to it; this file holds its state and the
 * questions "what runs next?" and "is the slice over?".
 *
 *   P1  The order is Go's: every 61st round the global queue, then runnext, the own queue, the global queue.
 *   P2  A goroutine made runnable takes runnext and pushes out who stood there, to the end of the own queue.
 *   P3  After `slice` milliseconds the loop gives way to the host's event loop, whatever goroutines do: every
 *       switch and every operation that completes at once counts down `m.budget`, and at zero the clock is read.
 *
 * @go runtime/runtime2.go p, runtime/proc.go findRunnable
 */
import type { G } from "./g.js";
import { host } from "./host.js";
import { MAX_BUDGET, NEVER, RUNQ_HALF } from "./limits.js";
import { m } from "./m.js";
import { Ring } from "./ring.js";
import type { Sched } from "./sched.js";
import type { TimerHeap } from "./timer.js";

/** Where a P finds goroutines besides its own queues, in a program that runs on several threads. */
export interface Source {
  /** What runs next: of the P's own queues (`findRunnable`) and of all others. Null if there is nothing. */
  next(p: P): G | null;
  /** `next` has found nothing, and the loop is left: see to it that somebody calls `wakeup`. */
  idle(sched: Sched): void;
}

/** A processor: what a thread must hold to run goroutines. */
export class P {
  /** Runs next, within the current slice (P2). */
  runnext: G | null = null;
  /** Runnable goroutines of this P. */
  readonly runq: Ring<G> = new Ring<G>();
  /** Runnable goroutines of the whole program: overflow, those that yielded, and those preempted. */
  readonly globrunq: Ring<G> = new Ring<G>();
  /** Goroutines taken from a queue so far; runnext does not count. From 1: no program begins with its 61st round. */
  schedtick = 1;
  /** Sleeping goroutines and other timers; made with the first of them. */
  timers: TimerHeap | null = null;
  /** Length of a slice in milliseconds. */
  readonly slice: number;
  /** When the current slice is over. */
  sliceEnd = 0;
  /** When the clock was last read. */
  checkedAt = 0;
  /** Operations from one look at the clock to the next; follows how long they take. */
  quantum = 1;
  /** When the loop may be left for code that awaits, which had as long before (A3 of foreign.ts); 0 while it is left. */
  hopAt: number = NEVER;

  /** Asked instead of the own queues; null in a program of one thread. */
  source: Source | null = null;

  /** The program it belongs to. */
  readonly sched: Sched;

  constructor(sched: Sched, slice: number) {
    this.sched = sched;
    this.slice = slice;
  }

  /** Makes `g` the next to run (P2). */
  readyNext(g: G): void {
    const old = this.runnext;
    this.runnext = g;
    if (old !== null) this.enqueue(old);
  }

  /** Puts `g` at the end of the own queue. */
  private enqueue(g: G): void {
    const { runq, globrunq } = this;
    if (runq.count === RUNQ_HALF * 2) {
      for (let i = 0; i < RUNQ_HALF; i++) globrunq.append(runq.take());
      globrunq.append(g);
    } else runq.append(g);
  }

  /** Takes the goroutine that runs next out of its queue; null if there is none (P1). */
  findRunnable(): G | null {
    const { globrunq, runq } = this;
    if (globrunq.count > 0 && this.schedtick % 61 === 0) {
      this.schedtick++;
      return globrunq.take();
    }
    const g = this.runnext;
    if (g !== null) {
      this.runnext = null;
      return g;
    }
    if (runq.count === 0) {
      if (globrunq.count === 0) return null;
      // A batch, at most half of what fits: the first runs now, the rest waits in the own queue.
      for (let n = Math.min(globrunq.count, RUNQ_HALF); n > 0; n--) runq.append(globrunq.take());
    }
    this.schedtick++;
    return runq.take();
  }

  /** Whether anything is runnable. */
  get isBusy(): boolean {
    return !!this.runnext || this.runq.count > 0 || this.globrunq.count > 0;
  }

  /** Whether a timer is running. */
  get hasTimers(): boolean {
    return !!this.timers?.whens.length;
  }

  /** Begins a slice. */
  beginSlice(now: number): void {
    this.sliceEnd = now + this.slice;
    this.quantum = 1;
    this.resumeSlice(now);
  }

  /** Goes on in the slice that has begun, after a pause. */
  resumeSlice(now: number): void {
    this.hopAt = now + now - this.checkedAt;
    this.checkedAt = now;
    m.budget = this.quantum;
  }

  /**
   * Reads the clock when the budget is used up: runs due timers, adapts the budget, answers whether the slice
   * is over (P3). A budget is to take a 32nd of a slice: one that took longer is cut at once, others grow slowly.
   */
  isSliceOver(): boolean {
    const now = host.now();
    const took = now - this.checkedAt;
    this.checkedAt = now;
    const share = this.slice / 32;
    if (took > share) this.quantum = ((this.quantum * share) / took) | 0 || 1;
    else if (took * 2 < share && this.quantum < MAX_BUDGET) this.quantum *= 2;
    m.budget = this.quantum - 1;
    this.timers?.run(now);
    return now >= this.sliceEnd;
  }
}
