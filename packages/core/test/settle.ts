/**
 * Waiting until all other goroutines have gone as far as they can.
 */
import { type Go, gosched } from "../src/op.js";
import { currentSched } from "../src/runtime/sched.js";

/** Waits until no other goroutine of the program is runnable. */
export function* settle(): Go {
  while (currentSched().p.isBusy) yield* gosched();
}
