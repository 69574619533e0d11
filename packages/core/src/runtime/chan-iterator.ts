/**
 * `for await` over a channel.
 *
 *   CI1  Each `next` is a receive. It is over at the close, and after `return`, which takes nothing out of the channel; a
 *        `next` that is pending then still gets its value. After an error it is not over: what is asked next is the channel.
 */
import type { Op } from "./operation.js";

/** What has a value to give, or the end. */
interface Source<T> {
  recvOk(): Op<[value: T, ok: true] | [value: undefined, ok: false]>;
}

const resultOf = <T>([value, ok]: [T, true] | [undefined, false]): IteratorResult<T, void> =>
  ({ value, done: !ok }) as IteratorResult<T, void>;

/** Receives until the close, one value at a time. */
export class ChanIterator<T> implements AsyncIterableIterator<T, void, undefined> {
  /** The channel; null when the loop has been left. */
  private chan: Source<T> | null;

  constructor(chan: Source<T>) {
    this.chan = chan;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  next(): Promise<IteratorResult<T, void>> {
    return (this.chan?.recvOk().then(resultOf<T>) ?? this.return()) as Promise<IteratorResult<T, void>>;
  }

  async return(value?: any): Promise<IteratorResult<T, void>> {
    this.chan = null;
    return { value, done: true };
  }
}
