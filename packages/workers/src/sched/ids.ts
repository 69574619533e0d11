/**
 * Ids of goroutines, each used once in a program, on however many threads it runs.
 *
 *   GI1  A thread takes ids in blocks from the shared counter. Goroutines that stay on their thread are counted by the
 *        scheduler of the core, one after the other; those that may start anywhere have blocks of their own.
 *
 * @go runtime/proc.go goidgen, p.goidcache
 */
import type { Sched } from "@gopark/core/internal";
import { add } from "../shm/atomics.js";
import { S_LAST_ID } from "../shm/sched-words.js";

/** Ids for goroutines of one thread, taken at a time. */
export const LOCAL_BLOCK = 128;

/** Of a local block, what is left over: for goroutines that are made without `go`, by timers for example. */
const MARGIN = 32;

/** Ids for goroutines that may start anywhere, taken at a time. */
const BLOCK = 16;

/** The ids of one thread. */
export class Ids {
  /** Whose local goroutines are numbered. */
  private readonly sched: Sched;
  /** Last id of the local block. */
  private localEnd: number;
  /** The last id given to a goroutine that may start anywhere. */
  private last = 0;
  /** Last id of that block. */
  private end = 0;

  /** The scheduler's ids up to `localEnd` are its own already. */
  constructor(sched: Sched, localEnd: number) {
    this.sched = sched;
    this.localEnd = localEnd;
  }

  /** Sees to it that the next goroutine of this thread gets an id of its own. */
  reserve(): void {
    if (this.sched.lastId + MARGIN < this.localEnd) return;
    const base = add(S_LAST_ID, LOCAL_BLOCK);
    this.sched.lastId = base;
    this.localEnd = base + LOCAL_BLOCK;
    // The list of all goroutines counts on ids without gaps within a chunk.
    this.sched.allgs.release();
  }

  /** An id for a goroutine that may start anywhere. */
  next(): number {
    if (this.last === this.end) {
      this.last = add(S_LAST_ID, BLOCK);
      this.end = this.last + BLOCK;
    }
    return ++this.last;
  }
}
