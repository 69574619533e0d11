/**
 * How a goroutine becomes runnable: woken, preempted, or by its own wish.
 *
 * Apart from proc.ts because operations need it, and proc.ts needs operations.
 *
 *   Y1  The caller has taken the goroutine out of whatever held it, or it is running: it stands in no queue.
 *
 * @go runtime/proc.go ready, goschedImpl
 */
import type { G } from "./g.js";
import { RUNNABLE, WAITING } from "./gstatus.js";
import { m } from "./m.js";
import type { Sudog } from "./sudog.js";

/** Makes `g` runnable; it runs next, unless another is made runnable after it. */
export function goready(g: G): void {
  const { p } = g;
  g.state = RUNNABLE;
  p.readyNext(g);
  if (m.p !== p) p.sched.wakeup();
}

/**
 * Asked by an operation that has completed at once when the budget is used up: takes the CPU away from `g` if
 * the slice is over. The operation then answers SUSPENDED and gives its result when `g` is resumed.
 */
export function preempt(g: G): boolean {
  const { p } = g;
  if (!p.isSliceOver()) return false;
  yieldCpu(g);
  // Below what counting down leaves: the loop knows without another look at the clock.
  m.budget = -1;
  return true;
}

/** Puts the running goroutine at the end of the global queue. The caller gives up the CPU. */
export function yieldCpu(g: G): void {
  g.state = RUNNABLE;
  g.p.globrunq.append(g);
}

/**
 * Takes a goroutine out of what it waits in, or takes back what it was woken with, if it has not run since. What
 * becomes of it is the caller's business.
 */
export function withdraw(g: G): void {
  const { waiting } = g;
  g.waiting = null;
  if (g.state === WAITING) waiting?.withdraw(g.sudog as Sudog);
  else waiting?.abandon?.();
}

/** Counts (n = 1) or forgets (n = -1) that `g` waits for something the runtime can't see. */
export function expect(g: G, n: number): void {
  m.external += n;
  g.p.sched.external += n;
}
