/**
 * What stands at the head of a P's ring while the place before it is filled again and again.
 *
 *   ST1  Who has stood at the head for a whole slice comes next: who is in `runnext` then goes to the end, as in Go whoever
 *        inherits a slice that is over.
 *
 * In Go a goroutine that was started and one that was woken have one `runnext` between them, and push each other out of it to
 * the end. Here each kind has one of its own.
 */
import { cas, get } from "../shm/atomics.js";
import { pin, unpin } from "../shm/handover.js";
import { P_HEAD, P_RUNNEXT, P_TAIL } from "../shm/layout.js";
import { runqPut } from "../shm/runq.js";

/** The ring of a P, as its M sees it at the begin of each slice. */
export class Standing {
  /** The head when the last slice began; -1 if nobody stood there. */
  private head = -1;

  /** A slice begins, and M `me` holds P `page`. */
  look(page: number, me: number): void {
    const head = get(page + P_HEAD);
    const hasStood = head === this.head;
    this.head = head === get(page + P_TAIL) ? -1 : head;
    const next = hasStood && this.head === head ? get(page + P_RUNNEXT) : 0;
    if (next === 0 || !pin(page, me)) return;
    if (cas(page + P_RUNNEXT, next, 0) === next) runqPut(page, next, me);
    unpin(page, me);
  }
}
