import { describe, expect, it } from "vitest";
import { sieveTransfers, sumOfPrimes } from "./primes.js";

describe("primes", () => {
  it("sums the first primes", () => {
    expect([1, 2, 3, 10].map(sumOfPrimes)).toEqual([2, 5, 10, 129]);
    expect(sumOfPrimes(1_500)).toBe(8_796_637);
  });

  it("counts one transfer per channel that a number crosses", () => {
    // 2 crosses one channel and 3 two; 4 is dropped behind the first, 5 crosses three.
    expect([1, 2, 3].map(sieveTransfers)).toEqual([1, 3, 7]);
  });
});
