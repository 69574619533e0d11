/**
 * The arguments of a goroutine on their way to the thread that will run it: one value, but errors tell them apart.
 *
 *   AR1  The value is an array of them. Two cases need no block of memory: none at all is undefined, and one that is a
 *        number, a boolean or a string is itself.
 */
import { put, take } from "./value.js";

/** Begins the errors about all arguments together. */
const ALL = "go: arguments";

/** Writes the arguments of a go statement. @throws TypeError one of them cannot be sent: says which, counted from 1 */
export function putArguments(cell: number, args: readonly unknown[]): void {
  if (args.length === 0) {
    put(cell, undefined);
    return;
  }
  try {
    put(cell, args.length === 1 && isPlain(args[0]) ? args[0] : args, ALL);
  } catch (error) {
    throw error instanceof TypeError ? new TypeError(tellApart(error.message)) : error;
  }
}

/** Whether a value fits into a cell, or into a block without a message, whatever it is. */
function isPlain(value: unknown): boolean {
  return typeof value === "number" || typeof value === "string" || typeof value === "boolean";
}

/** `go: arguments[1].cb: ...` as `go: argument 2.cb: ...`. */
export function tellApart(message: string): string {
  if (!message.startsWith(`${ALL}[`)) return message;
  return message.slice(ALL.length).replace(/^\[(\d+)\]/, (_, i: string) => `go: argument ${Number(i) + 1}`);
}

/** Takes them out again. */
export function takeArguments(cell: number): unknown[] {
  const value = take(cell);
  if (value === undefined) return [];
  return isPlain(value) ? [value] : (value as unknown[]);
}
