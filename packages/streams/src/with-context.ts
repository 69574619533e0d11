/**
 * withContext(ctx): cancellation from outside.
 */
import type { Context } from "@gopark/core";
import { cause } from "./engine.js";
import type { Scope } from "./scope.js";
import { check, type Operator, Stage } from "./stage.js";

/**
 * Cancels the whole pipeline, wherever this stands in it, when the context is done or the signal aborts: its
 * operation fails with the context's cause or the signal's reason. Values pass through as they are.
 *
 * A signal that more than ten pipelines are to watch at a time goes through `fromSignal` first: Node takes so many listeners
 * of one signal for a leak, and says so. On a context's any number may stand.
 *
 * In a pipeline inside another (of a `flatMap`, say) it cancels that other one as well, and in the source of a `share` or
 * `broadcast` all that read it.
 *
 * @throws TypeError `ctx` is neither
 * @example
 * ```ts
 * import { run, withTimeout, background } from "@gopark/core";
 * import { collect, interval, pipe, withContext } from "@gopark/streams";
 *
 * await run(function* () {
 *   const [ctx, cancel] = withTimeout(background(), 10);
 *   try {
 *     yield* pipe(interval(1), withContext(ctx), collect());
 *   } catch (error) {
 *     console.log((error as Error).message); // prints: context deadline exceeded
 *   }
 *   cancel();
 * });
 * ```
 */
export function withContext<A>(ctx: Context | AbortSignal): Operator<A, A> {
  const signal = "signal" in Object(ctx) ? (ctx as Context).signal : (ctx as AbortSignal);
  check(typeof signal?.addEventListener === "function", "withContext", "a context or an AbortSignal", ctx);
  const stage = new Stage("withContext", null);
  stage.guard = (scope: Scope) => {
    const stop = (): void => scope.root.fail(signal === ctx ? signal.reason : cause(ctx as Context));
    if (signal.aborted) stop();
    else signal.addEventListener("abort", stop);
    return () => signal.removeEventListener("abort", stop);
  };
  return stage as unknown as Operator<A, A>;
}
