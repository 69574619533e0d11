/**
 * Sources that come in batches: many values for one step of waiting.
 *
 * Reading a file gives hundreds of lines at a time. Handed on one by one, each would cost a promise, which is more
 * than what is done with it afterwards. So such a source offers its batches to the engine, and single values to
 * everybody else.
 *
 *   B1  A reader belongs to one run of a pipeline. `next` is not called before the last batch has come.
 *   B2  `return` may be called at any time, any number of times. A `next` that is pending then ends (null), and so
 *       do all that follow. Whatever the reader holds open is released when what `return` gives has settled.
 *   B3  After an error the reader is closed.
 */

/** The method by which a source gives its batches. */
export const BATCHES: unique symbol = Symbol("batches");

/** One reading of such a source. */
export interface BatchReader<out T> {
  /** The next values, at least one; null at the end. */
  next(): PromiseLike<readonly T[] | null> | readonly T[] | null;
  /** Ends the reading and gives something to wait for. */
  return(): unknown;
}

/** A source that the engine reads in batches, and everybody else value by value. */
export interface Batched<out T> extends AsyncIterable<T> {
  [BATCHES](): BatchReader<T>;
}

/** A source out of a function that begins a reading. Nothing is opened before someone reads. */
export function batched<T>(open: () => BatchReader<T>): Batched<T> {
  return {
    [BATCHES]: open,
    [Symbol.asyncIterator]: () => new OneByOne(open()),
  };
}

/** Gives the values of batches one by one. */
class OneByOne<T> implements AsyncIterator<T, undefined> {
  private readonly reader: BatchReader<T>;
  /** The batch that is being handed out. */
  private batch: readonly T[] | null = [];
  /** How many of its values have been. */
  private taken = 0;
  /** The last call of `next` that had to wait, or that came while one was waiting: calls are answered in order. */
  private latest: Promise<unknown> | null = null;

  constructor(reader: BatchReader<T>) {
    this.reader = reader;
  }

  next(): Promise<IteratorResult<T, undefined>> {
    const { batch } = this;
    if (this.latest === null) {
      if (!batch) return Promise.resolve({ value: undefined, done: true });
      if (this.taken < batch.length) return Promise.resolve({ value: batch[this.taken++] as T, done: false });
    }
    const result = this.latest === null ? this.refill() : this.latest.then(() => this.refill());
    const settled = result.then(noop, noop).then(() => {
      if (this.latest === settled) this.latest = null;
    });
    this.latest = settled;
    return result;
  }

  async return(): Promise<IteratorResult<T, undefined>> {
    this.batch = null;
    await this.reader.return();
    return { value: undefined, done: true };
  }

  /** Waits for a batch, if there is need for one, and gives its first value. */
  private async refill(): Promise<IteratorResult<T, undefined>> {
    while (this.batch && this.taken >= this.batch.length) {
      const next = await this.reader.next();
      // Meanwhile someone may have left.
      this.batch &&= next;
      this.taken = 0;
    }
    return this.batch
      ? { value: this.batch[this.taken++] as T, done: false }
      : { value: undefined, done: true };
  }
}

function noop(): void {}
