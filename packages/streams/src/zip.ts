/**
 * zip(...sources): first with first, second with second.
 */
import { MORE, STOP } from "./codes.js";
import { Inlet } from "./drive.js";
import { push, sourceOf } from "./feed.js";
import type { Source, ValueOf } from "./pipe.js";
import { boundary, type Operator } from "./stage.js";

/**
 * Gives the first values of the source and of all others as one array, then the second ones, and so on. Ends when one
 * of them has ended; each is at most one value ahead.
 *
 * @throws TypeError one of them is no source
 * @example
 * ```ts
 * import { collect, pipe, zip } from "@gopark/streams";
 *
 * console.log(await pipe([1, 2, 3], zip(["a", "b"]), collect())); // prints: [ [ 1, 'a' ], [ 2, 'b' ] ]
 * ```
 */
export function zip<A, S extends readonly Source<any>[]>(
  ...sources: S
): Operator<A, [A, ...{ -readonly [K in keyof S]: ValueOf<S[K]> }]> {
  for (const source of sources) sourceOf("zip", source);
  return boundary("zip", function* (up, head, flow) {
    const inlets = [up.inlet()];
    for (const source of sources) {
      const inlet = new Inlet(up.scope);
      inlet.add(source, up.where);
      inlets.push(inlet);
    }
    try {
      for (;;) {
        const values: unknown[] = [];
        for (const { ch } of inlets) {
          const [value, ok] = yield* ch.recvOk();
          if (!ok) return MORE;
          values.push(value);
        }
        if ((yield* push(values, head, flow)) === STOP) return STOP;
      }
    } finally {
      for (const { scope } of inlets) scope.cancel();
    }
  });
}
