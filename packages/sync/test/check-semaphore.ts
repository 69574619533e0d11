/**
 * The invariants T1 to T3 of semaphore.ts, evaluated.
 */
import type { Sudog, WaitQ } from "@gopark/core/internal";
import { line } from "../../core/test/check-chan.js";
import type { Weighted } from "../src/semaphore.js";

/** The inside of a semaphore. */
interface Inside {
  readonly total: number;
  readonly held: number;
  readonly line: WaitQ;
}

/** How many tokens are out, and how many there are. */
export function tokensOf(semaphore: Weighted): Inside {
  return semaphore as unknown as Inside;
}

/** How many tokens everybody in the line wants, in order. */
export function waiting(semaphore: Weighted): number[] {
  return line(tokensOf(semaphore).line).map((sudog: Sudog) => (sudog.elem as { n: number }).n);
}

/** Throws unless T1 to T3 hold. */
export function checkSemaphore(semaphore: Weighted): void {
  const { total: size, held } = tokensOf(semaphore);
  const wanted = waiting(semaphore);
  const state = `size ${size}, held ${held}, wanted ${wanted}`;
  if (held < 0 || held > size) throw new Error(`T1 is broken: ${state}`);
  if (wanted[0] !== undefined && wanted[0] <= size - held) throw new Error(`T2 is broken: ${state}`);
  if (wanted.some((n) => n > size)) throw new Error(`T3 is broken: ${state}`);
}
