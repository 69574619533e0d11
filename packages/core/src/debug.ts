/**
 * Looking at a program from inside.
 */

import { traceLeak } from "./leaks.js";
import type { G } from "./runtime/g.js";
import { tellPlaces } from "./runtime/locate.js";
import { m } from "./runtime/m.js";
import { framesOf } from "./runtime/report.js";
import { currentSched } from "./runtime/sched.js";
import { describe, missing } from "./runtime/trace.js";

// Loading this module, which `import` of the package does, makes every dump tell places, and the report of a deadlock how many
// goroutines are missing in it. A bundle that uses nothing of it does without: there the lines of a bundle would say little anyway.
tellPlaces();
m.explain = missing;

/**
 * How many goroutines the current program has: running, runnable and waiting ones, the caller included.
 *
 * @example
 * ```ts
 * import { go, numGoroutine, run } from "@gopark/core";
 *
 * await run(function* () {
 *   go(function* () {});
 *   console.log(numGoroutine()); // prints: 2
 * });
 * ```
 * @go runtime.NumGoroutine
 * @differs D-64
 */
export function numGoroutine(): number {
  return currentSched().allgs.count;
}

/**
 * What all goroutines of the current program are doing, the running one first, in the form of Go's dumps. On
 * Node it tells file, line and column where each is parked.
 *
 * @example
 * ```ts
 * import { run, stack } from "@gopark/core";
 *
 * await run(function* main() {
 *   console.log(stack().split("\n").slice(0, 2)); // prints: [ 'goroutine 1 [running]:', 'main(...)' ]
 * });
 * ```
 * @go runtime.Stack
 * @differs D-42, D-64
 */
export function stack(): string {
  const all = new Set([m.g, ...currentSched().allgs]);
  all.delete(null);
  return [...(all as Set<G>)].map(describe).join("\n");
}

/**
 * The goroutine that calls this; undefined outside goroutines.
 *
 * @example
 * ```ts
 * import { current, run } from "@gopark/core";
 *
 * console.log(current()); // prints: undefined
 * await run(function* main() {
 *   console.log(current()?.id, current()?.name); // prints: 1 main
 * });
 * ```
 */
export function current(): import("./go.js").Goroutine<unknown> | undefined {
  return m.g ?? undefined;
}

/**
 * Switches debugging on or off, for goroutines started from now on: their dumps then say where they were created
 * and by whom. Costs some microseconds and about a kilobyte for each.
 *
 * One that nothing can wake any more, as nobody else holds the channel it waits for, is a leak. The engine collects it
 * some time after, and then a warning on the console tells which it was and where it was started: on Node
 * `goroutine 7 [leaked]: nothing could wake it`, its name, and `created by`.
 *
 * @example
 * ```ts
 * import { debug, go, gosched, run, stack } from "@gopark/core";
 *
 * debug(true);
 * await run(function* () {
 *   go(function* worker() {
 *     console.log(stack().includes("created by goroutine 1")); // prints: true
 *   });
 *   yield* gosched();
 * });
 * debug(false);
 * ```
 * @go runtime/pprof goroutineleak
 */
export function debug(isOn: boolean): void {
  m.siteOf = isOn ? creationSite : null;
  // From now on, also while debugging is off: those that have started will end.
  if (isOn) m.trace = traceLeak;
}

/** The lines of a dump that say who creates a goroutine now, and where. */
function creationSite(depth = 3): string {
  // Three by default: this function, what starts a goroutine on another thread, and go, which called it.
  const where = framesOf(new Error())[depth]?.trim().replace(/^at /, "") ?? "unknown";
  return `created by goroutine ${m.g?.id ?? 0}\n\t${where}\n`;
}
