/**
 * Timers: one heap per P, ordered by due time.
 *
 *   T1  The root is the timer due first; among equals, the one started first.
 *   T2  `index` of a timer is its place in the heap, -1 while it is in none.
 *   T3  While the program sleeps, one timer of the host is set, for `next`.
 *
 * A timer never fires while the code that started it is still running, even if it is due at once.
 *
 * @go runtime/time.go
 */

import { host } from "./host.js";
import { m } from "./m.js";
import type { P } from "./p.js";
import type { Sched } from "./sched.js";

/** Something that happens at a time. */
export abstract class Timer {
  /** When it is due, on the host's clock. */
  when = 0;
  /** Order among timers due at the same time. */
  seq = 0;
  /** Its place in the heap (T2). */
  index = -1;

  /** Called when it is due, from the run loop. */
  abstract fire(): void;
}

/** Starts a timer on a P. */
export function startTimer(p: P, timer: Timer, when: number): void {
  p.timers ??= new TimerHeap(p.sched);
  // Infinity stands for an empty heap; a timer that is never due still keeps the program alive.
  p.timers.add(timer, Math.min(when, Number.MAX_VALUE));
  // From within the run loop, its end looks at the timers anyway.
  if (m.p !== p) p.sched.wakeup();
}

/** Stops a timer before it is due; answers whether it was running. */
export function stopTimer(p: P, timer: Timer): boolean {
  return p.timers?.remove(timer) ?? false;
}

/** The timers of a P. Made with the first of them: a program without timers, and a bundle, pay nothing. */
export class TimerHeap {
  /** When the first timer is due; Infinity if there is none. */
  next: number = Number.POSITIVE_INFINITY;
  private readonly sched: Sched;
  private readonly heap: Timer[] = [];
  private seq = 0;
  /** The host timer that enters the run loop when a timer is due, and when that is. */
  private hostTimer: unknown = undefined;
  private hostTimerAt: number = Number.POSITIVE_INFINITY;

  constructor(sched: Sched) {
    this.sched = sched;
  }

  /** Timers in the heap. */
  get size(): number {
    return this.heap.length;
  }

  /** The program sleeps until a timer is due, or for ever. */
  arm(): void {
    const { next } = this;
    if (next === this.hostTimerAt) return;
    this.disarm();
    this.hostTimerAt = next;
    if (next < Number.POSITIVE_INFINITY) {
      this.hostTimer = host.setTimer(this.onTimer, Math.max(0, Math.ceil(next - host.now())), false);
    }
  }

  /** The program sleeps no more. */
  disarm(): void {
    host.clearTimer(this.hostTimer);
    this.hostTimerAt = Number.POSITIVE_INFINITY;
  }

  private readonly onTimer = (): void => {
    this.hostTimerAt = Number.POSITIVE_INFINITY;
    this.sched.onTimer();
  };

  /** Starts a timer that is in no heap. */
  add(timer: Timer, when: number): void {
    timer.when = when;
    timer.seq = ++this.seq;
    timer.index = this.heap.length;
    this.heap.push(timer);
    this.up(timer);
    this.next = (this.heap[0] as Timer).when;
  }

  /** Takes a timer out before it is due; answers whether it was in. */
  remove(timer: Timer): boolean {
    const { heap } = this;
    const { index } = timer;
    if (index < 0) return false;
    timer.index = -1;
    const last = heap.pop() as Timer;
    if (last !== timer) {
      heap[index] = last;
      last.index = index;
      this.up(last);
      this.down(last);
    }
    this.next = heap.length === 0 ? Number.POSITIVE_INFINITY : (heap[0] as Timer).when;
    return true;
  }

  /** Fires what is due, in order. A timer started meanwhile waits for the next look. */
  run(now: number): void {
    const { seq } = this;
    for (
      let first = this.heap[0];
      first !== undefined && first.when <= now && first.seq <= seq;
      first = this.heap[0]
    ) {
      this.remove(first);
      first.fire();
    }
  }

  private static isBefore(a: Timer, b: Timer): boolean {
    return a.when < b.when || (a.when === b.when && a.seq < b.seq);
  }

  private up(timer: Timer): void {
    const { heap } = this;
    let i = timer.index;
    while (i > 0) {
      const parent = heap[(i - 1) >> 2] as Timer;
      if (!TimerHeap.isBefore(timer, parent)) break;
      heap[i] = parent;
      parent.index = i;
      i = (i - 1) >> 2;
    }
    heap[i] = timer;
    timer.index = i;
  }

  private down(timer: Timer): void {
    const { heap } = this;
    let i = timer.index;
    for (;;) {
      const firstChild = i * 4 + 1;
      let least = timer;
      for (let c = firstChild; c < firstChild + 4 && c < heap.length; c++) {
        const child = heap[c] as Timer;
        if (TimerHeap.isBefore(child, least)) least = child;
      }
      if (least === timer) break;
      const at = least.index;
      heap[i] = least;
      least.index = i;
      i = at;
    }
    heap[i] = timer;
    timer.index = i;
  }
}
