/**
 * Operations performed outside goroutines: `await op` in an event handler, an async function, a test.
 *
 * The waiter is a G without a generator. It stands in the same lines and queues as a goroutine, so first come,
 * first served holds between both, and when it is woken the run loop settles its promise.
 *
 *   A1  An operation that can complete at once does so before `await` returns to the host.
 *   A2  After BURST of those the host's event loop has a turn: a loop of awaits can't lock it out.
 *   A3  Who awaits goes on by microtasks, which the run loop keeps waiting. After a slice it is left for them HOPS times, and
 *       again so often whenever an operation was awaited or a promise looked at meanwhile: when the budget is used up and
 *       goroutines have run as long as the microtasks before. All goroutines stay where they are in their queues.
 */
import { G, type OnDone } from "./g.js";
import { DEAD } from "./gstatus.js";
import { host } from "./host.js";
import { BURST, HOPS } from "./limits.js";
import { m } from "./m.js";
import { reused } from "./misuse.js";
import { type Operation, park } from "./operation.js";
import { DONE, FRESH } from "./opstate.js";
import { newproc } from "./proc.js";
import { expect, goready } from "./ready.js";
import { currentSched, defaultSched } from "./sched.js";
import type { Sudog } from "./sudog.js";

/** Operations that may complete at once until the host has a turn (A2). */
let burst = BURST;

m.awaitOp = <T>(op: Operation<T>): Promise<T> =>
  new Promise<T>((resolve, reject) => {
    if (op.state !== FRESH) throw reused(op.waitReason);
    const settle = (sudog: Sudog | null): void => {
      m.hops &&= HOPS;
      try {
        resolve(op.finish(sudog));
      } catch (error) {
        reject(error);
      }
    };
    if (op.poll()) {
      op.state ||= DONE;
      if (--burst) settle(null);
      else {
        burst = BURST;
        // Until then the caller waits like any other: its program is not dead.
        m.external++;
        host.macrotask(() => {
          m.external--;
          settle(null);
        });
      }
    } else {
      const waiter = new G(0, defaultSched().p, null, undefined);
      waiter.onDone = (_hasFailed, sudog) => {
        expect(waiter, -1);
        settle(sudog);
      };
      expect(waiter, 1);
      park(op, waiter);
    }
  });

/** Tells a waiter that was woken. Called by the run loop. */
export function resumeWaiter(waiter: G): void {
  waiter.state = DEAD;
  // Its `map` functions run outside goroutines, as the code that awaits does.
  m.g = null;
  (waiter.onDone as OnDone)(false, waiter.sudog);
}

/** Runs a function in a goroutine of its own, whose panic rejects the promise instead of ending the program. */
export function runApart<T>(fn: () => unknown): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const g = newproc(currentSched(), fn, []);
    g.onDone = (failed, value) => (failed ? reject : resolve)(value);
    goready(g);
  });
}
