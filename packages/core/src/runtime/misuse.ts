/**
 * The texts of misuse, in one place: what was done, and what to do instead.
 *
 * Go's text where Go has one, else what was wanted and what was got.
 */
import { isThenable, tagOf } from "./frame.js";
import { RuntimeError } from "./gopanic.js";
import { m } from "./m.js";

/** A value, short enough for an error line, with its type. */
function show(value: unknown): string {
  const text =
    typeof value === "function"
      ? value.name
      : Object(value) === value
        ? (value as object).constructor?.name || tagOf(value)
        : value;
  return `${String(text).slice(0, 40)} (${typeof value})`;
}

export function makechanSize(got: unknown): RuntimeError {
  return new RuntimeError("makechan: size out of range", `  want 0..2^32-1, got ${show(got)}`);
}

/** Who closed a channel; nothing if it was no goroutine. */
function closedBy(closer: number): string {
  return closer ? `  closed by goroutine ${closer}` : "";
}

export function sendOnClosed(chan: { cap: number; closer: number }, value: unknown): RuntimeError {
  const detail = `  channel of capacity ${chan.cap}${closedBy(chan.closer)}`;
  return new RuntimeError("send on closed channel", detail, value);
}

export function closeOfClosed(closer: number): RuntimeError {
  return new RuntimeError("close of closed channel", closedBy(closer));
}

export function closeOfNil(): RuntimeError {
  return new RuntimeError("close of nil channel");
}

export function reused(what: string): RuntimeError {
  return new RuntimeError(`operation performed twice: want a new ${what}`);
}

export function outside(): RuntimeError {
  // Inside the run loop it is a goroutine whose program has ended under it.
  return m.p ? ended("operation") : new RuntimeError("yield* outside a goroutine: want go or await");
}

/** Something was given that is not what it has to be. */
export function wrong(where: string, want: string, got: unknown): TypeError {
  return new TypeError(`${where}: want ${want}, got ${show(got)}`);
}

/** Throws unless `f` is a function. */
export function demand(where: string, f: unknown): void {
  if (typeof f !== "function") throw wrong(where, "a function", f);
}

/** A generator yielded what is no operation. */
export function foreignYield(value: unknown, place?: string): RuntimeError {
  const what = !isThenable(value)
    ? `${show(value)}, want yield* of an operation`
    : Symbol.iterator in value
      ? "an operation, want yield*"
      : "a promise, want yield* wait(promise)";
  return new RuntimeError(`goroutine yielded: ${what}`, place, value);
}

export function ended(what: string): RuntimeError {
  return new RuntimeError(`program has ended: ${what}`);
}
