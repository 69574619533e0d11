/**
 * exhaustMap(f): one source at a time, values meanwhile dropped.
 */
import type { Given } from "./frame-feed.js";
import { first } from "./inner-sources.js";
import type { Source, ValueOf } from "./pipe.js";
import type { Operator } from "./stage.js";

/**
 * Gives the values of the source that `f` makes of a value; values that come while that source is being read are
 * dropped. What is upstream is read as it comes.
 *
 * `f` may give what it may in `flatMap`. An array counts as a source that is read at once.
 *
 * @throws TypeError `f` is no function; when run: it gave no source
 * @example
 * ```ts
 * import { sleep } from "@gopark/core";
 * import { collect, exhaustMap, pipe } from "@gopark/streams";
 *
 * const submit = exhaustMap(function* (click: number) {
 *   yield* sleep(1);
 *   return `submitted ${click}`;
 * });
 * console.log(await pipe([1, 2], submit, collect())); // prints: [ 'submitted 1' ]
 * ```
 */
export function exhaustMap<A, Y, R>(
  f: (value: A, index: number) => Generator<Y, R, any>,
): Operator<A, Given<Y, R>>;
/** The same with a source for each value. */
export function exhaustMap<A, S extends Source<any>>(
  f: (value: A, index: number) => S,
): Operator<A, ValueOf<S>>;
export function exhaustMap(f: (value: any, index: number) => unknown): Operator<any, any> {
  return first("exhaustMap", f);
}
