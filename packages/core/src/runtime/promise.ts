/**
 * wait(promise): a promise as an operation.
 *
 *   W1  While a goroutine waits for a promise, no deadlock is reported: the host may still settle it.
 *   W2  A promise that settles after its case lost in a select, or after the program has ended, is ignored;
 *       its rejection counts as handled.
 */
import { adopt, type Frame, isGenerator, isThenable } from "./frame.js";
import { type Op, Operation } from "./operation.js";
import { expect } from "./ready.js";
import { type Sudog, wake } from "./sudog.js";
import type { WaitReason } from "./waitreason.js";

/** Waits for a promise. A value that is none is there at once, as with `await`. */
export class WaitOp<T> extends Operation<T> {
  private readonly source: PromiseLike<T> | T;
  /** How it settled. */
  private outcome: any = undefined;
  private hasFailed = false;
  /** Who waits; null once nobody does any more (W2). */
  private waiter: Sudog | null = null;

  constructor(source: PromiseLike<T> | T) {
    super();
    this.source = source;
  }

  poll(): boolean {
    if (isThenable(this.source)) return false;
    this.outcome = this.source;
    return true;
  }

  enroll(sudog: Sudog): void {
    expect(sudog.g, 1);
    this.waiter = sudog;
    const fail = (error: unknown): void => this.settle(true, error);
    try {
      (this.source as PromiseLike<T>).then((value) => this.settle(false, value), fail);
    } catch (error) {
      // A foreign thenable may throw at once; the goroutine hears of it like of any rejection.
      fail(error);
    }
  }

  withdraw(sudog: Sudog): void {
    expect(sudog.g, -1);
    this.waiter = null;
  }

  finish(): T {
    if (this.hasFailed) throw this.outcome;
    return this.outcome;
  }

  get reason(): WaitReason {
    return "promise";
  }

  private settle(hasFailed: boolean, outcome: unknown): void {
    const { waiter } = this;
    if (waiter === null) return;
    this.withdraw(waiter);
    this.hasFailed = hasFailed;
    this.outcome = outcome;
    wake(waiter);
  }
}

/**
 * The frame that goes on with what a body gave: a generator itself, an operation performed, a promise waited for (an
 * async body is a guest). Null if it gave a plain value, and with that is over.
 */
export function frameOf(result: unknown): Frame | null {
  if (isGenerator(result)) return result;
  if (!isThenable(result)) return null;
  return adopt(Symbol.iterator in result ? (result as Op<unknown>) : new WaitOp(result));
}
