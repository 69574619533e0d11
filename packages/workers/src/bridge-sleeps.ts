/**
 * Sleeps among the cases of a select that is performed anew because a case over there was missed.
 *
 *   SL1  A sleep is due when it was due: that the select begins anew is nothing that its user knows of. One that was over
 *        while the select was held is due at once.
 *   SL2  A select that pauses before it begins anew does so for no longer than until the first of them is due.
 */
import type { Gated } from "@gopark/core/internal";
import { dueOf, host, rootOf, SleepOp, startTimer, stopTimer } from "@gopark/core/internal";

/** Sleeps, and when they are due. */
export type Sleeps = readonly (readonly [sleep: SleepOp, due: number])[];

/** The sleeps that a select waits in. */
export function sleepsOf(select: Gated): Sleeps {
  const { p } = select.owner.g;
  return casesOf(select).map((sleep) => [sleep, dueOf(p, sleep)]);
}

function casesOf({ op, sudogs }: Gated): SleepOp[] {
  if (op === null) return [];
  const own = op.ops.map(rootOf).filter((root) => root instanceof SleepOp);
  const inner = sudogs.flatMap(({ cases }) => (cases === null ? [] : casesOf(cases)));
  return [...own, ...inner];
}

/** Sees to it that those that wait again are due when they were (SL1). */
export function goOn(sleeps: Sleeps, { owner }: Gated): void {
  const { p } = owner.g;
  for (const [sleep, due] of sleeps) if (stopTimer(p, sleep)) startTimer(p, sleep, due);
}

/** Milliseconds until the first of them is due; without any, without end (SL2). */
export function timeLeft(sleeps: Sleeps): number {
  return sleeps.reduce(
    (left, [, due]) => Math.min(left, Math.max(due - host.now(), 0)),
    Number.POSITIVE_INFINITY,
  );
}
