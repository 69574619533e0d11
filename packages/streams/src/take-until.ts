/**
 * takeUntil(notifier): until something else happens.
 */
import { STOP } from "./codes.js";
import { Inlet } from "./drive.js";
import { type Each, EachStep } from "./each-step.js";
import { sourceOf } from "./feed.js";
import type { Source } from "./pipe.js";
import { boundary, type Operator } from "./stage.js";

/**
 * Passes values on until `notifier` gives its first value; then ends, and closes the source. If the notifier ends
 * without one, nothing happens.
 *
 * @throws TypeError `notifier` is no source
 * @example
 * ```ts
 * import { after } from "@gopark/core";
 * import { collect, interval, pipe, takeUntil } from "@gopark/streams";
 *
 * console.log(await pipe(interval(1000), takeUntil(after(5)), collect())); // prints: []
 * ```
 */
export function takeUntil<A>(notifier: Source<unknown>): Operator<A, A> {
  sourceOf("takeUntil", notifier);
  return boundary("takeUntil", function* (up, head) {
    const inlet = up.inlet();
    const watch = new Inlet(up.scope);
    const ring: Each = function* () {
      inlet.scope.cancel();
      inlet.close();
      return STOP;
    };
    // Started last, it looks first: a notifier that has something at once lets nothing pass.
    watch.add(notifier, up.where, new EachStep(watch.scope, up.where, ring));
    try {
      return yield* inlet.pour(head);
    } finally {
      watch.scope.cancel();
    }
  });
}
