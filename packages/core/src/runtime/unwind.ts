/**
 * Unwinding: a goroutine ends where it stands, and its `finally` blocks run.
 *
 *   U1  Frames are left from the inside out, each as if it returned where it is suspended: `catch` sees nothing.
 *   U2  A block may wait: the goroutine parks and goes on with it.
 *   U3  What a block throws is a panic, raised when all frames have been left: the last one, if several throw.
 *   U4  The deferred calls of a frame run after its blocks, and may recover what those threw.
 *   U5  Exiting again while leaving leaves the rest of the frame at hand; then the first unwinding goes on, with what
 *       the second has seen thrown.
 *
 * @go runtime/panic.go Goexit
 */
import {
  AT_WORK,
  adopt,
  BEFORE,
  type Call,
  type Exiting,
  type Frame,
  LEAVING,
  type Thrown,
} from "./frame.js";
import type { G } from "./g.js";
import { WAITING } from "./gstatus.js";
import { goready, withdraw } from "./ready.js";
import { complete, SUSPENDED } from "./suspend.js";

/** Leaves frames one by one. */
class Unwinding implements Iterator<unknown, undefined, unknown>, Exiting {
  frame: Frame | null | undefined = null;
  answers: Call | null | undefined = null;
  progress: number = BEFORE;
  /** What a block threw (U3). */
  thrown: Thrown | null = null;

  [Symbol.iterator](): this {
    return this;
  }

  next(resumed?: unknown): IteratorResult<unknown, undefined> {
    // It begins, and has yet to be told what to leave.
    if (!(resumed ?? this.frame)) return SUSPENDED;
    while (this.frame) {
      try {
        const result = this.progress ? this.frame.next(resumed) : this.frame.return(this.thrown && this);
        this.progress ||= LEAVING;
        if (!result.done) return result;
      } catch (error) {
        this.thrown = { error };
      }
      const { answers } = this;
      const rest = answers?.exit?.(this);
      this.progress = rest ? AT_WORK : BEFORE;
      this.frame = rest ?? answers?.caller;
      if (!rest) this.answers = answers?.below;
    }
    if (this.thrown) throw this.thrown.error;
    return complete();
  }

  /** Told to leave while leaving (U5): the block that waits is left as well, and then the frames outside it. */
  return(other?: any): IteratorResult<unknown, undefined> {
    if (other) {
      this.thrown = (other as Unwinding).thrown;
      (other as Unwinding).thrown = null;
    }
    this.progress = BEFORE;
    return this.next(this);
  }
}

/** Makes a suspended goroutine leave all its frames, the next time it is resumed. */
export function unwind(g: G): void {
  const unwinding = new Unwinding();
  const frame = adopt(unwinding);
  // Begun, it hears of another exit (U5): a generator that has not begun would just end.
  frame.next();
  g.value = unwinding;
  unwinding.frame = g.gen;
  unwinding.answers = g.answers;
  g.gen = frame;
  g.answers = null;
}

/** Makes a goroutine that is not running leave all its frames and end. One that has not started never does. */
export function leave(g: G): void {
  if (!g.gen) return;
  unwind(g);
  const isParked = g.state === WAITING;
  withdraw(g);
  if (isParked) goready(g);
}
