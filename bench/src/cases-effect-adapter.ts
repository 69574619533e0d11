/**
 * The cases of the Effect adapter: the same programs of Effect, in gopark's column on its scheduler and in Effect's on
 * Effect's own. What holds for cases (B1 to B3 in `cases.ts`) holds for them.
 */

import { atLeast, type CaseSpec, identity, sumBelow } from "./case-spec.js";

const notSlower = [atLeast("effect", 1)];

export const effectAdapterCases: readonly CaseSpec[] = [
  {
    name: "fiber-yield",
    title: "Effect fibers, two that yield in turn",
    op: "one Effect.yieldNow, and the other fiber's turn",
    metrics: ["ns"],
    sizes: { full: 500_000 },
    step: 2,
    ops: identity,
    expected: identity,
    goals: notSlower,
  },
  {
    name: "fiber-spawn",
    title: "Effect fibers, 300k forked and waited for",
    op: "one fiber forked, run to its end and counted off",
    metrics: ["ns"],
    sizes: { full: 300_000 },
    step: 1,
    ops: identity,
    expected: identity,
    heapMb: 8192,
    goals: notSlower,
  },
  {
    name: "fiber-queue",
    title: "Effect fibers, ping-pong over Effect queues",
    op: "one offer and its take; a round trip is two",
    metrics: ["ns"],
    sizes: { full: 300_000 },
    step: 2,
    ops: identity,
    expected: (size) => sumBelow(size / 2 + 1),
    goals: notSlower,
  },
];
