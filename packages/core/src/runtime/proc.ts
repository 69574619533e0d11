/**
 * Goroutines start, run, park, become runnable and end here.
 *
 *   L1  Only `runLoop` resumes goroutines, and never from within a goroutine.
 *   L2  A goroutine gives up the CPU by yielding SUSPENDED, after somebody has taken hold of it: a line, a
 *       timer, a promise or a queue. Yielding CALL or a foreign value keeps the CPU.
 *   L3  Whatever a goroutine throws is caught here and nowhere else in the runtime.
 *
 * @go runtime/proc.go
 */

import { resumeWaiter } from "./foreign.js";
import type { Frame } from "./frame.js";
import { G } from "./g.js";
import { FatalError } from "./gopanic.js";
import { DEAD, RUNNING } from "./gstatus.js";
import { m } from "./m.js";
import { demand, ended, foreignYield } from "./misuse.js";
import type { P } from "./p.js";
import { frameOf } from "./promise.js";
import type { Sched } from "./sched.js";
import { wakeAll } from "./sudog.js";
import { CALL, SUSPEND, SUSPENDED } from "./suspend.js";
import { dump } from "./trace.js";

// Called through `call` and not as a method: every generator function gives its generators another hidden
// class, so that looking `next` up on them would miss every inline cache.
const { next } = (function* (): Generator<unknown, undefined, unknown> {})() as Frame;

/** Ends the program over a mistake that can't be recovered from. The default program goes on. */
export function fatal(sched: Sched, text: string): never {
  const error = new FatalError(text, dump(sched));
  if (sched.main) sched.fatal(error);
  throw error;
}

/** Makes a goroutine that will run `fn(...args)`, without queueing it. `site`: see `m.trace`. */
export function newproc(sched: Sched, fn: (...args: any[]) => unknown, args: unknown[], site?: string): G {
  if (sched.hasEnded) throw ended("go");
  if (fn == null) fatal(sched, "go of nil func value");
  demand("go", fn);
  const g = new G(++sched.lastId, sched.p, fn, args.length ? args : undefined);
  sched.allgs.add(g);
  m.trace?.(g, site);
  return g;
}

/** Runs goroutines until none is runnable (answers true), or the slice is over or code that awaits goes on (answers false). */
export function runLoop(p: P): boolean {
  m.p = p;
  let isIdle = false;
  for (;;) {
    if (--m.budget < 0) {
      if (m.budget < -1 || p.isSliceOver()) {
        // As Go does with a goroutine that used up its slice: to the end of the global queue with the one that
        // would have inherited it, or two that keep waking each other would lock all others out.
        const heir = p.runnext;
        if (heir !== null) {
          p.runnext = null;
          p.globrunq.append(heir);
        }
        break;
      }
      // For code that awaits. All stay where they are (A3 of foreign.ts).
      if (m.hops > 0 && p.checkedAt >= p.hopAt) {
        m.hops--;
        p.hopAt = 0;
        p.sched.wakeup();
        break;
      }
    }
    const g = p.source ? p.source.next(p) : p.findRunnable();
    if (g === null) {
      isIdle = true;
      break;
    }
    g.state = RUNNING;
    m.g = g;
    let frame: Frame | null = g.gen;
    if (frame === null) frame = begin(g);
    let mistake: Error | null = null;
    while (frame !== null) {
      let result: IteratorResult<unknown, unknown>;
      try {
        result = mistake === null ? next.call(frame, g) : frame.throw(mistake);
        mistake = null;
      } catch (error) {
        mistake = null;
        frame = g.answers === null ? failed(g, error) : g.answers.leave(g, true, error);
        continue;
      }
      if (result === SUSPENDED) break;
      const { value } = result;
      if (result.done) frame = g.answers === null ? finished(g, value) : g.answers.leave(g, false, value);
      else if (value === CALL) frame = g.gen;
      else if (value === SUSPEND) break;
      else if (m.answer) frame = m.answer(g, value);
      else {
        // Calls may have nested on the JavaScript stack meanwhile: the yield stands in the innermost frame.
        frame = g.gen;
        mistake = foreignYield(value, m.locate?.(frame as Frame));
      }
    }
  }
  m.g = null;
  m.p = null;
  return isIdle;
}

/** Starts a goroutine, or wakes a waiter that is none. Returns the frame to run, null if there is none. */
function begin(g: G): Frame | null {
  const { fn } = g;
  if (!fn) {
    resumeWaiter(g);
    return null;
  }
  const { sched } = g.p;
  if (sched.isEnding) {
    // Nothing to unwind in a goroutine that has not started: it never does.
    sched.allgs.remove(g);
    sched.drop(g);
    return null;
  }
  const args = g.value as unknown[] | undefined;
  g.value = undefined;
  let result: unknown;
  try {
    result = args === undefined ? fn() : fn(...args);
    g.gen = frameOf(result);
  } catch (error) {
    return failed(g, error);
  }
  return g.gen ?? finished(g, result);
}

/** Ends a goroutine whose function has returned. */
function finished(g: G, value: unknown): null {
  bury(g, value);
  g.onDone?.(false, value);
  return null;
}

/** Ends a goroutine that threw: the program with it, unless somebody has asked to be told. */
function failed(g: G, error: unknown): null {
  bury(g, undefined);
  if (g.onDone) g.onDone(true, error);
  else g.p.sched.crashOf(g, error);
  return null;
}

function bury(g: G, value: unknown): void {
  g.state = DEAD;
  g.gen = null;
  g.waiting = null;
  g.value = value;
  g.p.sched.allgs.remove(g);
  wakeAll(g.joiners);
}
