/**
 * Panics: what a throw in a goroutine is, and how it is printed.
 *
 * Any JavaScript exception that leaves a goroutine is a panic. The runtime's own are RuntimeErrors with Go's
 * text as the message, so that code which catches and prints them prints what Go prints; what else is known
 * about the mistake stands in `detail`, which only the crash report shows.
 *
 * A panic value that is no Error travels in one, a PanicValue, so that it has a stack to report.
 *
 * @go runtime/panic.go, runtime/error.go
 */
import { m } from "./m.js";

/**
 * A misuse that Go's runtime panics over: `send on closed channel` and the like.
 *
 * @example The value that could not be sent is handed back.
 * ```ts
 * import { chan, RuntimeError, run } from "@gopark/core";
 *
 * await run(function* () {
 *   const ch = chan<string>(1);
 *   ch.close();
 *   try {
 *     yield* ch.send("late");
 *   } catch (error) {
 *     if (error instanceof RuntimeError) console.log(error.message, error.value); // prints: send on closed channel late
 *   }
 * });
 * ```
 */
export class RuntimeError extends Error {
  /** Always `RuntimeError`. */
  override readonly name: string = "RuntimeError";
  /** Further lines of explanation; empty if there are none. */
  readonly detail: string;
  /** The value that could not be delivered, if there is one. */
  readonly value: unknown;

  constructor(message: string, detail = "", value?: unknown) {
    super(message);
    this.detail = detail;
    this.value = value;
  }

  /** A stable name of the mistake, for programs: the message up to the first colon. */
  get code(): string {
    return this.message.split(":")[0] as string;
  }
}

/** What a panic without a value says. */
const NIL = "panic called with nil argument";

/**
 * What `panic(null)` and `panic(undefined)` panic with, and what `recover` gives for a throw or a
 * rejection of these: it never gives undefined for a panic.
 *
 * @example
 * ```ts
 * import { PanicNilError, panic } from "@gopark/core";
 *
 * try {
 *   panic(undefined);
 * } catch (error) {
 *   console.log(error instanceof PanicNilError, (error as Error).message); // prints: true panic called with nil argument
 * }
 * ```
 * @go runtime.PanicNilError
 */
export class PanicNilError extends RuntimeError {
  constructor() {
    super(NIL);
  }
}

/**
 * What `panic(value)` throws for a value that is no Error. `recover` and `GoPanic` give the value itself; only a
 * `catch` sees this.
 *
 * @example
 * ```ts
 * import { PanicValue, panic } from "@gopark/core";
 *
 * try {
 *   panic(42);
 * } catch (error) {
 *   if (error instanceof PanicValue) console.log(error.message, error.value); // prints: 42 42
 * }
 * ```
 */
export class PanicValue extends Error {
  /** Always `PanicValue`. */
  override readonly name: string = "PanicValue";
  /** What `panic` was called with. */
  readonly value: unknown;

  constructor(value: unknown) {
    super(attempt(() => textOf(value)));
    this.value = value;
  }
}

/** The panic value of what was thrown. */
export function panicValueOf(thrown: unknown): unknown {
  return thrown instanceof PanicValue ? thrown.value : thrown;
}

/** What a panic value says. Throws what its own code to print it throws. */
function textOf(value: unknown): string {
  // An object without a prototype has no toString: it counts as any other.
  const text = String(Object(value).toString ? (value ?? NIL) : {});
  if (value instanceof Error) return text.replace(/^(Runtime)?Error(: |$)/, "");
  if (text === value || !/^\[object/.test(text)) return text;
  try {
    return JSON.stringify(value) ?? text;
  } catch {
    return text;
  }
}

/** What a panic prints; if its value's own code to print it panics, the text of the fatal error that this is in Go. */
function attempt(print: () => string): string {
  try {
    return print();
  } catch (error) {
    const why = panicValueOf(error);
    const what = typeof why === "string" ? printPanicValue(why) : `type ${Object(why).constructor?.name}`;
    return `fatal error: panic while printing panic value: ${what}`;
  }
}

/** A panic value as the first line of a crash report shows it, further lines indented. */
export function printPanicValue(value: unknown): string {
  return textOf(value).replace(/\n/g, "$&\t");
}

/**
 * A program ended because a goroutine panicked and nobody recovered.
 *
 * @example What was thrown is its value.
 * ```ts
 * import { GoPanic, go, gosched, run } from "@gopark/core";
 *
 * const error = await run(function* () {
 *   go(function* () {
 *     throw new Error("boom");
 *   });
 *   yield* gosched();
 * }).catch((error: unknown) => error);
 * if (error instanceof GoPanic) console.log(error.message, "in goroutine", error.goroutine); // prints: panic: boom in goroutine 2
 * ```
 */
export class GoPanic extends Error {
  /** Always `GoPanic`. */
  override readonly name: string = "GoPanic";
  /** What it panicked with. The `cause` is what was thrown: the same, unless that was a `PanicValue`. */
  readonly value: unknown;
  /** Id of the goroutine that panicked. */
  readonly goroutine: number;
  /** Where that goroutine was created, as a line of a dump; empty unless debugging is on. */
  readonly site: string;

  constructor(thrown: unknown, goroutine: number, site: string) {
    const value = panicValueOf(thrown);
    super(
      attempt(() => `panic: ${m.printPanics(thrown, printPanicValue(value))}`),
      { cause: thrown },
    );
    this.value = value;
    this.goroutine = goroutine;
    this.site = site;
  }
}

/**
 * A program ended by an error that no goroutine could recover from. The message is Go's text, then the dump.
 *
 * @example Starting a function that is not there.
 * ```ts
 * import { FatalError, go, run } from "@gopark/core";
 *
 * const missing = undefined as unknown as () => void;
 * const error = await run(() => void go(missing)).catch((error: unknown) => error);
 * if (error instanceof FatalError) console.log(error.message.split("\n")[0]); // prints: fatal error: go of nil func value
 * ```
 */
export class FatalError extends Error {
  /** Always `FatalError`. */
  override readonly name: string = "FatalError";

  constructor(text: string, dump: string) {
    super(`fatal error: ${text}\n\n${dump}`.trimEnd());
  }
}

/**
 * A program ended because no goroutine could ever run again.
 *
 * @example Nobody will ever send.
 * ```ts
 * import { chan, Deadlock, run } from "@gopark/core";
 *
 * const error = await run(function* main() {
 *   yield* chan().recv();
 * }).catch((error: unknown) => error);
 * if (error instanceof Deadlock) console.log(error.message.split("\n")[0]); // prints: fatal error: all goroutines are asleep - deadlock!
 * ```
 */
export class Deadlock extends FatalError {
  /** Always `Deadlock`. */
  override readonly name: string = "Deadlock";

  constructor(text: string, dump: string) {
    super(text, dump);
  }
}
