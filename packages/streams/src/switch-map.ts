/**
 * switchMap(f): the source of the latest value.
 */
import type { Given } from "./frame-feed.js";
import { latest } from "./inner-sources.js";
import type { Source, ValueOf } from "./pipe.js";
import type { Operator } from "./stage.js";

/**
 * Gives the values of the source that `f` makes of the latest value: when a new value comes, the source being read
 * is cancelled and closed; a clean-up that blocks may end after the next has begun. What is upstream is read as it comes.
 *
 * `f` may give what it may in `flatMap`. An array counts as a source that is read at once.
 *
 * @throws TypeError `f` is no function; when run: it gave no source
 * @example
 * ```ts
 * import { sleep } from "@gopark/core";
 * import { collect, pipe, switchMap } from "@gopark/streams";
 *
 * const lookup = switchMap(function* (text: string) {
 *   yield* sleep(1);
 *   return `found ${text}`;
 * });
 * console.log(await pipe(["g", "go"], lookup, collect())); // prints: [ 'found go' ]
 * ```
 */
export function switchMap<A, Y, R>(
  f: (value: A, index: number) => Generator<Y, R, any>,
): Operator<A, Given<Y, R>>;
/** The same with a source for each value. */
export function switchMap<A, S extends Source<any>>(
  f: (value: A, index: number) => S,
): Operator<A, ValueOf<S>>;
export function switchMap(f: (value: any, index: number) => unknown): Operator<any, any> {
  return latest("switchMap", f);
}
