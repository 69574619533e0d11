/**
 * The numbers of the runtime: what bounds it, and what others have laid down. In a file of their own, which imports
 * nothing: bundlers then write the numbers.
 */

/** Half the places in a P's own queue; a full one moves its older half and the newcomer to the global queue, in order. */
export const RUNQ_HALF = 128;
/** The most operations between two looks at the clock: keeps its cost under two per cent. */
export const MAX_BUDGET = 128;
/** How many calls may nest on the JavaScript stack before the next one goes through the scheduler. */
export const MAX_NESTED = 64;
/** Operations awaited outside goroutines that may complete at once until the host has a turn. */
export const BURST = 128;
/** How often the run loop is left for code that awaits, and for what awaits that code (A3 of foreign.ts). */
export const HOPS = 9;
/** The longest pause between two questions to the host whether a program is dead, in milliseconds. */
export const LONGEST_WATCH = 1000;
/** Goroutines with consecutive ids that are held as one in the list of all. */
export const CHUNK = 64;
/** How often main gives way at its end to goroutines that panic. */
export const TURNS = 1000;
/** The latest time that a Date can tell; the earliest is as far away on the other side. */
export const LATEST = 8.64e15;
/** Exit code of a panic and of a fatal error, and of SIGQUIT. */
export const CRASHED = 2;
/** No due time: later than any clock says. */
export const NEVER: number = Infinity;
