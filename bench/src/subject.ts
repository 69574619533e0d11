/**
 * What a subject of the benchmark is: a table from case names to functions that run the case once.
 *
 *   S1  A case function does exactly the work that `cases.ts` describes for its size, and returns the value
 *       that can only come from having done it. The driver compares that value in every sample.
 *   S2  A case that a library cannot do is absent from its table; nothing stands in for it.
 */

import type { CaseName } from "./case-spec.js";

/** Lets a case say where it stands. */
export interface Probe {
  /**
   * What has to be there is there: other threads are up, and have done enough of the same for their code to be optimised,
   * as this one's was by the warm-up. The clock starts anew. (What a start costs is a figure of its own.)
   */
  begin(): void;
  /** All its goroutines stand parked: the clock stops here and memory is read. */
  parked(): void;
  /** So many milliseconds went by from one event to the other. */
  waited(ms: number): void;
}

/** Runs a case once at the given size and returns the value by which the run is checked. */
export type CaseFn = (size: number, probe: Probe) => Promise<number>;

export type Subject = Readonly<Partial<Record<CaseName, CaseFn>>>;
