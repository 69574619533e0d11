/**
 * flatMap(f, n): a source for each value, several at the same time.
 */
import { noFindings, work } from "./feeder.js";
import type { Given } from "./frame-feed.js";
import type { Source, ValueOf } from "./pipe.js";
import { boundary, func, type Operator, whole } from "./stage.js";

/** How many sources flatMap reads at the same time if it is not told. */
const USUAL = 16;

/**
 * Gives the values of the source that `f` makes of each value, up to `concurrency` sources at the same time (16 if not
 * given), as they come: RxJS's mergeMap. The next value is asked for when there is room for its source.
 *
 * `f` may give an array or any other source, a promise for one value, or be a generator function: that may perform
 * operations, gives values by `yield`, or one by `return`. Up to `concurrency` values, 1024 at most, that have come
 * wait to be taken.
 *
 * @throws TypeError `f` is no function, `concurrency` no integer from 1 up; when run: `f` gave no source
 * @example
 * ```ts
 * import { sleep } from "@gopark/core";
 * import { collect, flatMap, pipe } from "@gopark/streams";
 *
 * const slow = flatMap(function* (ms: number) {
 *   yield* sleep(ms);
 *   return ms;
 * });
 * console.log(await pipe([20, 1], slow, collect())); // prints: [ 1, 20 ]
 * ```
 */
export function flatMap<A, Y, R>(
  f: (value: A, index: number) => Generator<Y, R, any>,
  concurrency?: number,
): Operator<A, Given<Y, R>>;
/** The same with a source for each value. */
export function flatMap<A, S extends Source<any>>(
  f: (value: A, index: number) => S,
  concurrency?: number,
): Operator<A, ValueOf<S>>;
export function flatMap(
  f: (value: any, index: number) => unknown,
  concurrency: number = USUAL,
): Operator<any, any> {
  func("flatMap", f);
  whole("flatMap: concurrency", concurrency, 1);
  return boundary("flatMap", work(f, concurrency, null, noFindings));
}
