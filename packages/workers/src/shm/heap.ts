/**
 * The heap: memory that is given out once, in ascending order.
 *
 * What is freed goes to free lists of those who know what it was: records (record.ts), objects (object.ts), blocks
 * of the arena.
 *
 *   HE1  A byte is given out at most once, and is zero then.
 *   HE2  Everything given out begins at a multiple of 64.
 */
import type { i32 } from "./atomics.js";
import { cas, get, load } from "./atomics.js";
import { BUMP, LIMIT } from "./layout.js";

/** Takes `bytes` from the heap; 0 if there are not that many. */
export function alloc(bytes: i32): i32 {
  const size: i32 = (bytes + 63) & -64;
  let at: i32 = load(BUMP);
  while (true) {
    // Not at + size > limit: near the end of a memory of 2 GiB the sum is no positive integer of 32 bits.
    if (get(LIMIT) - at < size) return 0;
    const seen: i32 = cas(BUMP, at, at + size);
    if (seen === at) return at;
    at = seen;
  }
}
