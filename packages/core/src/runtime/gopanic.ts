/**
 * Panics: what a throw in a goroutine is, and how it is printed.
 *
 * Any JavaScript exception that leaves a goroutine is a panic. The runtime's own are RuntimeErrors with Go's
 * text as the message, so that code which catches and prints them prints what Go prints; what else is known
 * about the mistake stands in `detail`, which only the crash report shows.
 *
 * @go runtime/panic.go, runtime/error.go
 */

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
    return this.message.split(":", 1)[0] as string;
  }
}

/** What a panic value says. */
function textOf(value: unknown): string {
  if (value instanceof Error) {
    const { name, message } = value;
    return /^(Runtime)?Error$/.test(name) ? message : `${name}: ${message}`;
  }
  const text = String(value);
  return text.startsWith("[object") ? JSON.stringify(value) : text;
}

/** A panic value as the first line of a crash report shows it, further lines indented. */
function printPanicValue(value: unknown): string {
  try {
    return textOf(value).replaceAll("\n", "\n\t");
  } catch {
    return "panic while printing panic value";
  }
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
  /** What was thrown. */
  readonly value: unknown;
  /** Id of the goroutine that panicked. */
  readonly goroutine: number;
  /** Where that goroutine was created, as a line of a dump; empty unless debugging is on. */
  readonly site: string;

  constructor(value: unknown, goroutine: number, site: string) {
    super(`panic: ${printPanicValue(value)}`, { cause: value });
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
}
