/**
 * zip(...sources): first with first, second with second.
 */
import { sourceOf } from "./feed.js";
import { giving } from "./frame-feed.js";
import type { Source, ValueOf } from "./pipe.js";
import type { Operator } from "./stage.js";

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
  return giving("zip", function* (up) {
    const inlets = [up.inlet(), ...sources.map((source) => up.beside(source))];
    try {
      for (;;) {
        const values: unknown[] = [];
        for (const { ch } of inlets) {
          const [value, ok] = yield* ch.recvOk();
          if (!ok) return;
          values.push(value);
        }
        yield values;
      }
    } finally {
      for (const { scope } of inlets) scope.cancel();
    }
  });
}
