/** Shares in a channel. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FULL, type Share, split, weightOf } from "./bridge-share.js";

describe("shares", () => {
  it("SH1 however they are split and joined, the sum stays", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(9), fc.nat(9)), { maxLength: 200 }), (steps) => {
        const shares: Share[] = Array.from({ length: 10 }, () => ({ weight: 0n }));
        let sum = weightOf(FULL);
        shares[0]!.weight = sum;
        for (const [from, to] of steps) {
          let exponent = split(shares[from]!);
          if (exponent < 0) {
            // Too little: it lends some, if it has any at all.
            if (shares[from]!.weight === 0n) continue;
            exponent = FULL;
            sum += weightOf(FULL);
          }
          expect(shares[from]!.weight > 0n).toBe(true);
          shares[to]!.weight += weightOf(exponent);
        }
        expect(shares.reduce((total, { weight }) => total + weight, 0n)).toBe(sum);
      }),
    );
  });

  it("SH2 lends nothing where a channel goes through all threads, and where it is passed on very often", () => {
    let share: Share = { weight: weightOf(FULL) };
    for (let hop = 0; hop < 64; hop++) {
      const exponent = split(share);
      expect(exponent).toBeGreaterThanOrEqual(0);
      share = { weight: weightOf(exponent) };
    }
    const owner: Share = { weight: weightOf(FULL) };
    for (let i = 0; i < 100_000; i++) split(owner);
    expect(owner.weight > weightOf(FULL - 5)).toBe(true);
  });
});
