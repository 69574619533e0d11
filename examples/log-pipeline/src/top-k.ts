/**
 * The most frequent keys of a stream of any length, in constant memory.
 *
 * Counting every key takes memory for every key, and a log can have as many paths as lines. So there are `room`
 * counters. When twice as many keys have come, every counter goes down by the count of the key that is in the
 * middle, and those at zero go: the frequent ones stay.
 *
 *   K1  No more than twice `room` keys are held.
 *   K2  A key's count is never more than the truth, and never less than the truth minus `missed`.
 *   K3  With no more than twice `room` different keys, every count is exact: `missed` is 0.
 *
 * This is the summary of Misra and Gries, taken down in bulk so that a key costs a fixed time on average.
 */

/** A key and how often it came, at least. */
export interface Counted {
  readonly key: string;
  readonly count: number;
}

/** Counts keys. */
export class TopK {
  private readonly room: number;
  private readonly counts: Map<string, { count: number }> = new Map();
  /** How much may be missing from any count (K2). */
  missed = 0;

  constructor(room: number) {
    this.room = room;
  }

  add(key: string): void {
    const { counts } = this;
    const counter = counts.get(key);
    if (counter !== undefined) counter.count++;
    else {
      counts.set(key, { count: 1 });
      if (counts.size > 2 * this.room) this.takeDown();
    }
  }

  /** The `k` most frequent, those of equal count in order of key. */
  top(k: number): Counted[] {
    return Array.from(this.counts, ([key, { count }]) => ({ key, count }))
      .sort((left, right) => right.count - left.count || (left.key < right.key ? -1 : 1))
      .slice(0, k);
  }

  /** How many keys are held. */
  get size(): number {
    return this.counts.size;
  }

  /** Makes room. */
  private takeDown(): void {
    const { counts, room } = this;
    const descending = Float64Array.from(counts.values(), ({ count }) => count)
      .sort()
      .reverse();
    const by = descending[room] as number;
    this.missed += by;
    for (const [key, counter] of counts) {
      counter.count -= by;
      if (counter.count <= 0) counts.delete(key);
    }
  }
}
