/**
 * What the page runs on all cores: a goroutine that takes jobs until there are no more.
 *
 *   TK1  The worker of the page names this module, so its goroutines are found on every thread. Its top level does
 *        nothing but register them.
 */
import type { Chan, Go, RecvChan, SendChan } from "@gopark/core";
import { bool, goroutine, i32, struct } from "@gopark/workers";

/** How many numbers belong to a job. */
export const JOB_SIZE = 25_000;

/** How a job went. */
export interface Result {
  /** How many primes there are among its numbers. */
  readonly primes: number;
  /** Whether the thread that draws the page has computed it. */
  readonly inPage: boolean;
}

/** How a result crosses threads. */
export const result = struct({ primes: i32, inPage: bool });

/** How many primes there are from `from` up to, but not including, `to`. */
function primesBetween(from: number, to: number): number {
  let primes = 0;
  for (let n = Math.max(from, 2); n < to; n++) {
    let isPrime = true;
    for (let d = 2; d * d <= n && isPrime; d++) isPrime = n % d !== 0;
    if (isPrime) primes++;
  }
  return primes;
}

/** Takes jobs, each the number it begins at, adds to the tally and sends the results, until `jobs` is closed. */
export const countPrimes: (jobs: RecvChan<number>, results: SendChan<Result>, tally: Chan<number>) => Go =
  goroutine(
    import.meta.url,
    "countPrimes",
    function* (jobs: RecvChan<number>, results: SendChan<Result>, tally: Chan<number>) {
      yield* jobs.range(function* (from) {
        const primes = primesBetween(from, from + JOB_SIZE);
        const total = yield* tally.recv();
        yield* tally.send((total ?? 0) + primes);
        yield* results.send({ primes, inPage: "document" in globalThis });
      });
    },
  );
