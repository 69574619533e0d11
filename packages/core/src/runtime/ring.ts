/**
 * A queue in a ring that grows: the buffer of a channel, and the run queues.
 *
 *   R1  The values stand at start, start + 1, ... start + count - 1, modulo the number of slots.
 *   R2  The number of slots is a power of two, so that wrapping round is one `and`.
 *   R3  A slot that holds no value holds undefined: the ring keeps nothing alive that was taken.
 *
 * Growing on demand and not at once is deliberate: `chan(1_000_000)` costs nothing until it is filled.
 *
 * @go runtime/chan.go hchan.buf
 */

/** A FIFO. The owner checks emptiness, and fullness where it has a capacity. */
export class Ring<T> {
  /** Values now in the ring. */
  count = 0;
  /** Index of the oldest value. */
  private start = 0;
  /** Number of slots less one (R2). */
  private mask = 3;
  /** The slots. */
  private slots: (T | undefined)[] = [undefined, undefined, undefined, undefined];

  /** Adds a value at the end. */
  append(value: T): void {
    if (this.count > this.mask) this.grow();
    this.slots[(this.start + this.count++) & this.mask] = value;
  }

  /** Takes the oldest value. The caller knows that count > 0. */
  take(): T {
    const { slots, start } = this;
    const value = slots[start] as T;
    slots[start] = undefined;
    this.start = (start + 1) & this.mask;
    this.count--;
    return value;
  }

  /** Doubles the slots; values move to the front. */
  private grow(): void {
    const { slots, start } = this;
    // What was taken out of the old ones serves as the free half of the new ones.
    this.slots = slots.slice(start).concat(slots.slice(0, start), slots.fill(undefined));
    this.start = 0;
    this.mask = this.slots.length - 1;
  }
}
