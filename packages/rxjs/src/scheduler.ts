/**
 * An RxJS scheduler whose work runs on a program's processor.
 *
 *   S1  Work without a delay runs in the order in which it was scheduled; delayed work joins that order when it is due.
 *   S2  A program with work that is due stands once in its own run queue. It does one piece in a turn and joins the
 *       queue at its end: goroutines have their turns between, and the host when the time slice is over.
 *   S3  Work belongs to the program of the goroutine that schedules it, outside of goroutines to the default program.
 *       When a program ends, its work is dropped like its goroutines.
 *   S4  Delays are those of core's clock, and so is `now`, as the time since 1970: dates mean the same to both.
 *   S5  What the work throws is a panic. The work behind it is not lost if the process survives that.
 */

import type { P, Timer } from "@gopark/core/internal";
import type { SchedulerAction, SchedulerLike } from "rxjs";
import {
  currentSched,
  dueIn,
  G,
  host,
  hostCalendar,
  Ring,
  Subscription,
  startTimer,
  stopTimer,
} from "./engine.js";
import { join } from "./goroutine.js";

/** What RxJS wants to have done. */
type Work<T> = (this: SchedulerAction<T>, state?: T) => void;

/** The work of each program that is due: a waiter without a goroutine, and its value, the line of what it is to do. */
const agendas: WeakMap<P, G<Ring<Action<any>>>> = /* @__PURE__ */ new WeakMap();

/** Adds something that is due to the work of its program. */
function add(action: Action<any>): void {
  const { p } = action;
  let agenda = agendas.get(p);
  if (agenda === undefined) {
    const entry = new G<Ring<Action<any>>>(0, p, null, new Ring<Action<any>>());
    entry.onDone = () => {
      const due: Ring<Action<any>> = entry.value;
      const first = due.take();
      if (due.count > 0) join(entry);
      try {
        first.execute();
      } catch (error) {
        first.unsubscribe();
        p.sched.crashOf(entry, error);
      }
    };
    agenda = entry;
    agendas.set(p, agenda);
  }
  const due: Ring<Action<any>> = agenda.value;
  due.append(action);
  // It stands in the run queue while something is due (S2).
  if (due.count === 1) join(agenda);
}

/** In place of an index in the timer heap: it is due, and has not been done. */
const DUE = -2;

/** Scheduled work, which may schedule itself again. */
class Action<T> extends Subscription implements SchedulerAction<T>, Timer {
  /** Where its timer is, and its turn when it is due (S3). */
  readonly p: P;
  /** What is to be done. */
  private readonly work: Work<T>;
  /** What it is done with. */
  private argument: T | undefined;
  /** Its place in the timer heap; DUE, or -1 if it is not scheduled. */
  index: number;

  constructor(p: P, work: Work<T>) {
    super(() => this.putOff());
    this.p = p;
    this.work = work;
    this.argument = undefined;
    this.index = -1;
  }

  /** Schedules it, in place of an earlier time. */
  schedule(state?: T, delay = 0): Subscription {
    if (this.closed) return this;
    this.putOff();
    this.argument = state;
    if (delay > 0) startTimer(this.p, this, dueIn(delay));
    else this.fire();
    return this;
  }

  fire(): void {
    this.index = DUE;
    add(this);
  }

  /** Does the work, unless it was put off or called off meanwhile. */
  execute(): void {
    if (this.index !== DUE) return;
    this.index = -1;
    this.work(this.argument);
  }

  private putOff(): void {
    stopTimer(this.p, this);
    this.index = -1;
  }
}

/**
 * Runs the work of RxJS's operators in gopark's run queue, by gopark's clock.
 *
 * For `observeOn`, `subscribeOn`, `interval`, `timer`, `debounceTime` and all others that take a scheduler. Work that
 * is due takes turns with the goroutines of the program that scheduled it, and counts against the same time slice, so
 * that the host's event loop is never kept waiting by a burst of values. Under a virtual clock RxJS's times are
 * virtual as well. An error thrown by the work is a panic. What is due after its program has ended is never done.
 *
 * @example
 * ```ts
 * import { run, wait } from "@gopark/core";
 * import { goparkScheduler } from "@gopark/rxjs";
 * import { interval, lastValueFrom, take, toArray } from "rxjs";
 *
 * await run(function* () {
 *   const ticks = interval(2, goparkScheduler).pipe(take(3), toArray());
 *   console.log(yield* wait(lastValueFrom(ticks))); // prints: [ 0, 1, 2 ]
 * });
 * ```
 */
export const goparkScheduler: SchedulerLike = {
  now: () => Math.floor(hostCalendar.origin() + host.now()),
  schedule: <T>(work: Work<T>, delay = 0, state?: T): Subscription =>
    new Action<T>(currentSched().p, work).schedule(state, delay),
};
