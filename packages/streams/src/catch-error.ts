/**
 * catchError(f): goes on with another source after an error.
 */
import { STOP } from "./codes.js";
import { feed } from "./feed.js";
import { type Given, resultOf } from "./frame-feed.js";
import type { Source, ValueOf } from "./pipe.js";
import { boundary, func, type Operator } from "./stage.js";
import { bare } from "./stream-error.js";

/**
 * When a stage upstream or the source fails, gives the values of the source that `f` makes of what was thrown. What
 * failed has been cancelled and closed by then, and what it had under way is lost. Errors of stages downstream are not
 * caught. `f` may give what it may in `flatMap`. What it throws itself is the error from then on, of this stage.
 *
 * @throws TypeError `f` is no function
 * @example
 * ```ts
 * import { catchError, collect, map, pipe } from "@gopark/streams";
 *
 * const numbers = pipe(
 *   ["1", "{"],
 *   map((text) => JSON.parse(text) as number),
 *   catchError((error) => [(error as Error).name]),
 * );
 * console.log(await pipe(numbers, collect())); // prints: [ 1, 'SyntaxError' ]
 * ```
 */
export function catchError<A>(f: (error: unknown) => never): Operator<A, A>;
/** The same with a generator function. */
export function catchError<A, Y, R>(
  f: (error: unknown) => Generator<Y, R, any>,
): Operator<A, A | Given<Y, R>>;
/** The same with a source. */
export function catchError<A, S extends Source<any>>(f: (error: unknown) => S): Operator<A, A | ValueOf<S>>;
export function catchError(f: (error: unknown) => unknown): Operator<any, any> {
  func("catchError", f);
  return boundary("catchError", function* (up, head) {
    const inlet = up.inlet(0, true);
    const code = yield* inlet.pour(head);
    const { hasFailed, error } = inlet.scope;
    if (code === STOP || !hasFailed) return code;
    return yield* feed(resultOf(f(bare(error))), head);
  });
}
