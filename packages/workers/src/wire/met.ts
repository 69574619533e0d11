/**
 * The objects that a message has so far, to find out whether one comes again.
 *
 *   ME1  Objects count from 0 in the order in which they were asked for first (FO2 of format.ts).
 */

/** Objects that are compared one by one: most messages have no more. */
const FEW = 8;

/** Objects and their numbers. */
export class Met {
  /** The first objects, by number. */
  private readonly few: object[] = [];
  /** The numbers of the others. */
  private readonly many = new Map<object, number>();
  /** Objects so far. */
  private count = 0;

  /** Number of an object that was met before; -1 for a new one, which gets the next. */
  numberOf(value: object): number {
    const { few, count } = this;
    for (let i = 0; i < few.length; i++) if (few[i] === value) return i;
    if (count < FEW) few.push(value);
    else {
      const seen = this.many.get(value);
      if (seen !== undefined) return seen;
      this.many.set(value, count);
    }
    this.count = count + 1;
    return -1;
  }

  /** Forgets all of them. */
  clear(): void {
    this.few.length = 0;
    if (this.count > FEW) this.many.clear();
    this.count = 0;
  }
}
