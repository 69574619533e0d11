/**
 * The cases: what one operation is, how much of it a sample does, what a correct run returns, and which of
 * the project's goals are read from it.
 *
 *   B1  One operation means the same in every subject, so figures per operation compare even where a slow
 *       subject does fewer of them.
 *   B2  `expected` follows from the size alone. A sample whose result differs is an error, not a figure.
 *   B3  Goroutines are started by a loop that does not wait, and none runs inside the call that starts it.
 */

import { type CaseSpec, type Goal, go, identity, peers, sumBelow } from "./case-spec.js";
import { effectAdapterCases } from "./cases-effect-adapter.js";
import { rxjsCases } from "./cases-rxjs.js";
import { streamCases } from "./cases-streams.js";
import { syncCases } from "./cases-sync.js";
import { waitCases } from "./cases-waits.js";
import { workerCases } from "./cases-workers.js";
import { sieveTransfers, sumOfPrimes } from "./primes.js";

/** Goroutines in the thread ring. */
export const ringLength = 503;
/** How deep `recursion` goes before it turns back. */
export const recursionDepth = 100_000;
/** Goroutines that compute side by side in `event-loop-gap`. */
export const busyGoroutines = 10_000;
/** gopark's default time slice in milliseconds; the event loop's longest gap is to stay under two. */
const slice = 10;

const switching = peers(20);
const spawning = peers(2);

function pipe(capacity: 0 | 1 | 128, full: number, goals: readonly Goal[]): CaseSpec {
  return {
    name: `pipe-${capacity}`,
    title: capacity === 0 ? "producer/consumer, unbuffered" : `producer/consumer, buffered ${capacity}`,
    op: "one value sent by the producer and received by the consumer",
    metrics: ["ns"],
    sizes: { full, effect: 500_000, "ts-chan": 500_000, "js-csp": 300_000, "ts-chan-unsafe": 2_000_000 },
    step: 1,
    ops: identity,
    expected: sumBelow,
    goals,
  };
}

const goroutinesAndChannels: readonly CaseSpec[] = [
  {
    name: "ping-pong",
    title: "ping-pong, unbuffered",
    op: "one send and its receive; a round trip is two",
    metrics: ["ns"],
    sizes: {
      full: 4_000_000,
      effect: 300_000,
      effection: 200_000,
      "ts-chan": 500_000,
      "js-csp": 300_000,
      "ts-chan-unsafe": 2_000_000,
      floor: 20_000_000,
    },
    step: 2,
    ops: identity,
    expected: (size) => sumBelow(size / 2 + 1),
    goals: [go(0.55, 0.45), switching, { against: "floor", metric: "ns", bound: 2 }],
  },
  pipe(0, 4_000_000, [go(0.65, 0.5), switching]),
  pipe(1, 4_000_000, [switching]),
  pipe(128, 20_000_000, [go(0.9, 0.6), switching]),
  {
    name: "fan-8-8",
    title: "fan-in/out, 8 producers, 8 consumers, one unbuffered channel",
    op: "one value sent by a producer and received by a consumer",
    metrics: ["ns"],
    sizes: {
      full: 4_000_000,
      effect: 300_000,
      "ts-chan": 500_000,
      "js-csp": 300_000,
      "ts-chan-unsafe": 2_000_000,
    },
    step: 8,
    ops: identity,
    expected: sumBelow,
    goals: [switching],
  },
  {
    name: "gosched",
    title: "gosched, two goroutines in turn",
    op: "one yield to the other goroutine",
    metrics: ["ns"],
    sizes: {
      full: 4_000_000,
      effect: 500_000,
      effection: 300_000,
      "ts-chan": 500_000,
      "js-csp": 500_000,
      floor: 20_000_000,
    },
    step: 2,
    ops: identity,
    // Turns that followed the other's turn. Go looks at its global queue first at every 61st tick, and then a
    // goroutine that yielded may be the next again.
    expected: identity,
    tolerance: 0.05,
    goals: [go(0.65), switching],
  },
  {
    name: "spawn",
    title: "spawn and finish 1M",
    op: "one goroutine started, run to its end and waited for (the last to finish sends to the starter)",
    metrics: ["ns"],
    sizes: {
      full: 1_000_000,
      effect: 500_000,
      effection: 10_000,
      "ts-chan": 500_000,
      "js-csp": 100_000,
      floor: 20_000_000,
    },
    step: 1,
    ops: identity,
    expected: identity,
    heapMb: 8192,
    goals: [go(0.5), spawning],
  },
  {
    name: "parked",
    title: "1M parked",
    op: "one goroutine started and parked in a receive",
    metrics: ["ns", "bytes"],
    sizes: {
      full: 1_000_000,
      effect: 300_000,
      effection: 30_000,
      "ts-chan": 300_000,
      "js-csp": 300_000,
      "ts-chan-unsafe": 300_000,
    },
    step: 1,
    warmUp: 1_000,
    ops: identity,
    expected: identity,
    heapMb: 8192,
    goals: [go(0.3, undefined, "bytes"), go(0.5)],
  },
  {
    name: "sieve",
    title: "prime sieve, first 1,500",
    op: "one number handed on over one of the sieve's unbuffered channels",
    metrics: ["ns"],
    sizes: { full: 1_500, effect: 500, "ts-chan": 500, "js-csp": 500, "ts-chan-unsafe": 1_000 },
    step: 1,
    ops: sieveTransfers,
    expected: sumOfPrimes,
    goals: [switching],
  },
  {
    name: "skynet",
    title: "skynet, 1M leaves",
    op: "one leaf's number summed up the tree (1.11 goroutines, 1.11 values)",
    metrics: ["ns"],
    sizes: {
      full: 1_000_000,
      effect: 100_000,
      effection: 10_000,
      "ts-chan": 100_000,
      "js-csp": 100_000,
      "ts-chan-unsafe": 100_000,
    },
    step: 1,
    ops: identity,
    expected: sumBelow,
    heapMb: 8192,
    goals: [go(0.6), spawning],
  },
  {
    name: "ring",
    title: `thread ring of ${ringLength}`,
    op: "one pass of the token to the next goroutine",
    metrics: ["ns"],
    sizes: {
      full: 4_000_000,
      effect: 300_000,
      effection: 200_000,
      "ts-chan": 500_000,
      "js-csp": 300_000,
      "ts-chan-unsafe": 2_000_000,
    },
    step: 1,
    ops: identity,
    expected: (size) => (size % ringLength) + 1,
    goals: [switching],
  },
  {
    name: "recursion",
    title: "recursion, 100,000 deep, parked once at the bottom",
    op: "one level called and returned from, on a fresh goroutine's stack",
    metrics: ["ns"],
    sizes: { full: 20, effect: 5 },
    step: 1,
    ops: (size) => size * recursionDepth,
    expected: (size) => size * recursionDepth,
    heapMb: 8192,
    goals: [],
  },
  {
    name: "parked-10m",
    title: "10M parked at once",
    op: "one goroutine started and parked in a receive",
    metrics: ["ns", "bytes"],
    sizes: { full: 10_000_000 },
    step: 1,
    warmUp: 1_000,
    ops: identity,
    expected: identity,
    heapMb: 20_000,
    optIn: true,
    maxRounds: 1,
    // Ten million of these fit into 24 GiB.
    goals: [{ against: "self", metric: "bytes", bound: 2_576 }],
  },
  {
    name: "event-loop-gap",
    title: "event loop's longest gap, 10,000 busy goroutines",
    op: "one burst of about 30 us of computing, then a yield",
    metrics: ["gap"],
    sizes: { full: 50_000 },
    step: busyGoroutines,
    ops: identity,
    expected: identity,
    goals: [{ against: "self", metric: "gap", bound: 2 * slice }],
  },
];

export const cases: readonly CaseSpec[] = [
  ...goroutinesAndChannels,
  ...syncCases,
  ...streamCases,
  ...rxjsCases,
  ...workerCases,
  ...waitCases,
  ...effectAdapterCases,
];

/** A tenth of the size, at least one step: what `--quick` runs and what warms a process up. */
export function tenth(spec: CaseSpec, size: number): number {
  return Math.max(spec.step, Math.floor(size / 10 / spec.step) * spec.step);
}

export function findCase(name: string): CaseSpec {
  const spec = cases.find((candidate) => candidate.name === name);
  if (spec === undefined) {
    throw new Error(`no case "${name}"; there are: ${cases.map((each) => each.name).join(", ")}`);
  }
  return spec;
}
