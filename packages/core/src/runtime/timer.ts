/**
 * Timers: one heap per P, ordered by due time.
 *
 *   T1  The root is the timer due first; among equals, the one started first.
 *   T2  `index` of a timer is its place in the heap, -1 while it is in none.
 *   T3  While the program sleeps, one timer of the host is set, for `due`.
 *   T4  `fire` ends no program and does not throw: it wakes or starts goroutines, which run later. It may start and
 *       stop timers.
 *
 * A timer never fires while the code that started it is still running, even if it is due at once.
 *
 * Due times stand beside the timers, in arrays of their own: putting a timer in its place compares numbers that
 * lie side by side and touches no object, and a timer needs one field to take part.
 *
 * @go runtime/time.go
 */

import { host } from "./host.js";
import { NEVER } from "./limits.js";
import { m } from "./m.js";
import type { P } from "./p.js";
import type { Sched } from "./sched.js";

/** Something that happens at a time. */
export interface Timer {
  /** Its place in the heap (T2). */
  index: number;
  /** Called when it is due, from the run loop (T4). `now` is the time of the look that found it due. */
  fire(now: number): void;
}

/** When something is due that happens after `ms` milliseconds; zero, less and NaN are now. Infinity is no due time. */
export function dueIn(ms: number): number {
  return Math.min(host.now() + Math.max(ms || 0, 0), Number.MAX_VALUE);
}

/** Starts a timer on a P. Nothing happens any more in a program that has ended. */
export function startTimer(p: P, timer: Timer, when: number): void {
  if (p.sched.hasEnded) return;
  (p.timers ??= new TimerHeap(p.sched)).add(timer, when);
  // From within the run loop, its end looks at the timers anyway.
  if (m.p !== p) p.sched.wakeup();
}

/** Stops a timer before it is due; answers whether it was running. */
export function stopTimer(p: P, timer: Timer): boolean {
  if (timer.index < 0 || !p.timers) return false;
  p.timers.remove(timer);
  // The timer may have been all that a sleeping program waited for.
  if (m.p !== p) p.sched.wakeup();
  return true;
}

/** When a timer is due; one that does not run was due at the beginning of time. */
export function dueOf(p: P, { index }: Timer): number {
  return p.timers?.whens[index] ?? 0;
}

/** The timers of a P. Made with the first of them: a program without timers, and a bundle, pay nothing. */
export class TimerHeap {
  /** When the first timer is due; Infinity if there is none. */
  due: number = NEVER;
  /** The program. */
  private readonly sched: Sched;
  /** The heap: each timer is due no later than the four below it. */
  private readonly heap: Timer[] = [];
  /** When they are due, by place. */
  readonly whens: number[] = [];
  /** Order among those due at the same time, by place. */
  private readonly seqs: number[] = [];
  /** How many were started so far. */
  private seq = 0;
  /** The host timer that enters the run loop when a timer is due. */
  private hostTimer: unknown = undefined;
  /** When that is. */
  private hostTimerAt: number = NEVER;

  constructor(sched: Sched) {
    this.sched = sched;
  }

  /** The program sleeps until a timer is due, or for ever. */
  arm(): void {
    const { due } = this;
    if (due === this.hostTimerAt) return;
    this.disarm();
    this.hostTimerAt = due;
    if (due < NEVER) {
      this.hostTimer = host.setTimer(this.onTimer, Math.max(0, Math.ceil(due - host.now())), false);
    }
  }

  /** The program sleeps no more. */
  disarm(): void {
    host.clearTimer(this.hostTimer);
    this.hostTimerAt = NEVER;
  }

  private readonly onTimer = (): void => {
    this.hostTimerAt = NEVER;
    this.sched.onTimer();
  };

  /** Starts a timer that is in no heap. */
  add(timer: Timer, when: number): void {
    this.up(this.heap.length, timer, when, ++this.seq);
    this.due = this.whens[0] as number;
  }

  /** Takes a timer out that is in this heap. */
  remove(timer: Timer): void {
    const { heap, whens } = this;
    const { index } = timer;
    timer.index = -1;
    const last = heap.pop() as Timer;
    const when = whens.pop() as number;
    const seq = this.seqs.pop() as number;
    // The last takes the place, and from there goes to where it belongs.
    if (last !== timer) this.up(this.down(index, when, seq), last, when, seq);
    this.due = heap.length === 0 ? NEVER : (whens[0] as number);
  }

  /** Fires what is due, in order. A timer started meanwhile waits for the next look. */
  run(now: number): void {
    const { heap, seq } = this;
    while (this.due <= now && (this.seqs[0] as number) <= seq) {
      const first = heap[0] as Timer;
      this.remove(first);
      first.fire(now);
    }
  }

  /** Whether the timer at place `i` is due before another. */
  private isBefore(i: number, when: number, seq: number): boolean {
    const other = this.whens[i] as number;
    return other < when || (other === when && (this.seqs[i] as number) < seq);
  }

  /** Moves the timer at place `from` to place `to`. */
  private move(from: number, to: number): void {
    const timer = this.heap[from] as Timer;
    this.heap[to] = timer;
    timer.index = to;
    this.whens[to] = this.whens[from] as number;
    this.seqs[to] = this.seqs[from] as number;
  }

  /** Puts a timer at the free place `i`, or above it. */
  private up(i: number, timer: Timer, when: number, seq: number): void {
    let at = i;
    while (at > 0) {
      const parent = (at - 1) >> 2;
      if (this.isBefore(parent, when, seq)) break;
      this.move(parent, at);
      at = parent;
    }
    this.heap[at] = timer;
    this.whens[at] = when;
    this.seqs[at] = seq;
    timer.index = at;
  }

  /** Moves the free place `i` down until nothing below it is due before a timer that needs a place; answers it. */
  private down(i: number, when: number, seq: number): number {
    const { length } = this.heap;
    let free = i;
    for (;;) {
      let least = -1;
      let leastWhen = when;
      let leastSeq = seq;
      const end = Math.min(free * 4 + 5, length);
      for (let child = free * 4 + 1; child < end; child++) {
        if (!this.isBefore(child, leastWhen, leastSeq)) continue;
        least = child;
        leastWhen = this.whens[child] as number;
        leastSeq = this.seqs[child] as number;
      }
      if (least < 0) return free;
      this.move(least, free);
      free = least;
    }
  }
}
