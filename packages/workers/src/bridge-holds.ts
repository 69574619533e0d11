/**
 * Holds: which selects of this thread are held by a case over there, and who waits until they are let go.
 *
 * Two selects that share several channels reach for each other from several sides at once. If each is held where the
 * other is looked for, both miss, however often they try: how long messages take may be the same each time.
 *
 *   HD1  A select is held from its YES until OVER or GONE, by one case. No other case of it happens meanwhile.
 *   HD2  Who waits for one to be let go is looked at again after it has been, and has found what it could.
 *   HD3  Those that wait for each other, over whichever threads, do not for long: only a guest from an M of a lower index
 *        than the host's waits for a select that is known to wait itself.
 */
import type { Gate, Gated, Sudog, WaitQ } from "@gopark/core/internal";
import { outermost } from "@gopark/core/internal";

/** What is known about a select with cases over there. */
export interface Known {
  /** Its number, so that hosts can tell its cases from those of others. */
  readonly number: number;
  /** The case that holds it; null while none does (HD1). */
  holder: object | null;
  /** Whether that waits until a select of its host's thread is let go. */
  isWaiting: boolean;
  /** How often a chance has passed since it began. */
  misses: number;
}

const selects = new WeakMap<Gated, Known>();
let lastNumber = 0;

/** What is known about a select. */
export function knownOf(select: Gated): Known {
  let known = selects.get(select);
  if (known === undefined) {
    known = { number: ++lastNumber, holder: null, isWaiting: false, misses: 0 };
    selects.set(select, known);
  }
  return known;
}

/** Refuses: in place of a gate while the select is held. */
const SHUT: Gate = { claim: () => false, commit: () => {} };

/** The select is held by a case from now on. */
export function hold(select: Gated, holder: object): void {
  const known = knownOf(select);
  known.holder = holder;
  known.isWaiting = false;
  if (!select.gate) select.gate = SHUT;
  else (select.gate as { claim: unknown }).claim = SHUT.claim;
}

/** Lets the select go, if this case holds it: tells whether it did. `changed` is to follow (HD2). */
export function unhold(select: Gated, holder: object): boolean {
  const known = knownOf(select);
  if (known.holder !== holder) return false;
  known.holder = null;
  if (select.gate === SHUT) select.gate = null;
  // The method of its class again.
  else delete (select.gate as { claim?: unknown }).claim;
  return true;
}

/** Whether a select stands in a line, from `first` on, that is of this thread and held; unless `also`, one that does not wait. */
export function hasHeld(first: Sudog | null, also: boolean): boolean {
  for (let sudog = first; sudog !== null; sudog = sudog.after) {
    const select = outermost(sudog);
    const known = select === null ? undefined : selects.get(select);
    if (known?.holder && (also || !known.isWaiting)) return true;
  }
  return false;
}

/** A case of another thread that waits until a select of this one is let go. */
export interface Patient {
  /** Where it may stand. */
  readonly others: WaitQ;
  /** One has been let go, or waits itself. */
  check(): void;
}

/** Those that wait (HD2). */
export const patients: Set<Patient> = new Set();

/** Selects have been let go, or wait themselves. */
export function changed(): void {
  for (const each of patients) each.check();
}

/** Whether someone waits until this select is let go: the two will meet then. */
export function isAwaited(select: Gated): boolean {
  for (const { others } of patients)
    for (let sudog = others.first; sudog !== null; sudog = sudog.after)
      if (outermost(sudog) === select) return true;
  return false;
}
