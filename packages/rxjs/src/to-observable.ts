/**
 * Channels and pipelines as Observables.
 *
 *   T1  Each subscription has a goroutine of its own, in the program that subscribes. It ends with the subscription:
 *       nobody is left standing in any line.
 *   T2  A value is taken from a channel only for a subscriber that gets it. One that was handed over as the
 *       subscriber left goes back (unread). An end or an error that was told goes back by itself: the channel still
 *       has it.
 *   T3  A subscriber is called by that goroutine, one value at a time: while its code runs, no other is taken.
 */
import type { Go, RecvChan } from "@gopark/core";
import type { G } from "@gopark/core/internal";
import type { Source } from "@gopark/streams";
import type { Subscriber } from "rxjs";
import {
  CLOSED,
  count,
  currentSched,
  FRESH,
  m,
  Observable,
  pipe,
  RecvOp,
  takeWhile,
  unread,
} from "./engine.js";
import { start } from "./goroutine.js";

/** Gives a subscriber what is received, by the same receive each time. */
function* deliver<T>(receive: RecvOp, subscriber: Subscriber<T>): Go {
  while (!subscriber.closed) {
    // What is there is taken without the engine, until the budget is used up: that looks whether the slice is over.
    let value: T;
    if (m.budget > 0 && receive.poll()) {
      m.budget--;
      value = receive.finish(null);
    } else value = yield* receive;
    if (receive.state === CLOSED) return;
    receive.state = FRESH;
    subscriber.next(value);
  }
}

/** Puts back what `g` was woken with, or has lost the CPU with, and has not delivered (T2). */
function takeBack(receive: RecvOp, g: G): void {
  if (g.status !== "runnable" || receive.state === FRESH) return;
  // As `g` would take its result, but for the error of an Observable: that stays untold.
  RecvOp.prototype.next.call(receive, g);
  if (receive.state !== CLOSED) unread(receive.chan, receive.value);
}

/**
 * Makes an Observable of a channel, or of a pipeline.
 *
 * Each subscription starts a goroutine that receives and calls the subscriber: in the program of the goroutine that
 * subscribes, outside of goroutines in the default program: if that program ends, the Observable never does. Nothing runs before that. A channel gives each value to one
 * of its receivers, so subscribers share them out: RxJS's `share` gives all of them each value. A pipeline without a sink is
 * run by each subscription; an operation, such as a pipeline with one, can be performed by the first only.
 *
 * The Observable completes when the channel is closed and drained, or the pipeline ends; a pipeline's failure is its
 * error. Unsubscribing ends the goroutine, cancels the pipeline, and takes no value more: what the subscriber has not
 * got is still in the channel.
 *
 * What is nothing that a pipeline can start from is told by a TypeError as the Observable's error, not by a throw.
 *
 * @example Two values of a channel; the third stays.
 * ```ts
 * import { chan } from "@gopark/core";
 * import { toObservable } from "@gopark/rxjs";
 * import { lastValueFrom, take, toArray } from "rxjs";
 *
 * const ch = chan<number>(3);
 * for (const n of [1, 2, 3]) ch.trySend(n);
 * console.log(await lastValueFrom(toObservable(ch).pipe(take(2), toArray()))); // prints: [ 1, 2 ]
 * console.log(ch.len); // prints: 1
 * ```
 * @example A pipeline's values in RxJS.
 * ```ts
 * import { toObservable } from "@gopark/rxjs";
 * import { map, pipe } from "@gopark/streams";
 * import { lastValueFrom, toArray } from "rxjs";
 *
 * const squares = toObservable(pipe([1, 2, 3], map((n) => n * n)));
 * console.log(await lastValueFrom(squares.pipe(toArray()))); // prints: [ 1, 4, 9 ]
 * ```
 */
export function toObservable<T>(source: Source<T>): Observable<T> {
  return new Observable<T>((subscriber) => {
    const receive: unknown = (source as RecvChan<T> | null)?.recv?.();
    const isWanted = (value: T): boolean => {
      subscriber.next(value);
      return !subscriber.closed;
    };
    start(
      currentSched(),
      subscriber,
      () =>
        receive instanceof RecvOp ? deliver(receive, subscriber) : pipe(source, takeWhile(isWanted), count()),
      [],
      () => subscriber.complete(),
      (g) => {
        if (receive instanceof RecvOp) takeBack(receive, g);
      },
    );
  });
}
