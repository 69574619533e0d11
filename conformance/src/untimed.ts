/**
 * The options of twins that print in which order goroutines ran.
 *
 * Always true: the order follows from the rules of the scheduler alone. On a busy machine a time slice may end
 * anywhere, in Go as here, and what it cuts short goes to the end of the global queue.
 */
import type { RunOptions } from "@gopark/core";

/** A slice that does not end: the clock has no part in the order. */
export const untimed: RunOptions = { slice: Number.POSITIVE_INFINITY };
