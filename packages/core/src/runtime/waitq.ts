/**
 * A line of waiting goroutines, first come, first served.
 *
 * The links live in the sudogs themselves, so joining, leaving from the middle and being served allocate
 * nothing and take constant time.
 *
 *   W1  `first` and `last` are both null, or neither is.
 *
 * @go runtime/chan.go waitq
 */
import type { Waiting } from "./operation.js";
import { admits, type Sudog } from "./sudog.js";
import type { WaitReason } from "./waitreason.js";

/** A doubly linked queue of sudogs. */
export class WaitQ implements Waiting {
  /** Why those in the line wait. */
  readonly waitReason: WaitReason;
  /** Who is served next. */
  first: Sudog | null = null;
  /** Who came last. */
  last: Sudog | null = null;

  constructor(reason: WaitReason) {
    this.waitReason = reason;
  }

  /** Joins the line at its end. */
  enqueue(sudog: Sudog): void {
    const last = this.last;
    sudog.before = last;
    if (last === null) this.first = sudog;
    else last.after = sudog;
    this.last = sudog;
  }

  /** Takes the first out of the line who may be settled (Z4); null if there is none. The caller settles it. */
  dequeue(): Sudog | null {
    let sudog = this.first;
    // Those refused leave of themselves, very soon.
    while (sudog !== null && !admits(sudog)) sudog = sudog.after;
    if (sudog !== null) this.unlink(sudog);
    return sudog;
  }

  /** Leaves the line from any place in it. The caller knows that `sudog` stands in this line (Z1). */
  withdraw(sudog: Sudog): void {
    this.unlink(sudog);
    // What it had to hand over, it keeps for itself (Z3).
    sudog.elem = undefined;
  }

  private unlink(sudog: Sudog): void {
    const { before, after } = sudog;
    if (before === null) this.first = after;
    else before.after = after;
    if (after === null) this.last = before;
    else after.before = before;
    sudog.before = null;
    sudog.after = null;
  }
}
