/**
 * Effect's fibers on the run queue of a program: one queue and one time slice with its goroutines.
 *
 * Effect hands a fiber's next step to a dispatcher; each fiber that forks or yields has one of its own. Here a
 * dispatcher with work is an entry of the P's run queue, beside the goroutines.
 *
 *   S1  A dispatcher stands in the queue once while it has tasks, else not. It joins at the end: behind goroutines that
 *       yielded if there are any, else behind those that were made runnable. So it takes turns with both.
 *   S2  A turn runs the tasks that were there when it began, lower priorities first, equal ones in their order; those
 *       scheduled meanwhile wait for the next turn, so no priority starves another. That is Effect's own contract.
 *   S3  A turn ends early when the slice is over; what is left of it goes to the end of the global queue, as a
 *       goroutine that is preempted.
 *   S4  A fiber runs inside the loop of its program. Resumed from outside (a timer of the host, a promise, another
 *       program), it goes through the run queue first.
 *   S5  A fiber that was just resumed goes on for a few steps, whatever the clock says: the winner of a race stops
 *       the losers before they have their turn.
 *   S6  A program that has ended runs no fibers: what they still do (their finalizers), they do in the default
 *       program, which does not end.
 */
import type { Sched } from "@gopark/core/internal";
import type { Fiber, Scheduler } from "effect";
import { currentSched, defaultSched, G, host, m, preempt } from "./seam.js";

/** Steps that a resumed fiber has before it is asked for the clock (S5). */
const GRACE = 16;

/** Something to do in a turn. */
interface Task {
  readonly run: () => void;
  /** Those with lower numbers come first. */
  readonly priority: number;
}

/** Set while a fiber is interrupted that must not run now: it stops where it is, and goes on in its turn. */
let isHolding = false;

/** Makes a dispatcher, for one fiber or for one task. */
export function newDispatcher(program: Sched): Scheduler.SchedulerDispatcher {
  /** Its place in the run queue of its program: a waiter without a goroutine. */
  let entry: G;
  /** Whether it stands in that queue, or has its turn (S1). */
  let isQueued = false;
  /** Tasks of the next turn, as they came. */
  let tasks: Task[] = [];
  /** Whether their priorities differ. */
  let isMixed = false;
  /** Tasks of this turn that have not begun, the next one last. */
  let turn: Task[] = [];

  const join = (sched: Sched): void => {
    const own = new G(0, sched.p, null, undefined);
    own.onDone = () => {
      if (!work(true)) return;
      isQueued = false;
      enqueue();
    };
    entry = own;
    isQueued = false;
  };

  const enqueue = (): void => {
    if (isQueued || tasks.length === 0) return;
    isQueued = true;
    const { p } = entry;
    const { globrunq, runnext } = p;
    if (globrunq.count > 0) globrunq.append(entry);
    else {
      // To the end of the own queue: it is pushed out of the first place by who had that before.
      p.runnext = entry;
      p.readyNext(runnext as G);
    }
    if (m.p !== p) p.sched.wakeup();
  };

  /** Runs a turn; one in the loop answers false if the slice was over before (S3). */
  const work = (isInLoop: boolean): boolean => {
    if (turn.length === 0) {
      turn = tasks.reverse();
      // Sorting keeps the order of equals; from the back, as the turn is taken from its end.
      if (isMixed) turn.sort((a, b) => b.priority - a.priority);
      isMixed = false;
      tasks = [];
    }
    for (let task = turn.pop(); task; task = turn.pop()) {
      try {
        task.run();
      } catch (error) {
        // What an observer throws is nobody's to catch; the other tasks can't help it.
        host.uncaught(error);
      }
      // The last one is counted by the loop, which would take a budget below zero for the end of the slice.
      if (isInLoop && turn.length > 0 && --m.budget < 0 && preempt(entry)) return false;
    }
    return true;
  };

  join(program);
  return {
    scheduleTask(run, priority) {
      tasks.push({ run, priority });
      isMixed ||= tasks[0]?.priority !== priority;
      if (entry.p.sched.hasEnded) join(defaultSched());
      enqueue();
    },
    /** Runs everything now, on the stack of the caller. */
    flush() {
      do work(false);
      while (tasks.length > 0);
    },
  };
}

/** The scheduler of one program. */
export class ProgramScheduler implements Scheduler.Scheduler {
  readonly executionMode = "async";
  /** The program. */
  readonly sched: Sched;

  constructor(sched: Sched) {
    this.sched = sched;
  }

  shouldYield({ cache, currentOpCount }: Fiber.Fiber<unknown, unknown>): boolean {
    if (currentOpCount >= cache.maxOpsBeforeYield || isHolding) return true;
    const { hasEnded, p } = this.sched;
    if (m.p !== p) return !hasEnded;
    if (currentOpCount < GRACE || hasEnded || --m.budget >= 0) return false;
    if (m.budget === -1 && !p.isSliceOver()) return false;
    // Below what counting down leaves: nobody looks at the clock again.
    m.budget = -1;
    return true;
  }

  makeDispatcher(): Scheduler.SchedulerDispatcher {
    return newDispatcher(this.sched);
  }
}

/** The program that a fiber runs in: that of its scheduler, or the current one if the scheduler is not ours. */
export function programOf(scheduler: Scheduler.Scheduler): Sched {
  return scheduler instanceof ProgramScheduler ? scheduler.sched : currentSched();
}

/**
 * Interrupts a fiber without running any of its code now: what it waits for can't resume it any more, and its
 * finalizers run in its turn. For callers in the middle of something, such as an operation of a channel.
 */
export function interruptLater(fiber: Fiber.Fiber<unknown, unknown>): void {
  isHolding = true;
  fiber.interruptUnsafe();
  isHolding = false;
}
