/**
 * Sudog: a goroutine in a line.
 *
 * A goroutine waits in one place at a time, so each has one sudog, made when it first parks and used again for
 * every operation. A select waits in many places, with a sudog for each.
 *
 * That a sudog outlives the operation it serves is what makes parking cheap: links between lines, sudogs and
 * goroutines connect old objects only, and the garbage collector has nothing to remember.
 *
 *   Z1  A sudog stands in at most one line, once.
 *   Z2  Who takes a sudog out of a line sets `elem` and `ok` and calls `claim` or `wake`, before anything else
 *       can run.
 *   Z3  `elem` is undefined except between setting and taking: a sudog keeps no value alive.
 *   Z4  Who settles a sudog of a select has asked `admits` before: a line does it when it is asked for the next.
 *
 * @go runtime/runtime2.go sudog
 */
import type { G } from "./g.js";
import type { Operation } from "./operation.js";
import { goready } from "./ready.js";
import type { WaitQ } from "./waitq.js";

/** A select, as told which of its cases was taken out of a line. */
export interface Selecting {
  /** Whom it stands for: a goroutine, or a case of an outer select. */
  readonly owner: Sudog;
  /** A case of it is about to happen: whether it may. If so, no other will. */
  admits(): boolean;
  /** The case of `sudog` has happened: the select leaves all its other lines now. */
  fired(sudog: Sudog): void;
}

/** Guards a select that waits on other threads too, where a case of it may happen at any moment. */
export interface Gate {
  /** A case on this thread is about to happen: whether it may. If so, no other will. */
  claim(): boolean;
  /** All cases stand in line: from now on one may happen. */
  commit(): void;
}

/** A select that may wait on other threads too. */
export interface Gated extends Selecting {
  /** The sudogs of its cases, some of which may be left from another select. */
  readonly sudogs: readonly Sudog[];
  /** What waits now, with its cases; null while nothing does. */
  readonly op: { readonly ops: readonly Operation<any>[] } | null;
  /** Its gate, if it is outermost: set by the first of its cases that waits on another thread too, and kept. */
  gate: Gate | null;
  /** Whether a case of it can't begin to wait anew, as it has had effects (stepped.ts). That case says so when it is enrolled. */
  waitsOnce: boolean;
}

/** A goroutine waiting in a line. */
export class Sudog {
  /** Who waits. */
  readonly g: G;
  /** The select it is a case of; null if the goroutine waits in this line only. */
  readonly select: Selecting | null;
  /** The value to hand over, or the one handed over. */
  elem: any = undefined;
  /** How the wait ended: true by a value or a permission, false by a close. */
  ok = true;
  /** The select that stands for this sudog in many lines; made by the first, kept for the next. */
  cases: Gated | null = null;
  /** Next in the line. */
  after: Sudog | null = null;
  /** Previous in the line. */
  before: Sudog | null = null;

  constructor(g: G, select: Selecting | null) {
    this.g = g;
    this.select = select;
  }
}

/**
 * Whether a sudog may be settled: not if another case of its select has happened on another thread and this one has yet
 * to hear of it. Who asks settles it, if the answer is true.
 */
export function admits(sudog: Sudog): boolean {
  return sudog.select === null || sudog.select.admits();
}

/** The outermost select that `sudog` is a case of; null if it is of none. */
export function outermost(sudog: Sudog): Gated | null {
  let { select } = sudog;
  while (select !== null && select.owner.select !== null) select = select.owner.select;
  return select as Gated | null;
}

/** Settles a sudog that was taken out of its line. Its goroutine still has to be made runnable. */
export function claim(sudog: Sudog): void {
  sudog.select?.fired(sudog);
}

/** Settles a sudog that was taken out of its line, and makes its goroutine runnable. */
export function wake(sudog: Sudog): void {
  claim(sudog);
  goready(sudog.g);
}

/** Wakes everybody in a line, in its order. */
export function wakeAll(line: WaitQ | null): void {
  for (let sudog: Sudog | null | undefined; (sudog = line?.dequeue()); ) wake(sudog);
}
