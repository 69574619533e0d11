/**
 * Counting primes by trial division: nothing but arithmetic, so all that counts is how many cores take part.
 */
import type { Go } from "@gopark/core";
import { go } from "@gopark/core";
import { goroutine } from "@gopark/workers";

/** How many primes there are from `from` up to, but not including, `to`. */
function countPrimes(from: number, to: number): number {
  let count = 0;
  for (let n = Math.max(from, 2); n < to; n++) {
    let isPrime = true;
    for (let d = 2; d * d <= n && isPrime; d++) isPrime = n % d !== 0;
    if (isPrime) count++;
  }
  return count;
}
goroutine(import.meta.url, "countPrimes", countPrimes);

/** Counts the primes below `limit` in `parts` goroutines: more than there are cores, so that none waits for the last. */
export function* fanOut(limit: number, parts: number): Go<number> {
  const bounds = Array.from({ length: parts + 1 }, (_, i) => Math.floor((limit * i) / parts));
  const counting = bounds.slice(1).map((to, i) => go(countPrimes, bounds[i] as number, to));
  let total = 0;
  for (const part of counting) total += yield* part.join();
  return total;
}
