/**
 * zip(...sources): first with first, second with second.
 */
import type { RecvOp } from "@gopark/core/internal";
import { select } from "./engine.js";
import { sourceOf } from "./feed.js";
import { giving } from "./frame-feed.js";
import type { Source, ValueOf } from "./pipe.js";
import type { Operator } from "./stage.js";

/**
 * Gives the first values of the source and of all others as one array, then the second ones, and so on. Ends as soon as
 * one of them has ended and all its values have been given. Of each at most two values wait for the others.
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
        // Whichever comes first: the end of one does not wait for the value of another.
        const cases = inlets.map(({ ch }): RecvOp | null => ch.recvOk());
        for (const _ of inlets) {
          const at = cases.findIndex((op) => op?.poll());
          const [i, [value, ok]] = at < 0 ? yield* select(cases) : [at, (cases[at] as RecvOp).finish(null)];
          if (!ok) return;
          values[i] = value;
          cases[i] = null;
        }
        yield values;
      }
    } finally {
      for (const { scope } of inlets) scope.cancel();
    }
  });
}
