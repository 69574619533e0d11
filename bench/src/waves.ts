/** How the peers with threads are called: some calls ahead, never more than these. */

/** Calls in flight at a time. */
export const inFlight = 1000;

/** Calls with the numbers below `size`, wave by wave; the sum of the results. */
export async function sumInWaves(size: number, call: (n: number) => Promise<number>): Promise<number> {
  let sum = 0;
  for (let from = 0; from < size; from += inFlight) {
    const calls = Array.from({ length: Math.min(inFlight, size - from) }, (_, i) => call(from + i));
    for (const result of await Promise.all(calls)) sum += result;
  }
  return sum;
}
