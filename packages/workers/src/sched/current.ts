/**
 * The machine of this thread, if it runs a program of several threads. One per JavaScript realm.
 */
import type { Bench } from "../messages/bench.js";
import type { Machine } from "./machine.js";

/** What this thread runs. Of the two at most one is there: memory is shared, or it is not. */
export const current: {
  /** Its scheduler; null while it runs no program of several threads. */
  machine: Machine | null;
  /** The same where memory can't be shared; null while it runs no program of several threads. */
  bench: Bench | null;
} = { machine: null, bench: null };
