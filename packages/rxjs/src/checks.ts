/**
 * Checks of what a function was given.
 *
 * Always true: what is not fit throws a TypeError that says where, what was wanted and what came.
 */
import { wrong } from "./engine.js";

/** Wants an integer from 1 that a channel can have as its capacity. */
export function whole(where: string, n: number): void {
  if (!(n >= 1 && n >>> 0 === n)) throw wrong(where, "an integer from 1 to 2^32-1", n);
}
