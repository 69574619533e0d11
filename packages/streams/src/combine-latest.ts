/**
 * combineLatest(...sources): the latest value of each.
 */
import { ConcatMapStep } from "./concat-map.js";
import { Inlet } from "./drive.js";
import { sourceOf } from "./feed.js";
import { MapStep } from "./map.js";
import type { Source, ValueOf } from "./pipe.js";
import { boundary, type Operator } from "./stage.js";
import type { Step } from "./step.js";

/**
 * Gives the latest values of the source and of all others as one array, as soon as each has given one, and again with
 * each new value. Ends when all have ended.
 *
 * @throws TypeError one of them is no source
 * @example
 * ```ts
 * import { combineLatest, last, pipe } from "@gopark/streams";
 *
 * console.log(await pipe([1, 2], combineLatest(["a", "b"]), last())); // prints: [ 2, 'b' ]
 * ```
 */
export function combineLatest<A, S extends readonly Source<any>[]>(
  ...sources: S
): Operator<A, [A, ...{ -readonly [K in keyof S]: ValueOf<S[K]> }]> {
  for (const source of sources) sourceOf("combineLatest", source);
  return boundary("combineLatest", (up, head) => {
    const inlet = new Inlet(up.scope);
    /** Sends the values of one source with its number. */
    const labelled = (index: number): Step => {
      const sender = inlet.sender();
      return new MapStep(sender, sender.flow, (value: unknown) => [index, value]);
    };
    sources.forEach((source, i) => {
      inlet.add(source, up.where, labelled(i + 1));
    });
    up.open(labelled(0));
    // As many as there are sources; each is another value's place until it comes.
    const values: unknown[] = [up, ...sources];
    const given: Set<number> = new Set();
    const latest = ([index, value]: [number, unknown]): unknown[] => {
      values[index] = value;
      return given.add(index).size < values.length ? [] : [[...values]];
    };
    return inlet.pour(new ConcatMapStep(head, head.flow, latest));
  });
}
