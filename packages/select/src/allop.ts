/**
 * All of several operations: the one behind `all`.
 *
 * Each is looked at in turn. What can't complete now waits with a waiter of its own, in the line it would stand in alone,
 * and keeps its place there until it happens.
 *
 *   A1  It is performed once for each operation, in the order in which they happen. One that is ready when it is looked at
 *       happens before the next is looked at.
 *   A2  Results are taken, and functions of `map` run, by the goroutine that performs it, never by the waiters.
 *   A3  A waiter counts as its goroutine: it has the id that locks remember, and belongs to what that belongs to. It
 *       stands in no list, so a goroutine that only such waiters could wake is told of in a deadlock.
 *   A4  Left before the end, whatever makes it leave, it leaves all lines, and what waited there is FRESH again. A
 *       turn that was given, and whose result nobody has taken, goes back.
 */
import {
  DONE,
  FRESH,
  G,
  goready,
  m,
  type Operation,
  park,
  Ring,
  reused,
  type Sudog,
  WAITING,
  withdraw,
} from "@gopark/core/internal";
import { SelectOp } from "./selectgo.js";

/** Performs its operations, each once: gives the name or position of one that has happened, and its value. */
export class AllOp extends SelectOp<[key: string, value: any]> {
  /** Who stands for each that was looked at; null for those that have given their results. Their values are indices. */
  private waiters: (G<number> | null)[] = [];
  /** Those of them that have what they waited for. */
  private readonly happened: Ring<G<number>> = new Ring();

  override poll(): boolean {
    const { happened, ops, waiters } = this;
    const g = m.g as G;
    for (let i: number; (i = waiters.length) < ops.length; ) {
      const op = ops[i] as Operation<any>;
      if (op.state > FRESH) throw reused(op.waitReason);
      const waiter = new G(g.id, g.p, null, i);
      waiters.push(waiter);
      if (op.poll()) {
        op.state ||= DONE;
        waiter.waiting = op;
        happened.append(waiter);
        break;
      }
      const told = (_hasFailed: boolean, sudog: Sudog | null): void => {
        waiter.sudog = sudog;
        happened.append(waiter);
        if (g.state === WAITING && g.waiting === this) goready(g);
      };
      // With what is said there of the goroutine (A3).
      waiter.onDone = Object.assign(told, g.onDone);
      park(op, waiter);
    }
    return happened.count > 0;
  }

  override enroll(): void {}

  override finish(): [key: string, value: any] {
    const { value, sudog } = this.happened.take();
    this.state = FRESH;
    this.waiters[value] = null;
    return [this.labels[value] as string, (this.ops[value] as Operation<any>).finish(sudog)];
  }

  override withdraw(): void {
    for (const waiter of this.waiters) {
      if (!waiter) continue;
      (this.ops[waiter.value] as Operation<any>).state = FRESH;
      withdraw(waiter);
    }
    this.waiters = [];
  }

  override abandon(): void {
    this.withdraw();
  }
}
