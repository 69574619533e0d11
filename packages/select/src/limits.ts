/**
 * The number that bounds what a select does at a stretch. In a file of its own, which imports nothing: bundlers then
 * write the number.
 */

/** A random number of 53 bits serves that many draws from ever fewer cases (12! is below 2^29). */
export const DRAWS = 12;
