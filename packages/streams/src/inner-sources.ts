/**
 * What exhaustMap and switchMap have in common: at most one inner source is read at a time, while upstream goes on.
 *
 *   O1  A source at hand (an array) is sent by the stage's own goroutine: no value can come in between.
 *   O2  The channel is closed when upstream has ended and no inner source is being read (G4).
 *   O3  Any other is read by a goroutine of its own. A promise may reject unheard if that is cancelled before it waits.
 */
import type { Go } from "@gopark/core";
import { drive, type Inlet } from "./drive.js";
import { dealing } from "./each-step.js";
import { resultOf } from "./frame-feed.js";
import type { Scope } from "./scope.js";
import { boundary, func, type Operator } from "./stage.js";

/** Sends what a function gave, or lets a goroutine of `scope` do so (O1, O3). */
function* send(given: unknown, inlet: Inlet, where: string, scope: Scope, done?: () => void): Go<void> {
  if (Array.isArray(given)) {
    for (const value of given) yield* inlet.ch.send(value);
    done?.();
  } else {
    const source = resultOf(given);
    scope.spawn(function* () {
      yield* drive(inlet.sender(scope), source, [], where);
      done?.();
    });
  }
}

/** One inner source is read at a time: values that come meanwhile are dropped. */
export function first<A, B>(name: string, f: (value: any, index: number) => unknown): Operator<A, B> {
  func(name, f);
  return boundary(
    name,
    dealing((inlet, where) => {
      let index = 0;
      let isBusy = false;
      const done = (): void => {
        isBusy = false;
      };
      return {
        *each(value) {
          if (isBusy) return;
          isBusy = true;
          yield* send(f(value, index++), inlet, where, inlet.scope, done);
        },
      };
    }),
  );
}

/** One inner source is read at a time: that of the latest value. */
export function latest<A, B>(name: string, f: (value: any, index: number) => unknown): Operator<A, B> {
  func(name, f);
  return boundary(
    name,
    dealing((inlet, where) => {
      /** Where the latest inner source is being read. */
      let inner: Scope | undefined;
      let index = 0;
      return {
        *each(value) {
          inner?.cancel();
          inner = inlet.scope.child();
          yield* send(f(value, index++), inlet, where, inner);
        },
        leave: () => inner?.cancel(),
      };
    }),
  );
}
