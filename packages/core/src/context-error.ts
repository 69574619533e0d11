/**
 * The errors of contexts that are done: two values, compared with `===`.
 */

/**
 * Why a context is done: the class of `Canceled` and `DeadlineExceeded`.
 *
 * @example
 * ```ts
 * import { background, ContextError, withTimeout } from "@gopark/core";
 *
 * const [ctx] = withTimeout(background(), 0);
 * const error = ctx.err();
 * if (error instanceof ContextError) console.log(error.message, error.timeout()); // prints: context deadline exceeded true
 * ```
 */
export class ContextError extends Error {
  /** As the errors of aborted web requests: `AbortError`, or `TimeoutError` for a deadline. */
  override readonly name: "AbortError" | "TimeoutError";

  constructor(message: string, name: "AbortError" | "TimeoutError") {
    super(message);
    this.name = name;
    // Where a value was made that is made once says nothing about who panics with it.
    this.stack = "";
  }

  /** The message alone, as Go prints it. */
  override toString(): string {
    return this.message;
  }

  /** Whether it was a deadline. */
  timeout(): boolean {
    return this.name === "TimeoutError";
  }

  /** Whether trying again may help. */
  temporary(): boolean {
    return this.timeout();
  }
}

/**
 * The error of a context that was cancelled.
 *
 * @example
 * ```ts
 * import { background, Canceled, withCancel } from "@gopark/core";
 *
 * const [ctx, cancel] = withCancel(background());
 * cancel();
 * console.log(ctx.err() === Canceled, Canceled.message); // prints: true context canceled
 * ```
 * @go context.Canceled
 */
export const Canceled: ContextError = /* @__PURE__ */ new ContextError("context canceled", "AbortError");

/**
 * The error of a context whose deadline has passed.
 *
 * @example
 * ```ts
 * import { background, DeadlineExceeded, withTimeout } from "@gopark/core";
 *
 * const [ctx] = withTimeout(background(), 0);
 * console.log(ctx.err() === DeadlineExceeded, DeadlineExceeded.message); // prints: true context deadline exceeded
 * ```
 * @go context.DeadlineExceeded
 */
export const DeadlineExceeded: ContextError = /* @__PURE__ */ new ContextError(
  "context deadline exceeded",
  "TimeoutError",
);
