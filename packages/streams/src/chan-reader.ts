/**
 * Readers: what comes through a channel, for async code.
 *
 *   N1  A call of `next` stands in line at once; calls are answered in order.
 *   N2  An error comes once, after the values that were waiting. Then the reading is over.
 */
import { HChan } from "./engine.js";

/** An iterator that gives what is sent into its channel, until that is closed. */
export abstract class ChanReader implements AsyncIterator<any, undefined> {
  /** Where values wait, or those who want one. */
  protected readonly ch: HChan<any>;
  /** The error still to be told (N2); empty if there is none. */
  protected failure: unknown[] = [];

  constructor(capacity: number) {
    this.ch = new HChan<any>(capacity);
  }

  next(): Promise<IteratorResult<any, undefined>> {
    // Not awaited (N1).
    return this.ch.recvOk().then(([value, ok]) => (ok ? { value, done: false } : this.over()));
  }

  /** The reader leaves. */
  abstract return(): Promise<IteratorResult<any, undefined>>;

  /** The end, or the error. */
  protected over(): IteratorResult<any, undefined> {
    for (const error of this.failure.splice(0)) throw error;
    return { value: undefined, done: true };
  }
}
