/**
 * The public face of Observables as channels.
 */
import type { RecvChan } from "@gopark/core";
import type { ObservableSource } from "./interop.js";
import { ObservableChan } from "./observable-chan.js";
import { checkOverflow, type OverflowOptions } from "./overflow.js";

/**
 * A channel that an Observable sends to. It can be unsubscribed, also by the end of a `using` block, or by an RxJS
 * Subscription that it was added to.
 *
 * @example
 * ```ts
 * import { fromObservable, type ObservedChan } from "@gopark/rxjs";
 * import { Subject, Subscription } from "rxjs";
 *
 * const keys = new Subject<string>();
 * const all = new Subscription();
 * const ch: ObservedChan<string> = fromObservable(keys, { buffer: 8, overflow: "dropOldest" });
 * all.add(ch);
 * keys.next("a");
 * all.unsubscribe();
 * console.log(keys.observed, ch.tryRecv(), ch.tryRecv()); // prints: false [ 'a', true ] [ undefined, false ]
 * ```
 */
export interface ObservedChan<out T> extends RecvChan<T>, Disposable {
  /**
   * Unsubscribes from the Observable and closes the channel. What waits in it can still be received. Has no effect
   * the second time, or once the Observable has ended.
   */
  unsubscribe(): void;
}

/**
 * Subscribes to an Observable and returns a channel of its values.
 *
 * Subscribes now, once: what is emitted from now on waits in the channel until it is received, and `options` say how
 * much may wait and what happens beyond that. There is no default: an Observable can't be slowed down, so either values
 * are lost, or the error is yours, or its producer can be told to pause. The channel is closed when the Observable
 * completes. Its error is a panic in the goroutine that receives next, after the values before it, once.
 *
 * Whoever leaves before that unsubscribes: by `unsubscribe()`, by `using`, or by leaving a `for await` loop. Leaving
 * `range` does not: it may be called again. Never blocks. Use `next` for a single value.
 *
 * @throws TypeError `options` are missing or not what they have to be, or `source` can't be observed
 * @example An Observable's values in a goroutine, and its error.
 * ```ts
 * import { run } from "@gopark/core";
 * import { fromObservable } from "@gopark/rxjs";
 * import { concat, of, throwError } from "rxjs";
 *
 * await run(function* () {
 *   const source = concat(of(1, 2), throwError(() => new Error("no more")));
 *   using ch = fromObservable(source, { buffer: 16, overflow: "error" });
 *   try {
 *     yield* ch.range((n) => console.log(n)); // prints: 1 | 2
 *   } catch (error) {
 *     console.log((error as Error).message); // prints: no more
 *   }
 *   console.log(yield* ch.recvOk()); // prints: [ undefined, false ]
 * });
 * ```
 * @example A case of a select: whatever comes first.
 * ```ts
 * import { chan, run } from "@gopark/core";
 * import { fromObservable } from "@gopark/rxjs";
 * import { select } from "@gopark/select";
 * import { timer } from "rxjs";
 *
 * await run(function* () {
 *   const quit = chan<void>();
 *   using ticks = fromObservable(timer(5), { buffer: 1, overflow: "latest" });
 *   const r = yield* select({ tick: ticks.recv(), quit: quit.recv() });
 *   console.log(r.case, r.value); // prints: tick 0
 * });
 * ```
 * @example Back to the producer: it pauses while the receiver is busy, and no value is lost.
 * ```ts
 * import { Readable } from "node:stream";
 * import { run, sleep } from "@gopark/core";
 * import { fromObservable } from "@gopark/rxjs";
 * import { fromEvent, map, takeUntil } from "rxjs";
 *
 * await run(function* () {
 *   const stream = Readable.from(["a", "b", "c"]);
 *   const source = fromEvent(stream, "data").pipe(
 *     map(String),
 *     takeUntil(fromEvent(stream, "end")),
 *   );
 *   const ch = fromObservable(source, {
 *     buffer: 2,
 *     overflow: "block",
 *     pause: () => stream.pause(),
 *     resume: () => stream.resume(),
 *   });
 *   yield* ch.range(function* (text) {
 *     yield* sleep(1);
 *     console.log(text); // prints: a | b | c
 *   });
 * });
 * ```
 */
export function fromObservable<T>(source: ObservableSource<T>, options: OverflowOptions): ObservedChan<T> {
  return new ObservableChan<T>(source, checkOverflow("fromObservable", options));
}
