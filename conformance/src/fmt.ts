/**
 * As much of Go's fmt as the twins need: values printed the way fmt.Println prints them.
 *
 * Always true: a line is on its way to stdout before the call returns, as in Go, so that a program which then
 * crashes or exits has printed it.
 */
import { writeSync } from "node:fs";

/** A value as `%v` shows it. Arrays are slices; null and undefined are nil; an error is its text. */
export function format(value: unknown): string {
  if (value === null || value === undefined) return "<nil>";
  if (Array.isArray(value)) return `[${value.map(format).join(" ")}]`;
  if (value instanceof Error) return value.message;
  return String(value);
}

/** fmt.Print for text: no spaces, no newline of its own. */
export function print(text: string): void {
  writeSync(1, text);
}

/** fmt.Println: values with spaces between, and a newline. */
export function println(...values: unknown[]): void {
  print(`${values.map(format).join(" ")}\n`);
}
