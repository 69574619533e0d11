/**
 * Giving back what an operation has taken, when the fiber that was to have it is interrupted first.
 *
 * A sender hands its value to the first receiver in line and goes on; the receiver runs later. A goroutine then has
 * the value, whatever happens. A fiber may be interrupted in between, as the loser of a race: without this the
 * message would be gone.
 *
 *   B1  A message given back is the next to be received: order is kept. The sender, who has gone on, does not notice.
 *   B2  What was sent is sent: whoever received it has it. Locks take back their turns themselves (`abandon`).
 */
import type { Operation, Sudog } from "@gopark/core/internal";
import { FRESH, HChan, RecvOp, unread } from "./seam.js";

/** A select, as far as is needed to find the case that happened. @borrowed */
interface Select {
  readonly ops: Operation<any>[];
  readonly chosen: number;
}

/** What it keeps at the place where it waits. @borrowed */
interface Selection {
  readonly sudogs: Sudog[];
}

/** Gives back what `sudog` was woken with, if `op` is a receive or a select that has chosen one. It is FRESH again. */
export function takeBack(op: Operation<any>, sudog: Sudog): void {
  op.state = FRESH;
  if (op.source !== undefined) takeBack(op.source, sudog);
  else if (op instanceof RecvOp) {
    if (sudog.ok) giveBack(op.chan, sudog.elem);
    sudog.elem = undefined;
  } else if (sudog.cases !== null) {
    // Only selects keep something at the place where they wait.
    const { ops, chosen } = op as unknown as Select;
    const { sudogs } = sudog.cases as unknown as Selection;
    takeBack(ops[chosen] as Operation<any>, sudogs[chosen] as Sudog);
  }
}

/** Puts a message at the head of its channel. It has no effect on what is no channel of this thread. */
export function giveBack(chan: unknown, message: unknown): void {
  if (chan instanceof HChan) unread(chan, message);
}
