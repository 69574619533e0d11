/**
 * next(obs): the first value of an Observable, as an operation.
 *
 *   N1  It subscribes only while somebody waits, and in a turn of its own: while a select looks at its cases nobody
 *       else's code runs, and if the select is decided before that turn none ever does.
 *   N2  It is unsubscribed when the wait is over, however it ends, and not from within somebody else's operation.
 *   N3  What the Observable emits after the wait is over has no effect.
 *   N4  While somebody waits, no deadlock is reported: the Observable may still emit.
 */
import type { Op } from "@gopark/core";
import type { Sudog, WaitReason } from "@gopark/core/internal";
import type { Observable, Subscription } from "rxjs";
import { first, host, WaitOp } from "./engine.js";
import { type ObservableSource, observableOf } from "./interop.js";
import { goparkScheduler } from "./scheduler.js";

/** Waits for the first value of an Observable, as for a promise that is made anew for each wait. */
class NextOp<T> extends WaitOp<T> {
  /** What to subscribe to: gives one value or an error. */
  private readonly observable: Observable<T>;
  /** The turn in which this wait subscribes (N1); undefined while nobody waits. */
  private turn: Subscription | undefined;
  /** The subscription of this wait, once it has had its turn. */
  private subscription: Subscription | undefined;

  constructor(observable: Observable<T>) {
    super(undefined as never);
    this.observable = observable;
    this.turn = undefined;
    this.subscription = undefined;
  }

  /** An Observable that nobody has subscribed to has nothing ready. */
  override poll(): boolean {
    return false;
  }

  override enroll(sudog: Sudog): void {
    super.enroll(sudog);
    const settle = (hasFailed: boolean, outcome: unknown): void => {
      if (turn === this.turn) this.settle(hasFailed, outcome);
    };
    const turn = goparkScheduler.schedule(() => {
      const subscription = this.observable.subscribe({
        next: (value) => settle(false, value),
        error: (error: unknown) => settle(true, error),
      });
      // To subscribe may have ended the wait.
      if (turn === this.turn) this.subscription = subscription;
      else subscription.unsubscribe();
    });
    this.turn = turn;
  }

  /** The wait is over, also as a value has come (N3). */
  override withdraw(sudog: Sudog): void {
    super.withdraw(sudog);
    const { subscription, turn } = this;
    turn?.unsubscribe();
    this.turn = this.subscription = undefined;
    if (!subscription) return;
    // Not here (N2): whoever withdraws it is in the middle of an operation, and this runs the user's code. As soon as a
    // goroutine could run, or when the program is over.
    const leave = (): void => subscription.unsubscribe();
    goparkScheduler.schedule(leave);
    host.microtask(leave);
  }

  override get waitReason(): WaitReason {
    return "observable";
  }
}

/**
 * Waits for the first value of an Observable: subscribes, takes it, unsubscribes.
 *
 * It can be a case of a select, given a timeout, or awaited: when it loses it is unsubscribed, and has had no other
 * effect. Nothing is subscribed before it is performed, so what is emitted between two calls of `next` is missed: use
 * `fromObservable` for more than one value. Blocks until there is a value; never ready at once, so `trySelect` does not
 * choose it.
 *
 * @throws whatever the Observable's error is
 * @throws EmptyError (of RxJS) the Observable completed without a value
 * @throws TypeError `source` can't be observed (at once)
 * @example A click, or a timeout.
 * ```ts
 * import { run, sleep } from "@gopark/core";
 * import { next } from "@gopark/rxjs";
 * import { select } from "@gopark/select";
 * import { Subject } from "rxjs";
 *
 * const clicks = new Subject<string>();
 * await run(function* () {
 *   const r = yield* select({ click: next(clicks), late: sleep(5) });
 *   console.log(r.case); // prints: late
 * });
 * console.log(clicks.observed); // prints: false
 * ```
 */
export function next<T>(source: ObservableSource<T>): Op<T> {
  return new NextOp<T>(observableOf(source).pipe(first()));
}
