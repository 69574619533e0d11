/**
 * The cases of Go's toolbox above channels: select, locks, wait groups and timers. What holds for cases (B1 to B3
 * in `cases.ts`) holds for these.
 */

import { type CaseSpec, go, identity, peers, sumBelow } from "./case-spec.js";

/** Room in each channel of `select-ready`; half of it is filled, so both takes and puts find a case ready. */
export const readyRoom = 128;
/** Goroutines that want the lock in `mutex-contended`. */
export const lockers = 8;
/** The longest sleep in `sleeping` is this much longer than the shortest, in milliseconds. */
const sleepSpread = 1_000;

/**
 * How long goroutine `index` of `size` sleeps, in whole milliseconds: different times, in no order, all of them long
 * enough to start everyone and read the memory before the first wakes: on a busy machine it can take Go 20 seconds
 * until a million goroutines with their stacks, nearly 3 GB, are all asleep.
 */
export function sleepTime(size: number, index: number): number {
  return Math.min(25_000, 1_000 + Math.floor(size / 2)) + ((index * 7) % sleepSpread);
}

/**
 * Whether a sleeper that began no earlier than `started` may be awake after `rest` ms. Node's own timers, which the
 * peers use as they are, count in whole milliseconds and may be up to one early.
 */
export const mayWake = (started: number, rest: number): boolean => performance.now() - started > rest - 1;

/** Every lock's own counter: it can only be right if nobody came between reading and writing it. */
const locked = { metrics: ["ns"], step: 1, ops: identity, expected: identity } as const;

const selectInTurn: CaseSpec = {
  name: "select-3",
  title: "select of 3, one ready at a time",
  op: "one value sent on the next of three unbuffered channels in turn, and received by a select over all three",
  metrics: ["ns"],
  sizes: {
    full: 3_000_000,
    effect: 300_000,
    "ts-chan": 300_000,
    "js-csp": 300_000,
    "ts-chan-unsafe": 600_000,
  },
  step: 3,
  ops: identity,
  expected: sumBelow,
  goals: [go(0.9, 0.75), peers(8)],
};

const selectReady: CaseSpec = {
  name: "select-ready",
  title: "select of 3 that finds a ready case",
  op: "one select over three half-full buffered channels: in turn one that takes a token and one that puts it back",
  metrics: ["ns"],
  sizes: {
    full: 4_000_000,
    effect: 500_000,
    "ts-chan": 300_000,
    "js-csp": 300_000,
    "ts-chan-unsafe": 500_000,
  },
  step: 2,
  ops: identity,
  // Tokens taken, each worth 1. Had one not been put back, the last takes would find nothing.
  expected: (size) => size / 2,
  goals: [go(0.6), peers(8)],
};

/** The same with a select that is made once, before the loop, where a library knows such a thing. */
const kept = (spec: CaseSpec, name: CaseSpec["name"]): CaseSpec => ({
  ...spec,
  name,
  title: `${spec.title}, made once`,
});

export const syncCases: readonly CaseSpec[] = [
  selectInTurn,
  selectReady,
  kept(selectInTurn, "select-3-kept"),
  kept(selectReady, "select-ready-kept"),
  {
    name: "mutex-contended",
    title: `mutex, ${lockers} goroutines in contention`,
    op: "one lock, a yield inside the critical section, one unlock",
    ...locked,
    sizes: { full: 4_000_000, effect: 300_000, "async-mutex": 500_000 },
    step: lockers,
    goals: [go(0.5), peers(10)],
  },
  {
    name: "mutex-try",
    title: "mutex alone, tryLock (in Go: Lock)",
    op: "one successful tryLock and its unlock; Go's side is Lock and Unlock",
    ...locked,
    sizes: { full: 50_000_000, effect: 1_000_000 },
    goals: [go(3), peers(5)],
  },
  {
    name: "mutex-lock",
    title: "mutex alone, lock",
    op: "one lock that need not wait, and its unlock",
    ...locked,
    sizes: { full: 20_000_000, effect: 1_000_000, "async-mutex": 1_000_000 },
    goals: [go(6), peers(5)],
  },
  {
    name: "waitgroup",
    title: "wait group of 1M",
    op: "one goroutine started, run to its end and counted off the wait group that the starter waits for",
    metrics: ["ns"],
    sizes: { full: 1_000_000, effect: 300_000 },
    step: 1,
    ops: identity,
    expected: identity,
    heapMb: 8192,
    goals: [go(0.5)],
  },
  {
    name: "timer",
    title: "timer made and stopped",
    op: "one timer of an hour made, and stopped before it fired",
    metrics: ["ns"],
    sizes: { full: 4_000_000 },
    step: 1,
    ops: identity,
    expected: identity,
    goals: [go(1.5)],
  },
  {
    name: "sleeping",
    title: "1M sleeping",
    op: "one goroutine started and asleep; all of them wake, none of them early",
    metrics: ["ns", "bytes"],
    sizes: { full: 1_000_000, effect: 100_000, effection: 10_000, "js-csp": 100_000 },
    step: 1,
    warmUp: 1_000,
    ops: identity,
    // Those who woke when their time had come, and not before all stood asleep.
    expected: identity,
    heapMb: 8192,
    // A sample sleeps for 25 seconds.
    maxRounds: 2,
    goals: [go(0.4, undefined, "bytes")],
  },
];
