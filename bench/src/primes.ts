/**
 * What the prime sieve must come to, worked out without one: its result and the number of values that cross
 * its channels.
 */

/**
 * The smallest prime factor of every number up to the `count`-th prime, as an index into the primes
 * (1 for 2, 2 for 3, ...). Stage k of the sieve drops the numbers with index k, and passes its prime on first.
 */
function stages(count: number): {
  readonly limit: number;
  readonly stageOf: Uint32Array;
  readonly sum: number;
} {
  const bound = Math.max(16, Math.ceil(count * (Math.log(count + 1) + Math.log(Math.log(count + 2)) + 1)));
  const stageOf = new Uint32Array(bound + 1);
  let found = 0;
  let sum = 0;
  for (let number = 2; number <= bound; number++) {
    if (stageOf[number] !== 0) continue;
    found++;
    sum += number;
    for (let multiple = number; multiple <= bound; multiple += number) {
      if (stageOf[multiple] === 0) stageOf[multiple] = found;
    }
    if (found === count) return { limit: number, stageOf, sum };
  }
  throw new Error(`bound ${bound} is too small for ${count} primes`);
}

/** The sum of the first `count` primes. */
export function sumOfPrimes(count: number): number {
  return stages(count).sum;
}

/**
 * Values handed over until the `count`-th prime arrives: a number whose smallest prime factor is the k-th
 * prime crosses k channels. What the stages have in hand beyond that prime is not counted.
 */
export function sieveTransfers(count: number): number {
  const { limit, stageOf } = stages(count);
  let transfers = 0;
  for (let number = 2; number <= limit; number++) transfers += stageOf[number] ?? 0;
  return transfers;
}
