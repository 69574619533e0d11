/** Shares in a channel. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FULL, type Share, split } from "./bridge-share.js";

describe("shares", () => {
  it("SH1 however they are split and joined, the sum stays", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(9), fc.nat(9)), { maxLength: 200 }), (steps) => {
        const shares: Share[] = Array.from({ length: 10 }, () => ({ weight: 0 }));
        let sum = 2 ** FULL;
        shares[0]!.weight = sum;
        for (const [from, to] of steps) {
          let exponent = split(shares[from]!);
          if (exponent < 0) {
            // Too little: its thread asks for more, if it has any at all.
            if (shares[from]!.weight === 0) continue;
            exponent = FULL;
            sum += 2 ** FULL;
          }
          expect(shares[from]!.weight).toBeGreaterThan(0);
          shares[to]!.weight += 2 ** exponent;
        }
        expect(shares.reduce((total, { weight }) => total + weight, 0)).toBe(sum);
      }),
    );
  });
});
