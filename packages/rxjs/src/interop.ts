/**
 * What can be observed: RxJS's own Observables and all that its `from` takes, and Observables that are none of RxJS's.
 */
import type { ObservableInput, Observer, TeardownLogic } from "rxjs";
import { from, Observable, observable } from "./engine.js";

/**
 * An Observable of the platform (what `EventTarget.when` gives), or of another library: no class of RxJS, and
 * unsubscribed by a signal.
 *
 * @example One made by hand.
 * ```ts
 * import { run } from "@gopark/core";
 * import { next, type PlatformObservable } from "@gopark/rxjs";
 *
 * const platform: PlatformObservable<number> = {
 *   subscribe(observer, options) {
 *     options?.signal?.addEventListener("abort", () => console.log("unsubscribed")); // prints: unsubscribed
 *     observer.next(7);
 *   },
 * };
 * console.log(await run(() => next(platform))); // prints: 7
 * ```
 */
export interface PlatformObservable<out T> {
  /** Calls the observer until the signal aborts, or until what it returns is unsubscribed. */
  subscribe(observer: Observer<T>, options?: { readonly signal?: AbortSignal }): unknown;
}

/**
 * What values can be taken from: all that RxJS's `from` takes (its own Observables, objects with `Symbol.observable`,
 * promises, iterables, ...), and the Observables of the platform.
 *
 * @example
 * ```ts
 * import { fromObservable, type ObservableSource } from "@gopark/rxjs";
 *
 * const source: ObservableSource<string> = ["a", "b"];
 * console.log(fromObservable(source, { buffer: 2, overflow: "error" }).tryRecv()); // prints: [ 'a', true ]
 * ```
 */
export type ObservableSource<T> = ObservableInput<T> | PlatformObservable<T>;

/** The Observable of RxJS that a source is or stands for. Throws RxJS's TypeError for what can't be observed. */
export function observableOf<T>(source: ObservableSource<T>): Observable<T> {
  const foreign = source as PlatformObservable<T> | null | undefined;
  if (typeof foreign?.subscribe !== "function" || observable in foreign)
    return from(source as ObservableInput<T>);
  return new Observable<T>((subscriber) => {
    const controller = new AbortController();
    subscriber.add(() => controller.abort());
    const observer: Observer<T> = {
      next: (value) => subscriber.next(value),
      error: (error) => subscriber.error(error),
      complete: () => subscriber.complete(),
    };
    return foreign.subscribe(observer, { signal: controller.signal }) as TeardownLogic;
  });
}
