/**
 * Goroutines as resources of a scope.
 *
 *   G1  When the scope closes, the context is cancelled, and the scope waits until the goroutine has ended.
 */
import type { BodyResult, Context, Goroutine } from "@gopark/core";
import type { Effect, Scope } from "effect";
import { programOf } from "./scheduler.js";
import {
  acquireRelease,
  background,
  goready,
  ignore,
  newproc,
  sync,
  withCancelCause,
  withFiber,
} from "./seam.js";
import { toEffect } from "./to-effect.js";

/**
 * Starts a goroutine that belongs to the scope: `fn(ctx, ...args)`. Closing the scope (also by failure and by
 * interruption) cancels `ctx` and waits for the goroutine's end, so a goroutine that does not heed its context keeps
 * the scope open.
 *
 * A panic in it is not passed on: it ends the program, as that of any goroutine.
 *
 * @example
 * ```ts
 * import { chan, type Context } from "@gopark/core";
 * import { goScoped, toEffect } from "@gopark/effect";
 * import { Effect } from "effect";
 *
 * function* count(ctx: Context, out: ReturnType<typeof chan<number>>) {
 *   for (let n = 1; ctx.err() === undefined; n++) yield* out.send(n);
 *   console.log("stopped"); // prints: stopped
 * }
 *
 * const program = Effect.gen(function* () {
 *   const numbers = chan<number>(2);
 *   yield* goScoped(count, numbers);
 *   const sum = (yield* toEffect(() => numbers.recv())) ?? 0;
 *   return sum + ((yield* toEffect(() => numbers.recv())) ?? 0);
 * });
 * console.log(await Effect.runPromise(Effect.scoped(program))); // prints: 3
 * ```
 */
export function goScoped<A extends unknown[], T>(
  fn: (ctx: Context, ...args: A) => BodyResult<T>,
  ...args: A
): Effect.Effect<Goroutine<T>, never, Scope.Scope> {
  return withFiber(({ cache }) => {
    const [ctx, cancel] = withCancelCause(background());
    const start = (): Goroutine<T> => {
      const g = newproc(programOf(cache.scheduler), fn as (...args: any[]) => unknown, [ctx, ...args]);
      goready(g);
      return g as Goroutine<T>;
    };
    return acquireRelease(sync(start), (g) => {
      cancel();
      // If its program has ended, so has the goroutine.
      return ignore(toEffect(g.join(), String));
    });
  });
}
