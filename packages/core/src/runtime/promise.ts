/**
 * wait(promise): a promise as an operation.
 *
 *   W1  While a goroutine waits for a promise, no deadlock is reported: the host may still settle it.
 *   W2  A promise that settles after its case lost in a select, or after the program has ended, wakes nobody;
 *       its rejection counts as handled, if it was looked at: a select that finds another case ready looks no further.
 *   W3  The promise gets one reaction, however many selects the operation takes part in: a loop that selects on
 *       the same operation again and again leaves nothing behind on it.
 */
import { adopt, type Frame, isThenable, tagOf } from "./frame.js";
import { HOPS } from "./limits.js";
import { m } from "./m.js";
import { wrong } from "./misuse.js";
import { type Op, Operation } from "./operation.js";
import { expect } from "./ready.js";
import { admits, type Sudog, wake } from "./sudog.js";
import type { WaitReason } from "./waitreason.js";

/** Waits for a promise. A value that is none is there at once, as with `await`. */
export class WaitOp<T> extends Operation<T> {
  private readonly awaited: PromiseLike<T> | T;
  /** Whether the promise has been asked to tell how it settles: once, however often the operation loses (W3). */
  private isAsked = false;
  /** Whether it has settled. */
  private isSettled = false;
  /** How it settled. */
  private outcome: any = undefined;
  private hasFailed = false;
  /** Who waits; null once nobody does any more (W2). */
  protected waiter: Sudog | null = null;

  constructor(awaited: PromiseLike<T> | T) {
    super();
    this.awaited = awaited;
  }

  poll(): boolean {
    if (!this.isAsked) this.ask();
    return this.isSettled;
  }

  enroll(sudog: Sudog): void {
    expect(sudog.g, 1);
    this.waiter = sudog;
  }

  withdraw(sudog: Sudog): void {
    expect(sudog.g, -1);
    this.waiter = null;
  }

  finish(): T {
    if (this.hasFailed) throw this.outcome;
    return this.outcome;
  }

  get waitReason(): WaitReason {
    return "promise";
  }

  private ask(): void {
    this.isAsked = true;
    const { awaited } = this;
    // Promise.resolve asks a foreign thenable in a job of its own: nobody's code runs while a select looks round.
    if (isThenable(awaited)) {
      m.hops &&= HOPS;
      Promise.resolve(awaited).then(
        (value) => this.settle(false, value),
        (error) => this.settle(true, error),
      );
    } else this.settle(false, awaited);
  }

  /** It has settled, and who waits is told. */
  protected settle(hasFailed: boolean, outcome: unknown): void {
    this.isSettled = true;
    this.hasFailed = hasFailed;
    this.outcome = outcome;
    const { waiter } = this;
    if (waiter && admits(waiter)) {
      this.withdraw(waiter);
      wake(waiter);
    }
  }
}

/**
 * The frame that goes on with what a body gave: a generator itself, an operation performed, a promise waited for (an
 * async body is a guest). Null if it gave a plain value, and with that is over. Throws if it is what an `async function*`
 * gives: nobody would run it.
 */
export function frameOf(result: unknown): Frame | null {
  const tag = tagOf(result);
  if (tag === "Generator") return result as Frame;
  if (tag === "AsyncGenerator") throw wrong("function", "a function*", result);
  if (!isThenable(result)) return null;
  return adopt(Symbol.iterator in result ? (result as Op<unknown>) : new WaitOp(result));
}
