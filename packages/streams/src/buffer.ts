/**
 * buffer(n): room between two stages.
 */
import { boundary, type Operator, whole } from "./stage.js";

/**
 * Lets what is upstream run ahead by up to `capacity` values: it runs in a goroutine of its own, behind a channel of
 * that capacity.
 *
 * Not RxJS's `buffer`, which gathers values in arrays: that is `batch`.
 *
 * @throws TypeError `capacity` is no integer from 0 up
 * @example
 * ```ts
 * import { buffer, collect, pipe } from "@gopark/streams";
 *
 * console.log(await pipe([1, 2, 3], buffer(2), collect())); // prints: [ 1, 2, 3 ]
 * ```
 */
export function buffer<A>(capacity: number): Operator<A, A> {
  whole("buffer", capacity, 0);
  return boundary(
    "buffer",
    (up, head) => up.inlet(capacity).pour(head),
    () => `${capacity} values`,
  );
}
