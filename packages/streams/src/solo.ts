/**
 * What switchMap and exhaustMap have in common: at most one inner source is read at a time, and what is upstream is
 * read on meanwhile.
 *
 *   O1  A source at hand (an array) is sent by the feeder itself: no value can come in between.
 *   O2  The channel is closed when upstream has ended and no inner source is being read.
 */
import { dealing } from "./each-step.js";
import { feedApart, hush } from "./frame-feed.js";
import type { Scope } from "./scope.js";
import { boundary, func, type Operator } from "./stage.js";

/** switchMap (a new value ends the source being read) or exhaustMap (it is dropped). */
export function solo<A, B>(
  name: string,
  f: (value: any, index: number) => unknown,
  switches: boolean,
): Operator<A, B> {
  func(name, f);
  return boundary(
    name,
    dealing((inlet, where) => {
      /** Where the inner source is being read; null if none is. */
      let inner: Scope | null = null;
      let index = 0;
      let hasEnded = false;
      // The channel stays open while an inner source is read (O2).
      inlet.scope.onEmpty = null;
      return {
        *each(value) {
          if (inner !== null && !switches) return;
          inner?.cancel();
          inner = null;
          const given = f(value, index++);
          if (Array.isArray(given)) for (const v of given) yield* inlet.ch.send(v);
          else {
            hush(given);
            const scope = inlet.scope.child();
            inner = scope;
            scope.onEmpty = () => {
              if (inner !== scope) return;
              inner = null;
              if (hasEnded) inlet.close();
            };
            scope.spawn(() => feedApart(given, inlet.ch, scope, where));
          }
        },
        done: () => {
          hasEnded = true;
          if (inner === null) inlet.close();
        },
        leave: () => inner?.cancel(),
      };
    }),
  );
}
