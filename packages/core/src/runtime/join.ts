/**
 * goroutine.join(): waits for the end of a goroutine and takes its result.
 *
 * Go has no such operation; a channel or a WaitGroup does the same. A goroutine that ended by goexit has the
 * result undefined. One whose program ended first never gets there: waiting for it is an error.
 */
import type { G } from "./g.js";
import { DEAD, DROPPED } from "./gstatus.js";
import { LineOp } from "./line-op.js";
import { ended } from "./misuse.js";
import { WaitQ } from "./waitq.js";

/** Waits for the end of a goroutine. */
export class JoinOp<T> extends LineOp<T> {
  private readonly target: G<T>;

  constructor(target: G<T>) {
    super();
    this.target = target;
  }

  poll(): boolean {
    return this.target.state >= DEAD;
  }

  line(): WaitQ {
    return (this.target.joiners ??= new WaitQ("join"));
  }

  finish(): T {
    const { target } = this;
    if (target.state === DROPPED) throw ended(`join of goroutine ${target.id} (${target.name})`);
    return target.value as T;
  }
}
