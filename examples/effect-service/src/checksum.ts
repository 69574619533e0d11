/**
 * The work: an Adler-32 checksum, by a goroutine that lets others have the CPU between blocks.
 *
 *   Always true: the sum does not depend on how often the goroutine gave way.
 */
import { type Go, gosched } from "@gopark/core";

/** Bytes between two turns. */
const BLOCK = 4096;
/** The largest prime below 2^16. */
const MOD = 65_521;

/** The checksum of a text. */
export function* checksum(text: string): Go<number> {
  const bytes = new TextEncoder().encode(text);
  let a = 1;
  let b = 0;
  for (let i = 0; i < bytes.length; i++) {
    a = (a + (bytes[i] as number)) % MOD;
    b = (b + a) % MOD;
    if (i % BLOCK === BLOCK - 1) yield* gosched();
  }
  return b * 65_536 + a;
}
