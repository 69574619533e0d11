/**
 * G: a goroutine.
 *
 * A goroutine is a generator and the frames below it. It is held only by what it waits on (a channel's line,
 * a timer, a promise) or, while runnable, by a queue: one that nothing can wake any more is garbage.
 *
 *   G1  While state is WAITING, `waiting` is what it is parked in, and `sudog` stands there. While it is RUNNABLE,
 *       `waiting` is told if the goroutine will never run. Otherwise neither means anything.
 *   G2  A runnable goroutine stands in exactly one queue, once; any other stands in none.
 *   G3  `gen` is the innermost frame; the frames below it hang on `answers`, innermost first.
 *
 * The same class serves code that is no goroutine: an `await op` outside parks a G without a generator,
 * whose `onDone` settles the promise. Queues then hold one class of object only.
 *
 * @go runtime/runtime2.go g
 */
import type { Chunk } from "./allgs.js";
import type { Call, Frame } from "./frame.js";
import { IDLE, STATUS } from "./gstatus.js";
import { JoinOp } from "./join.js";
import type { Waiting } from "./operation.js";
import type { P } from "./p.js";
import type { Sudog } from "./sudog.js";
import type { WaitQ } from "./waitq.js";

/** Called once when a goroutine is over: how it ended and with what. */
export type OnDone = (failed: boolean, value: any) => void;

/** A goroutine, as the scheduler sees it and as `go` returns it. */
export class G<T = any> {
  /** Number within its program; main is 1. */
  readonly id: number;
  /** The P it belongs to. */
  readonly p: P;
  /** IDLE, RUNNABLE, RUNNING, WAITING or DEAD. */
  state: number = IDLE;
  /** The innermost frame (G3); null before the start, after the end, and for a waiter that is no goroutine. */
  gen: Frame | null = null;
  /** The call that `gen` answers; null in the outermost frame. */
  answers: Call | null = null;
  /** What it runs; kept for its name. Null for a waiter that is no goroutine. */
  readonly fn: ((...args: any[]) => unknown) | null;
  /** Before the start: the arguments, undefined if there are none. While it leaves its frames: the last exit. After the end: the result. */
  value: any;
  /** What it is parked in (G1). */
  waiting: Waiting | null = null;
  /** Itself in a line; made when it first parks. */
  sudog: Sudog | null = null;
  /** Who waits for its end; made when the first one does. */
  joiners: WaitQ | null = null;
  /** Takes its end in place of the runtime: then a panic in it does not end the program. */
  onDone: OnDone | null = null;
  /** Where the list of all goroutines keeps it; null if it is not listed. */
  chunk: Chunk | null = null;
  /** Where it was created, as a line of a dump; empty unless debugging is on. */
  site = "";

  constructor(id: number, p: P, fn: ((...args: any[]) => unknown) | null, args: any) {
    this.id = id;
    this.p = p;
    this.fn = fn;
    this.value = args;
  }

  /** Name of its function, `func` if that has none. */
  get name(): string {
    return this.fn?.name || "func";
  }

  /** What it is doing, in one word. */
  get status(): "runnable" | "running" | "waiting" | "dead" {
    return STATUS[this.state] as (typeof STATUS)[number];
  }

  /** Waits for its end. */
  join(): JoinOp<T> {
    return new JoinOp<T>(this);
  }
}
