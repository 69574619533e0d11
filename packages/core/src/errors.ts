/**
 * The errors that programs and goroutines end with.
 */
export { Deadlock, FatalError, GoPanic, PanicNilError, PanicValue, RuntimeError } from "./runtime/gopanic.js";

import { report as reportOf } from "./runtime/report.js";

/**
 * The report of an error that ended a program, as `main` prints it: Go's text, then what the goroutines did.
 *
 * @example
 * ```ts
 * import { report, run } from "@gopark/core";
 *
 * try {
 *   await run(function* () {
 *     throw new Error("boom");
 *   });
 * } catch (error) {
 *   console.log(report(error).split("\n")[0]); // prints: panic: boom
 * }
 * ```
 */
export function report(error: unknown): string {
  return reportOf(error);
}
