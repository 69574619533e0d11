/**
 * merge(...sources): all at the same time.
 */
import { Inlet } from "./drive.js";
import { sourceOf } from "./feed.js";
import type { Source, ValueOf } from "./pipe.js";
import { boundary, type Operator } from "./stage.js";

/**
 * Gives the values of the source and of all others as they come. Each is read by a goroutine of its own, which waits
 * until its value is taken. Ends when all have ended; an error of one cancels the others.
 *
 * @throws TypeError one of them is no source
 * @example
 * ```ts
 * import { collect, merge, pipe } from "@gopark/streams";
 *
 * const all = await pipe([1, 3], merge([2, 4]), collect());
 * console.log(all.sort()); // prints: [ 1, 2, 3, 4 ]
 * ```
 */
export function merge<A, S extends readonly Source<any>[]>(
  ...sources: S
): Operator<A, A | ValueOf<S[number]>> {
  for (const source of sources) sourceOf("merge", source);
  return boundary("merge", (up, head) => {
    const inlet = new Inlet(up.scope);
    for (const source of sources) inlet.add(source, up.where);
    // Started last it runs first: sources begin in their order.
    up.open(inlet.sender());
    return inlet.pour(head);
  });
}
