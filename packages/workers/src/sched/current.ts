/**
 * The machine of this thread, if it runs a program of several threads. One per JavaScript realm.
 */
import type { Machine } from "./machine.js";

/** What this thread runs. */
export const current: {
  /** Its scheduler; null while it runs no program of several threads. */
  machine: Machine | null;
} = { machine: null };
