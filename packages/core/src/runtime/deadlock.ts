/**
 * Deadlock: nothing can ever run again.
 *
 * Go knows all that can wake a goroutine. A JavaScript program shares its thread with code the runtime knows
 * nothing of, so idle is not yet dead. A program is declared dead when
 *
 *   K1  no goroutine is runnable, no timer runs, no goroutine waits for a promise and no caller outside waits
 *       for an operation, and the host says that nothing else is pending that could call in; or
 *   K2  the process would end now because its event loop has run dry: then nobody can call in any more,
 *       whatever was pending before.
 *   K3  Of several that are dead by K2, one is told in each turn of the loop, so that its end may wake the others: first
 *       who waits for the fewest promises (another program's result is one), and of those the newest.
 *
 * While K1 holds but for the host's answer, it is asked again, less and less often, by timers that do not
 * keep the process alive.
 *
 * @go runtime/proc.go checkdead
 */
import { Deadlock } from "./gopanic.js";
import { host } from "./host.js";
import { LONGEST_WATCH } from "./limits.js";
import { m } from "./m.js";
import type { Sched } from "./sched.js";
import { dump } from "./trace.js";

/** Whether the program itself has nothing left to do. */
export function isQuiet(sched: Sched): boolean {
  return !sched.p.isBusy && !sched.p.hasTimers;
}

/** Watches an idle program until it is dead or runs again; `delay` milliseconds from now is the next look. */
export function watchForDeadlock(sched: Sched, delay = 0): void {
  if (sched.isWatched) return;
  sched.isWatched = true;
  const check = (): void => {
    sched.isWatched = false;
    if (sched.hasEnded || !isQuiet(sched)) return;
    if (!(m.external || host.pendingWork())) reportDeadlock(sched);
    else watchForDeadlock(sched, Math.min(LONGEST_WATCH, delay * 4 + 1));
  };
  if (!delay) host.macrotask(check);
  else host.setTimer(check, delay, true);
}

/** The programs that have not ended. */
export const programs: Set<Sched> = new Set<Sched>();

/** The event loop has run dry: a program that has not ended is dead (K2, K3), unless it has other threads to wait for. */
export function onDrained(): void {
  let dead: Sched | undefined;
  for (const sched of programs)
    if (!sched.p.source && isQuiet(sched) && !(dead && sched.external > dead.external)) dead = sched;
  if (!dead) return;
  // Keeps the loop going for a turn, after which it says again that it has run dry.
  host.macrotask(() => {});
  (dead.whenIdle ?? reportDeadlock)(dead);
}

/** Ends a program that is dead. `others` is the dump of its other threads, empty if it has none. */
export function reportDeadlock(sched: Sched, others = ""): void {
  const isEmpty = sched.hasMainExited && sched.allgs.count === 0 && !others;
  const text = isEmpty ? "no goroutines (main called runtime.Goexit)" : "all goroutines are asleep";
  sched.fatal(new Deadlock(`${text} - deadlock!`, dump(sched) + others + m.explain(sched)));
}
