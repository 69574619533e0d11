/**
 * The arguments of a goroutine on their way to the thread that will run it: one value, but errors tell them apart.
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
    put(cell, args, ALL);
  } catch (error) {
    throw error instanceof TypeError ? new TypeError(tellApart(error.message)) : error;
  }
}

/** `go: arguments[1].cb: ...` as `go: argument 2.cb: ...`. */
function tellApart(message: string): string {
  if (!message.startsWith(`${ALL}[`)) return message;
  return message.slice(ALL.length).replace(/^\[(\d+)\]/, (_, i: string) => `go: argument ${Number(i) + 1}`);
}

/** Takes them out again. */
export function takeArguments(cell: number): unknown[] {
  return (take(cell) ?? []) as unknown[];
}
