/**
 * What else wants to know when the M of this thread sleeps and stirs: the watch for a deadlock.
 */
import type { Sched } from "@gopark/core/internal";

/** Called by the machine; null while nobody asks. */
export const idleHooks: {
  /** It has nothing to run and sleeps. */
  onIdle: ((sched: Sched) => void) | null;
  /** It is awake, and has not looked into its inbox yet. */
  onBusy: (() => void) | null;
} = { onIdle: null, onBusy: null };
