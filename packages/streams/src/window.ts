/**
 * window(n): values in streams.
 */
import type { FuncTimer } from "@gopark/core";
import { type BatchOptions, limits } from "./batch.js";
import { dealing } from "./each-step.js";
import { afterFunc } from "./engine.js";
import { Outlet } from "./outlet.js";
import { boundary, type Operator } from "./stage.js";
import { Plan, type Stream } from "./stream.js";

/**
 * Divides the values among streams, each with `count` of them: RxJS's windowCount, but that no window is empty. With
 * `time`, a window ends at the latest that many milliseconds after its first value came.
 *
 * A window gives its values to whoever reads it, once. One that is not read holds up the source, as do windows that
 * are to be read in another order; `concatMap(w => pipe(w, ...))` reads one after the other.
 *
 * @throws TypeError `count` is no integer from 1 up, or `time` no number of milliseconds
 * @example
 * ```ts
 * import { collect, concatMap, pipe, reduce, window } from "@gopark/streams";
 *
 * const sums = pipe(
 *   [1, 2, 3, 4, 5],
 *   window(2),
 *   concatMap((w) => pipe(w, reduce((sum, n) => sum + n, 0))),
 *   collect(),
 * );
 * console.log(await sums); // prints: [ 3, 7, 5 ]
 * ```
 */
export function window<A>(options: number | BatchOptions): Operator<A, Stream<A>> {
  const { count, time } = limits("window", options);
  return boundary(
    "window",
    dealing(({ ch }) => {
      /** The open window; null if there is none. */
      let outlet: Outlet | null = null;
      /** How many values it has. */
      let size = 0;
      let timer: FuncTimer | undefined;
      const shut = (...failure: unknown[]): void => {
        timer?.stop();
        outlet?.close(...failure);
        outlet = null;
      };
      return {
        *each(value) {
          let window = outlet;
          if (!window) {
            const fresh = new Outlet();
            window = fresh;
            outlet = fresh;
            size = 0;
            if (time !== undefined) {
              timer = afterFunc(time, () => {
                // While somebody is putting a value in, it can't be closed: it is when that is done.
                if (outlet !== fresh) return;
                if (size > 0 && !fresh.isBusy) shut();
                else size = count;
              });
            }
            yield* ch.send(new Plan(fresh, []));
          }
          yield* window.send(value);
          if (++size >= count) shut();
        },
        done: shut,
      };
    }),
  );
}
