/**
 * Taking the CPU away from a goroutine at a moment that the test chooses, whatever the clock says.
 */
import { currentSched, m } from "@gopark/core/internal";

/** The next operation of the running goroutine that completes at once ends its slice. */
export function preemptNext(): void {
  m.budget = 0;
  currentSched().p.sliceEnd = 0;
}
