/**
 * The crash report: what stands on stderr when a program has died.
 *
 * @go runtime/panic.go printpanics
 */
import { FatalError, GoPanic, RuntimeError } from "./gopanic.js";

/** The frames of an error's stack; none if there is none, or it can't be read, for making one may print the error. */
export function framesOf(value: unknown): string[] {
  try {
    return (value as Error).stack?.split("\n").filter((line) => /^\s+at |@/.test(line)) ?? [];
  } catch {
    return [];
  }
}

/** The frames of an error's stack that are the user's: those above the scheduler's resume. */
function frames(value: unknown): string {
  let text = "";
  for (const line of framesOf(value)) {
    if (/\bnext \(<anonymous>\)|\brunLoop\b/.test(line)) break;
    text += `\t${line.trim()}\n`;
  }
  return text;
}

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
  if (error instanceof FatalError)
    // Its goroutines are described; of the one that ran the engine knows more.
    return `${error.message}\n`.replace(/\[running]:\n/, (header) => header + frames(error));
  // Any other error counts as a panic of goroutine 1.
  const panic = error instanceof GoPanic ? error : new GoPanic(error, 1, "");
  const value = panic.cause;
  const detail = value instanceof RuntimeError && value.detail ? `\n${value.detail.trimEnd()}` : "";
  return `${panic.message}${detail}\n\ngoroutine ${panic.goroutine} [running]:\n${frames(value)}${panic.site}`;
}
