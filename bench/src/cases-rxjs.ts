/** The case of the way between RxJS and gopark. What holds for cases (B1 to B3 in `cases.ts`) holds for it. */

import { type CaseSpec, sumBelow } from "./case-spec.js";

/** How many values the source emits at a time, and the buffer of the channel: each burst fits. */
export const burst = 1024;

export const rxjsCases: readonly CaseSpec[] = [
  {
    name: "rxjs-round-trip",
    title: "Observable to channel to Observable",
    op: "one value emitted by a Subject into a channel, received from it and passed to a subscriber",
    metrics: ["ns"],
    sizes: { full: 4_096_000 },
    // A tenth of the size is a whole number of bursts as well.
    step: burst,
    ops: (size) => size,
    expected: sumBelow,
    goals: [{ against: "self", metric: "ns", bound: 150 }],
  },
];
