/**
 * Ids of goroutines, each used once in a program, on threads that share no counter.
 *
 *   ID1  Block number n of M i begins after (n * MAX_MS + i) * BLOCK: so no two Ms have a block in common, and nobody asks anybody.
 *   ID2  Goroutines that stay on their thread are counted by the scheduler of the core, one after the other, within a block.
 *        Those that may start anywhere have blocks of their own.
 */
import type { Sched } from "@gopark/core/internal";
import { MAX_MS } from "../shm/layout.js";

/** Ids in a block. */
const BLOCK = 128;

/** Of a block for goroutines of one thread, what is left over: for those that are made without `go`, by timers for example. */
const MARGIN = 32;

/** The ids of one thread. */
export class StrideIds {
  /** Index of the M. */
  private readonly index: number;
  /** Whose local goroutines are numbered. */
  private readonly sched: Sched;
  /** Blocks taken so far. */
  private blocks = 0;
  /** Last id of the local block. */
  private localEnd: number;
  /** The last id given to a goroutine that may start anywhere. */
  private last = 0;
  /** Last id of that block. */
  private end = 0;

  constructor(index: number, sched: Sched) {
    this.index = index;
    this.sched = sched;
    const base = this.take();
    // M0's main is there already: it has the first id of the first block.
    sched.lastId = Math.max(sched.lastId, base);
    this.localEnd = base + BLOCK;
  }

  /** Takes a block; answers the number before its first id. */
  private take(): number {
    return (this.blocks++ * MAX_MS + this.index) * BLOCK;
  }

  /** Sees to it that the next goroutine of this thread gets an id of its own. */
  reserve(): void {
    if (this.sched.lastId + MARGIN < this.localEnd) return;
    const base = this.take();
    this.sched.lastId = base;
    this.localEnd = base + BLOCK;
    // The list of all goroutines counts on ids without gaps within a chunk.
    this.sched.allgs.release();
  }

  /** An id for a goroutine that may start anywhere. */
  next(): number {
    if (this.last === this.end) {
      this.last = this.take();
      this.end = this.last + BLOCK;
    }
    return ++this.last;
  }
}
