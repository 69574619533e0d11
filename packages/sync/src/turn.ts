/**
 * Turns: what a lock gives to the one it lets in, and how a turn that nobody takes comes back.
 *
 * Between being let in and going on, a goroutine is runnable. If its program ends meanwhile, or unwinds it, it
 * never goes on, and a lock may outlive the program: without a way back nobody would get in ever again.
 *
 *   T1  From when a turn is given until its goroutine goes on, `g.waiting` is what takes the turn back (abandon).
 *   T2  Who goes on with a turn sets `g.waiting` to null: nothing is taken back that is in use.
 */

import type { Suspend } from "@gopark/core";
import {
  complete,
  FRESH,
  type G,
  m,
  type Operation,
  outside,
  preempt,
  reused,
  SUSPENDED,
  type Sudog,
  type Waiting,
  wake,
} from "@gopark/core/internal";
import { Guard, type Locker } from "./locker.js";

/** An operation that takes a turn. */
export interface TurnOp<T> extends Operation<T>, Waiting {
  /** What it gives a guard of; null if it gives nothing. */
  readonly guarded: Locker | null;
}

/** What an operation gives that has its turn: each time a guard of its own, as a select may perform it again. */
export function resultOf<T>({ guarded }: TurnOp<T>): T {
  return (guarded ? new Guard(guarded) : undefined) as T;
}

/** The goroutine that performs `op`, which it may do once. */
export function performer(op: Operation<any>): G {
  const { g } = m;
  if (!g) throw outside();
  if (op.state !== FRESH) throw reused(op.waitReason);
  return g;
}

/** Completes an operation that took its turn at once: that counts against the slice. */
export function taken<T>(op: TurnOp<T>, g: G): IteratorResult<Suspend, T> {
  if (--m.budget < 0 && preempt(g)) {
    g.waiting = op;
    return SUSPENDED;
  }
  return complete(resultOf(op));
}

/** Gives a turn to a sudog that was taken out of its line; `from` takes it back (T1). */
export function give(sudog: Sudog, from: Waiting): void {
  sudog.elem = undefined;
  wake(sudog);
  sudog.g.waiting = from;
}
