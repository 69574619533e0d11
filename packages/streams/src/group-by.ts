/**
 * groupBy(f): a stream for each key.
 */
import { dealing } from "./each-step.js";
import { Outlet } from "./outlet.js";
import { boundary, func, type Operator } from "./stage.js";
import { Plan, type Stream } from "./stream.js";

/**
 * The values of one key.
 *
 * @example
 * ```ts
 * import { collect, flatMap, type Group, groupBy, pipe } from "@gopark/streams";
 *
 * const tell = async (group: Group<string, string>) => `${group.key}: ${await pipe(group, collect())}`;
 * const words = pipe(["ab", "b", "a"], groupBy((word) => word.slice(0, 1)), flatMap(tell));
 * for await (const line of words) console.log(line); // prints: a: ab,a | b: b
 * ```
 */
export interface Group<out K, out T> extends Stream<T> {
  /** The key. */
  readonly key: K;
}

/** A group. */
class KeyedPlan extends Plan {
  readonly key: unknown;

  constructor(key: unknown, outlet: Outlet) {
    super(outlet, []);
    this.key = key;
  }
}

/**
 * Divides the values among streams, one for each key that `f` gives, told apart as in a Map. A group is given when its first
 * value comes, and ends with the source. `f` is a plain function, of a value and its index; all keys are remembered.
 *
 * A group gives its values to whoever reads it, once; those of one that was left are dropped. All groups have to be
 * read at the same time, as one that is not read holds up the source: by a `flatMap` that reads at least as many as
 * there are keys.
 *
 * @throws TypeError `f` is no function
 * @example
 * ```ts
 * import { collect, count, flatMap, groupBy, map, pipe } from "@gopark/streams";
 *
 * const sizes = pipe(
 *   ["ab", "b", "a"],
 *   groupBy((word) => word.slice(0, 1)),
 *   flatMap((group) => pipe(group, count(), map((n) => `${group.key}${n}`)), Infinity),
 *   collect(),
 * );
 * console.log((await sizes).sort()); // prints: [ 'a2', 'b1' ]
 * ```
 */
export function groupBy<A, K>(f: (value: A, index: number) => K): Operator<A, Group<K, A>> {
  func("groupBy", f);
  return boundary(
    "groupBy",
    dealing(({ ch }) => {
      const groups: Map<unknown, Outlet> = new Map();
      let index = 0;
      return {
        *each(value) {
          const key = f(value, index++);
          let outlet = groups.get(key);
          if (!outlet) {
            outlet = new Outlet();
            groups.set(key, outlet);
            yield* ch.send(new KeyedPlan(key, outlet));
          }
          yield* outlet.send(value);
        },
        done: (...failure) => {
          for (const outlet of groups.values()) outlet.close(...failure);
        },
      };
    }),
  );
}
