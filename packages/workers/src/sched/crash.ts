/**
 * The end of a program by a goroutine on another M: what is told of it, so that M0 reports it as if it were its own.
 *
 *   CR1  A report is plain data: it reaches M0 whatever was thrown.
 *   CR2  The error made of it has the same class, message, goroutine and site; its `cause` has the same name, message,
 *        detail and stack; what is no error is itself, or a copy if it is an object that has one.
 */
import { Deadlock, FatalError, GoPanic, PanicValue, RuntimeError } from "@gopark/core";

/** A crash, as it travels (CR1). */
export interface CrashReport {
  /** What ended the program. */
  readonly kind: "panic" | "fatal" | "deadlock";
  /** The whole message of the error that ends the program. */
  readonly message: string;
  /** Id of the goroutine; 0 if it is none. */
  readonly goroutine: number;
  /** Where that goroutine was created, as a line of a dump. */
  readonly site: string;
  /** What was thrown, if it was an error. */
  readonly thrown: ThrownReport | null;
  /** The panic value, if it is no error and can be copied. */
  readonly value: unknown;
}

/** An error that was thrown. */
interface ThrownReport {
  readonly name: string;
  readonly message: string;
  readonly detail: string;
  readonly stack: string;
}

/** Reads what its owner may have made unreadable. */
function textOf(read: () => unknown): string {
  try {
    return String(read() ?? "");
  } catch {
    return "";
  }
}

/** A copy of what was thrown, for another thread; undefined if there can be none. */
function copyOf(value: unknown): unknown {
  try {
    return value instanceof Error ? undefined : structuredClone(value);
  } catch {
    return undefined;
  }
}

/** What is to be told of the error that ended a program's part on this M. */
export function reportCrash(error: Error): CrashReport {
  const isPanic = error instanceof GoPanic;
  // A fatal error ends a program even where it was thrown through a goroutine.
  if (isPanic && error.value instanceof FatalError) return reportCrash(error.value);
  const { cause } = error;
  return {
    kind: isPanic ? "panic" : error instanceof Deadlock ? "deadlock" : "fatal",
    message: error.message,
    goroutine: isPanic ? error.goroutine : 0,
    site: isPanic ? error.site : "",
    thrown:
      isPanic && cause instanceof Error
        ? {
            name: textOf(() => cause.name),
            message: textOf(() => cause.message),
            detail: cause instanceof RuntimeError ? cause.detail : "",
            stack: textOf(() => cause.stack),
          }
        : null,
    value: isPanic ? copyOf(error.value) : undefined,
  };
}

/** The error that a report is of (CR2). */
export function crashOf(report: CrashReport): Error {
  const { kind, message, goroutine, site } = report;
  if (kind !== "panic") {
    const Fatal = kind === "deadlock" ? Deadlock : FatalError;
    return retold(new Fatal("", ""), message);
  }
  return retold(new GoPanic(thrownOf(report), goroutine, site), message);
}

/** What was thrown. */
function thrownOf({ thrown, value }: CrashReport): unknown {
  if (thrown === null) return value;
  const { name, message, detail, stack } = thrown;
  let error: Error;
  if (name === "RuntimeError") error = new RuntimeError(message, detail);
  else if (name === "PanicValue") error = new PanicValue(value);
  else error = new Error(message);
  if (error.name !== name) set(error, "name", name);
  set(error, "stack", stack);
  return error;
}

function retold(error: Error, message: string): Error {
  set(error, "message", message);
  return error;
}

function set(error: Error, key: string, value: string): void {
  Object.defineProperty(error, key, { value, configurable: true, writable: true });
}
