/**
 * Once: runs a function one time, whoever asks first.
 *
 *   ON1  Nobody returns before the function has ended, however it ends. From then on it is done.
 *   ON2  What is kept of a function that has ended is its result or what it threw, not the function.
 *
 * @go sync/once.go, sync/oncefunc.go
 */
import { type BodyResult, call, func, type Go, type Op, PanicNilError } from "@gopark/core";
import { currentSched, doOnce, type OnceState, raise } from "@gopark/core/internal";
import { HMutex } from "./hmutex.js";

/**
 * Runs a function one time.
 *
 * @example Three goroutines want it, one connects.
 * ```ts
 * import { go, run, sleep } from "@gopark/core";
 * import { Once, WaitGroup } from "@gopark/sync";
 *
 * await run(function* () {
 *   const once = new Once();
 *   const wg = new WaitGroup();
 *   for (let i = 1; i <= 3; i++) {
 *     wg.go(function* () {
 *       yield* once.do(function* () {
 *         yield* sleep(1);
 *         console.log("connected"); // prints: connected
 *       });
 *       console.log("ready", i); // prints: ready 3 | ready 1 | ready 2
 *     });
 *   }
 *   yield* wg.wait();
 * });
 * ```
 * @go sync.Once
 */
export class Once {
  /** Its lock, and whether it is done (ON1). */
  private readonly state: OnceState = { mutex: new HMutex(), isDone: false };

  /**
   * Runs `f` if this is the first call, whatever function others were made with; else waits until the first call has
   * ended. Blocks until then. `f` is what `go` and `call` take. A panic or a `goexit` of `f` happens to the
   * caller that ran it, and counts as done. Calling `do` of the same Once in `f` waits for ever. As a case of a select: it may happen
   * when nobody runs a function of this Once, and the select gives its result when `f` has ended.
   */
  do(f: () => unknown): Op<void> {
    return doOnce(this.state, f);
  }
}

/**
 * Makes a function that runs `f` the first time it is called, and never again. A call blocks until `f` has ended, and can't
 * be a case of a select. If `f` panics, every call panics with the
 * same value; if it ends by `goexit`, every call panics with a `PanicNilError`.
 *
 * @example
 * ```ts
 * import { run } from "@gopark/core";
 * import { onceFunc } from "@gopark/sync";
 *
 * const greet = onceFunc(() => console.log("hello")); // prints: hello
 * await run(function* () {
 *   yield* greet();
 *   yield* greet();
 * });
 * ```
 * @go sync.OnceFunc
 */
export function onceFunc(f: () => BodyResult<void>): () => Op<void> {
  return onceValue(f);
}

/**
 * Makes a function that gives the result of `f`, which runs once, the first time. A call blocks until `f` has ended, and
 * can't be a case of a select. If `f` panics, every call panics
 * with the same value; if it ends by `goexit`, every call panics with a `PanicNilError`.
 *
 * @example A setting that is read when it is first needed.
 * ```ts
 * import { run, sleep } from "@gopark/core";
 * import { onceValue } from "@gopark/sync";
 *
 * const port = onceValue(function* () {
 *   yield* sleep(1);
 *   console.log("reading"); // prints: reading
 *   return 8080;
 * });
 * await run(function* () {
 *   console.log((yield* port()) + (yield* port())); // prints: 16160
 * });
 * ```
 * @go sync.OnceValue
 */
export function onceValue<T>(f: () => BodyResult<T>): () => Op<T> {
  const once = new Once();
  let body: (() => BodyResult<T>) | null = f;
  let hasFailed = true;
  // The result, or what was thrown.
  let outcome: unknown;

  const first = func(function* (fn) {
    fn.defer(() => {
      body = null;
      if (!hasFailed) return;
      // Recovered and raised again, as in Go: a report says so. There is nothing to recover of a goexit.
      if (fn.recover() === undefined) outcome = new PanicNilError();
      // An error whose stack has not been read yet holds the functions on it, and all they refer to (ON2).
      void (outcome as Error | null)?.stack;
      if (!currentSched().isEnding) throw outcome;
    });
    try {
      outcome = yield* call(body as () => BodyResult<T>);
      hasFailed = false;
    } catch (error) {
      outcome = error;
      throw error;
    }
  });

  const later = function* onceValue(): Go<T> {
    yield* once.do(first);
    if (hasFailed) raise(outcome);
    return outcome as T;
  };
  return () => call(later);
}

/**
 * As `onceValue`, for a function with several results in an array.
 *
 * @example
 * ```ts
 * import { run } from "@gopark/core";
 * import { onceValues } from "@gopark/sync";
 *
 * const load = onceValues((): [string, Error | undefined] => ["config", undefined]);
 * await run(function* () {
 *   const [text, error] = yield* load();
 *   console.log(text, error); // prints: config undefined
 * });
 * ```
 * @go sync.OnceValues
 */
export function onceValues<T extends readonly unknown[]>(f: () => BodyResult<T>): () => Op<T> {
  return onceValue(f);
}
