/**
 * Running a property over many random inputs.
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

/** A seed. */
export const seed: fc.Arbitrary<number> = fc.integer();
