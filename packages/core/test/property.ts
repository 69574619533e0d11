/**
 * Running a property over many random inputs, and the random numbers inside one run.
 *
 *   PR1  A run depends on its input alone: whatever is random in it comes from a seed that is part of the input.
 *
 * A failure prints the seed and the smallest input that fails. FC_RUNS multiplies the number of inputs and FC_SEED
 * says which, for a longer search and for coming back to a failure.
 */
import fc from "fast-check";

/** What the environment asks for. */
const { FC_RUNS, FC_SEED } = process.env;

/** Long enough for all inputs on a slow and busy machine, in milliseconds. */
export const timeout: number = 60_000 * Number(FC_RUNS ?? 1);

/** Tries a property on `numRuns` inputs. */
export async function holds<T>(property: fc.IAsyncProperty<T>, numRuns: number): Promise<void> {
  const seed = FC_SEED === undefined ? {} : { seed: Number(FC_SEED) };
  await fc.assert(property, { numRuns: numRuns * Number(FC_RUNS ?? 1), ...seed });
}

/** Random numbers from 0 up to 1 that follow from a seed (mulberry32). */
export function randomOf(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let z = Math.imul(state ^ (state >>> 15), 1 | state);
    z ^= z + Math.imul(z ^ (z >>> 7), 61 | z);
    return ((z ^ (z >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A seed. */
export const seed: fc.Arbitrary<number> = fc.integer();
