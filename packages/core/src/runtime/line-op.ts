/**
 * Operations that wait in one line: sends, receives, joins, locks.
 */
import { Operation } from "./operation.js";
import type { Sudog } from "./sudog.js";
import type { WaitQ } from "./waitq.js";
import type { WaitReason } from "./waitreason.js";

/** The base of operations that wait in one line. */
export abstract class LineOp<T> extends Operation<T> {
  /** One that is its own iterator result, as sends and receives are, is always the last. */
  get done(): true {
    return true;
  }

  /** The line. */
  abstract line(): WaitQ;

  enroll(sudog: Sudog): void {
    this.line().enqueue(sudog);
  }

  withdraw(sudog: Sudog): void {
    this.line().withdraw(sudog);
  }

  get waitReason(): WaitReason {
    return this.line().waitReason;
  }
}
