/**
 * share(): one run for all readers.
 */
import type { Upstream } from "./drive.js";
import { Hub } from "./hub.js";
import { Outlet } from "./outlet.js";
import { boundary, type Operator } from "./stage.js";

/**
 * Makes a stream whose source runs once for all who read it at the same time. It starts with the first reader; who begins
 * to read at the same time gets all values, who joins later what comes from then on. When the last has left it is
 * cancelled, and the next reader starts it again.
 *
 * Each value is given to one reader after the other: the slowest sets the pace. A `buffer` after it lets a reader fall
 * behind.
 *
 * It runs in the program of its first reader. When that ends before it, those who read in other programs fail with
 * `program has ended`; a `retry` starts it again.
 *
 * @example
 * ```ts
 * import { collect, interval, pipe, share, take } from "@gopark/streams";
 *
 * let runs = 0;
 * const source = { [Symbol.asyncIterator]: () => (runs++, interval(2)[Symbol.asyncIterator]()) };
 * const shared = pipe(source, share());
 * await Promise.all([pipe(shared, take(2), collect()), pipe(shared, take(3), collect())]);
 * console.log(runs); // prints: 1
 * ```
 */
export function share<A>(): Operator<A, A> {
  /** The runs that can be joined, and what is upstream of each. */
  const running: Map<Upstream, Hub> = new Map();
  return boundary("share", (up, head) => {
    const outlet = new Outlet();
    let hub = [...running].find(([other]) => other.isSame(up))?.[1];
    if (!hub) {
      hub = new Hub(
        (last) => {
          // Behind all that can run by now: who begins to read at the same time joins before the first value.
          last.start = () => last.flow.park(last, Promise.resolve());
          up.open(last);
        },
        null,
        [],
        () => running.delete(up),
      );
      running.set(up, hub);
    }
    hub.join(outlet);
    return hub.read(outlet, head);
  });
}
