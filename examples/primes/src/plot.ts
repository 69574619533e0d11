/**
 * The plot: a line for each number of Ps.
 */

/** Characters for each time as fast. */
const UNIT = 20;

/** The line of a run that took `ms` milliseconds, where one P alone took `alone`. */
export function bar(procs: number, ms: number, alone: number): string {
  const times = alone / ms;
  const drawn = "#".repeat(Math.round(times * UNIT));
  return `${String(procs).padStart(5)} ${ms.toFixed(0).padStart(7)}   ${times.toFixed(2)} ${drawn}`;
}
