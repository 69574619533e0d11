/**
 * once.do(f): runs a function unless one has been run. For a `Once` of one thread and for those of several.
 *
 *   DO1  One at a time: who has the lock and finds it done has nothing to do. It is done however the function ends.
 *   DO2  The lock is let go of once by who has got it, also by a select that was left in a step of another case after this
 *        one had happened: then it is not done.
 */
import { CallOp } from "./coroutine.js";
import type { Op, Operation } from "./operation.js";
import { type Step, SteppedOp } from "./stepped.js";
import type { Go } from "./suspend.js";
import type { Lockable } from "./with-lock.js";

/** What is done once. */
export interface OnceState {
  /** Held while the function runs. */
  readonly mutex: Lockable;
  /** Whether a function has been run to its end. */
  isDone: boolean;
}

/** Runs `f` while the mutex is held, unless it is done. */
export function doOnce(once: OnceState, f: () => unknown): Op<void> {
  const others: Pick<Step, "around"> = {
    *around(inner, hasHappened): Go<any> {
      let isTurn = false;
      try {
        const result: unknown = yield* inner as Go;
        hasHappened ??= () => true;
        isTurn = hasHappened();
        if (isTurn && !once.isDone) yield* new CallOp(f, []);
        return result;
      } finally {
        if (isTurn) once.isDone = true;
        if (hasHappened?.()) once.mutex.unlock();
      }
    },
  };
  return new SteppedOp(
    () => Object.assign(once.mutex.lock() as Operation<void>, others),
    () => once.isDone,
  );
}
