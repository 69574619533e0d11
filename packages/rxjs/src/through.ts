/**
 * Goroutines as RxJS operators.
 *
 *   R1  At most `n` values are in the works: begun, and their results not passed on yet. The others wait in order.
 *   R2  Ordered: a result is passed on after those of all values before it. Else as soon as it is there.
 *   R3  The first error ends everything: it is passed on once, the source is unsubscribed, all goroutines end.
 *   R4  The same holds when the subscriber leaves.
 */
import type { BodyResult, Context } from "@gopark/core";
import type { OperatorFunction } from "rxjs";
import { whole } from "./checks.js";
import { background, currentSched, demand, go, mergeMap, Observable, withCancel } from "./engine.js";
import { start } from "./goroutine.js";

/**
 * How values go through goroutines.
 *
 * @example
 * ```ts
 * import { type ThroughOptions, throughGoroutines } from "@gopark/rxjs";
 * import { lastValueFrom, range, toArray } from "rxjs";
 *
 * const options: ThroughOptions = { ordered: true };
 * const doubled = range(1, 3).pipe(throughGoroutines(2, (n) => n * 2, options), toArray());
 * console.log(await lastValueFrom(doubled)); // prints: [ 2, 4, 6 ]
 * ```
 */
export interface ThroughOptions {
  /** Whether results come in the order of their values. Default false: as they are ready. */
  readonly ordered?: boolean;
}

/** A value in the works. */
interface Work {
  /** Passes the result on; undefined until that is there. */
  pass?: () => void;
}

/**
 * An operator that runs `fn(value, ctx)` in a goroutine for each value, at most `n` at a time, and emits the results.
 *
 * What `mergeMap(fn, n)` is for Observables, with goroutines: `fn` may be a generator function and block, an async or a
 * plain function, or return an operation. The goroutines belong to the program of the goroutine that subscribes,
 * outside of goroutines to the default program: if that ends, what they had under way never comes. They start soon, not
 * from within the source's `next`.
 *
 * Values that find `n` in the works wait, however many: an Observable can't be slowed. Where that has to have a bound,
 * take `fromObservable` with a policy, and @gopark/streams' `parallel`.
 *
 * A panic in `fn` is an error of the result. An error, of a goroutine or of the source, ends all goroutines, as
 * unsubscribing does: their `finally` blocks run, and `ctx` is done, which `ctx.signal` tells to whatever takes an
 * AbortSignal.
 *
 * @throws TypeError `n` is no integer from 1 up, `fn` no function, or an option not what it has to be
 * @example Four lookups at a time, the answers in order.
 * ```ts
 * import { sleep } from "@gopark/core";
 * import { throughGoroutines } from "@gopark/rxjs";
 * import { lastValueFrom, range, toArray } from "rxjs";
 *
 * const answers = range(1, 5).pipe(
 *   throughGoroutines(
 *     4,
 *     function* (n) {
 *       yield* sleep(5 - n);
 *       return n * n;
 *     },
 *     { ordered: true },
 *   ),
 *   toArray(),
 * );
 * console.log(await lastValueFrom(answers)); // prints: [ 1, 4, 9, 16, 25 ]
 * ```
 */
export function throughGoroutines<T, R>(
  n: number,
  fn: (value: T, ctx: Context) => BodyResult<R>,
  options: ThroughOptions = {},
): OperatorFunction<T, R> {
  whole("throughGoroutines", n);
  demand("throughGoroutines", fn);
  return (source) =>
    new Observable<R>((all) => {
      const sched = currentSched();
      const [ctx, cancel] = withCancel(background());
      /** The values in the works, in order. Not ordered, each is in a line of its own. */
      const works: Work[] = [];
      const through = (value: T): Observable<R> =>
        new Observable<R>((subscriber) => {
          const line = options.ordered ? works : [];
          const own: Work = {};
          line.push(own);
          start(sched, subscriber, fn, [value, ctx], (result: R) => {
            own.pass = () => {
              subscriber.next(result);
              subscriber.complete();
            };
            while (line[0]?.pass) line.shift()?.pass?.();
          });
        });
      source.pipe(mergeMap(through, n)).subscribe(all);
      all.add(cancel);
    });
}

/**
 * How values go through worker threads.
 *
 * @example
 * ```ts
 * import type { WorkersOptions } from "@gopark/rxjs";
 *
 * const options: WorkersOptions = { procs: 2, ordered: true };
 * console.log(options.procs); // prints: 2
 * ```
 */
export interface WorkersOptions extends ThroughOptions {
  /** How many values are in the works at a time. Default: the number of processors that the host tells, else 4. */
  readonly procs?: number;
}

/**
 * An operator that runs `go(fn, value)` for each value, and emits the results: on whatever thread is free if `fn` is a
 * goroutine of @gopark/workers, else on this one.
 *
 * As `throughGoroutines`, but for two things. A panic in `fn` ends the program, as it does in every goroutine that `go`
 * has started. And a value that is on another thread already is not called back when the subscriber leaves: its result
 * goes nowhere.
 *
 * @throws TypeError `fn` is no function, or an option not what it has to be
 * @example
 * ```ts
 * import { throughWorkers } from "@gopark/rxjs";
 * import { lastValueFrom, of, toArray } from "rxjs";
 *
 * function* length(text: string) {
 *   return text.length;
 * }
 *
 * const lengths = of("one", "three").pipe(throughWorkers(length, { procs: 2, ordered: true }), toArray());
 * console.log(await lastValueFrom(lengths)); // prints: [ 3, 5 ]
 * ```
 */
export function throughWorkers<T, R>(
  fn: (value: T) => BodyResult<R>,
  options: WorkersOptions = {},
): OperatorFunction<T, R> {
  demand("throughWorkers", fn);
  const { procs = globalThis.navigator?.hardwareConcurrency ?? 4 } = options;
  return throughGoroutines(procs, (value: T) => go(fn, value).join(), options);
}
