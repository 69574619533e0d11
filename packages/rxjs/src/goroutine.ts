/**
 * Goroutines that work for a subscriber, and end with it.
 *
 *   G1  One that is ended before it has started never starts. One that is parked stands in no line from now on, and
 *       leaves its frames, `finally` blocks included, at its next turn. One that is running leaves them once it has
 *       given up the CPU.
 *   G2  A panic in one is the subscriber's error, and ends no program. What a `finally` block throws when the subscriber
 *       has left is an uncaught exception, as it is for what RxJS tears down.
 *   G3  The subscriber's code runs outside goroutines when it is told how one has ended.
 *   G4  They start in the order in which they were made.
 */
import type { G, Sched } from "@gopark/core/internal";
import type { Subscriber } from "rxjs";
import { host, leave, m, newproc, unwind, yieldCpu } from "./engine.js";

/** Puts something at the end of the run queue of its program: a goroutine, or a waiter that is none. */
export function join(g: G): void {
  const { p } = g;
  // Not `goready`: what is readied last runs first (G4).
  yieldCpu(g);
  if (m.p !== p) p.sched.wakeup();
}

/**
 * Starts a goroutine in a program, and ends it when `subscriber` leaves: `left` is told before. `done` takes its result;
 * also that of one that was ended, which is undefined.
 */
export function start(
  sched: Sched,
  subscriber: Subscriber<any>,
  fn: (...args: any[]) => unknown,
  args: unknown[],
  done: (result: any) => void,
  left?: (g: G) => void,
): void {
  const g = newproc(sched, fn, args);
  g.onDone = (hasFailed, result) => {
    m.g = null;
    if (!hasFailed) done(result);
    else if (subscriber.closed) host.uncaught(result);
    else subscriber.error(result);
  };
  subscriber.add(() => {
    left?.(g);
    if (m.g === g) host.microtask(() => leave(g));
    else if (g.gen === null) unwind(g);
    else leave(g);
  });
  join(g);
}
