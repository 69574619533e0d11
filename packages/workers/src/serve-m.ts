/**
 * The entry of a worker that the user's bundler builds.
 */
import type { MInit, MonitorInit } from "./control.js";
import { enterM } from "./entry.js";
import { findByName } from "./goroutine.js";
import { threadHost } from "./host/threads.js";
import { enterHand } from "./messages/enter.js";
import type { HandInit } from "./messages/protocol.js";
import { enterMonitor } from "./monitor.js";

/**
 * Makes this worker one of the threads of a program: to be called by the module that `worker` of `run`'s options
 * starts, once, with the modules whose goroutines may run in it.
 *
 * Returns at once. In a page the worker's code is a bundle of its own, in which functions are not found by the URL of
 * their module: naming the modules here keeps them in the bundle. Called outside a worker it does nothing, so that a
 * module may serve both.
 *
 * The page's own thread is one of the program's, and runs goroutines as the others do. A main that calls `lockOSThread`
 * first leaves those that have a name to the workers, so that long computations don't keep the page from drawing.
 *
 * @example A worker of a page, and the program that starts it.
 * ```ts no-run
 * // worker.ts, beside the modules that name goroutines: `import * as tasks from "./tasks.js"`
 * import { serveM } from "@gopark/workers";
 *
 * const tasks = {};
 * serveM(tasks);
 *
 * // page.ts:  run(main, { procs: 4, worker: () => new Worker(new URL("./worker.ts", import.meta.url), { type: "module" }) })
 * ```
 */
export function serveM(..._modules: readonly object[]): void {
  const host = threadHost();
  host?.receive((init) => {
    if (init.role === "monitor") {
      enterMonitor(init as MonitorInit, host);
      return;
    }
    findByName();
    if (init.role === "hand") enterHand(init as HandInit, host);
    else enterM(init as MInit, host);
  });
}
