/**
 * parallel(n, f): a function of each value, n at the same time. How it decides what runs where: feeder.ts.
 */
import type { BodyResult } from "@gopark/core";
import { type Findings, noFindings, work } from "./feeder.js";
import { boundary, func, type Operator, whole } from "./stage.js";

/**
 * How `parallel` runs.
 *
 * @example
 * ```ts
 * import { sleep } from "@gopark/core";
 * import { collect, type ParallelOptions, parallel, pipe } from "@gopark/streams";
 *
 * const asReady: ParallelOptions = { ordered: false };
 * const naps = parallel(2, (ms: number) => sleep(ms).map(() => ms), asReady);
 * console.log(await pipe([20, 1], naps, collect())); // prints: [ 1, 20 ]
 * ```
 */
export interface ParallelOptions {
  /** Whether results come in the order of their values. True if not given. */
  readonly ordered?: boolean;
}

/** What `explain` says. */
function tell(findings: Findings, limit: number, isOrdered: boolean): string {
  const { inline, took, apart, elsewhere } = findings;
  let text = `up to ${limit}, ${isOrdered ? "" : "un"}ordered`;
  if (inline > 0) {
    const cost = ((took / inline) * 1000).toFixed(2);
    text += `; ${inline} inline in batches: computed at once, ${cost} µs each`;
  }
  if (apart > elsewhere) text += `; ${apart - elsewhere} at the same time: each waits for something`;
  if (elsewhere > 0) text += `; ${elsewhere} on other threads: each costs more than the way there`;
  return text;
}

/**
 * Gives what `f` gives for each value, working on up to `limit` values at the same time.
 *
 * `f` may be an async function, a goroutine's body (a generator function), return an operation, or be a goroutine of
 * `@gopark/workers`: of that, dear values go to other threads, where a panic is the stage's error as it is here. If `f` computes its
 * result at once, goroutines on one thread gain nothing: then it runs inline,
 * and results are passed on in batches of up to 64. `explain()` says what was decided, and why. At most `limit`
 * results wait to be taken; of those in batches, that many batches, and no more than 1,024.
 *
 * @throws TypeError `limit` is no integer from 1 up, `f` is no function
 * @example
 * ```ts
 * import { sleep } from "@gopark/core";
 * import { collect, parallel, pipe } from "@gopark/streams";
 *
 * function* slow(ms: number) {
 *   yield* sleep(ms);
 *   return ms;
 * }
 *
 * console.log(await pipe([20, 1], parallel(2, slow), collect())); // prints: [ 20, 1 ]
 * console.log(await pipe([20, 1], parallel(2, slow, { ordered: false }), collect())); // prints: [ 1, 20 ]
 * ```
 */
export function parallel<A, B>(
  limit: number,
  f: (value: A, index: number) => BodyResult<B>,
  options: ParallelOptions = {},
): Operator<A, B> {
  whole("parallel: limit", limit, 1);
  func("parallel", f);
  const isOrdered = options.ordered !== false;
  let findings = noFindings();
  const renew = (): Findings => {
    findings = noFindings();
    return findings;
  };
  return boundary("parallel", work(f, limit, isOrdered, renew), () => tell(findings, limit, isOrdered));
}
