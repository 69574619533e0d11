/**
 * What the samples come to: medians, ratios of medians, and whether the goals are met.
 *
 *   R1  A ratio exists only where both of its figures were measured in this run.
 */

import { type CaseSpec, type Goal, type Metric, peerNames, type SubjectName } from "./case-spec.js";
import type { Figures } from "./sample.js";

/** All samples of one case. */
export interface CaseSamples {
  readonly spec: CaseSpec;
  readonly samples: ReadonlyMap<SubjectName, readonly Figures[]>;
}

/** One line of the table: one metric of one case. */
export interface Row {
  readonly spec: CaseSpec;
  readonly metric: Metric;
  readonly medians: ReadonlyMap<SubjectName, number>;
  readonly goparkToGo: number | undefined;
  readonly peerToGopark: number | undefined;
  readonly goparkToFloor: number | undefined;
}

export interface Verdict {
  readonly spec: CaseSpec;
  readonly goal: Goal;
  readonly bound: number;
  /** Undefined: what the goal compares was not measured in this run. */
  readonly measured: number | undefined;
  readonly isMet: boolean | undefined;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((left, right) => left - right);
  const middle = sorted.length >> 1;
  const upper = sorted[middle];
  if (upper === undefined) throw new Error("a median needs a value");
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] as number) + upper) / 2;
}

function ratio(numerator: number | undefined, denominator: number | undefined): number | undefined {
  return numerator === undefined || denominator === undefined ? undefined : numerator / denominator;
}

export function rowsOf({ spec, samples }: CaseSamples): Row[] {
  return spec.metrics.map((metric) => {
    const medians = new Map<SubjectName, number>();
    for (const [subject, figures] of samples) {
      const values = figures.map((each) => each[metric]).filter((value) => value !== undefined);
      if (values.length > 0) medians.set(subject, median(values));
    }
    const peers = peerNames.map((peer) => medians.get(peer)).filter((value) => value !== undefined);
    const gopark = medians.get("gopark");
    return {
      spec,
      metric,
      medians,
      goparkToGo: ratio(gopark, medians.get("go")),
      peerToGopark: peers.length === 0 ? undefined : ratio(Math.min(...peers), gopark),
      goparkToFloor: ratio(gopark, medians.get("floor")),
    };
  });
}

/** Whether what is measured for this goal is to be at least its bound, and not at most. */
export function isLowerBound(goal: Goal): boolean {
  return goal.against === "peers" || goal.isLeast === true;
}

/** What is held against a goal's bound; undefined where it was not measured. */
function measuredFor({ against, isLeast }: Goal, { medians, peerToGopark }: Row): number | undefined {
  const gopark = medians.get("gopark");
  if (against === "self") return gopark;
  if (against === "peers") return peerToGopark;
  const subject = medians.get(against);
  return isLeast === true ? ratio(subject, gopark) : ratio(gopark, subject);
}

/** `nodeMajor` picks the bound: goals are stricter from Node 26 where they say so. */
export function verdictsOf(row: Row, nodeMajor: number): Verdict[] {
  return row.spec.goals
    .filter((goal) => goal.metric === row.metric)
    .map((goal) => {
      const bound = nodeMajor >= 26 ? (goal.boundNode26 ?? goal.bound) : goal.bound;
      const measured = measuredFor(goal, row);
      const isMet =
        measured === undefined ? undefined : isLowerBound(goal) ? measured >= bound : measured <= bound;
      return { spec: row.spec, goal, bound, measured, isMet };
    });
}
