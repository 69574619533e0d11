/**
 * The cases of several threads: shared channels between two threads, goroutines on another thread, CPU-bound work on
 * two. What holds for cases (B1 to B3 in `cases.ts`) holds for these, and Go has two processors for them.
 */

import {
  atLeast,
  atMost,
  type CaseName,
  type CaseSpec,
  type Goal,
  go,
  identity,
  sumBelow,
} from "./case-spec.js";
import { sumOfHashes } from "./hashes.js";

/** Microseconds that one task of `cross-tasks` computes. */
export const taskMicros = 100;
/** Goroutines on either side of the cases that end in 4. */
export const sides = 4;

const unbuffered = { full: 1_000_000 };
const buffered = { full: 2_000_000, "message-port": 200_000, multithreading: 100_000 };

function cross(
  name: Extract<CaseName, `cross-${0 | 128 | 1024}${"" | "-4" | "-plain"}`>,
  sizes: CaseSpec["sizes"],
  goals: readonly Goal[],
): CaseSpec {
  const [, capacity, how] = name.split("-");
  const buffer = capacity === "0" ? "unbuffered" : `buffered ${capacity}`;
  const plain = how === "plain" ? ", gopark without WebAssembly" : "";
  return {
    name,
    title: `${how === "4" ? "4:4" : "1:1"} across threads, ${buffer}${plain}`,
    op: "one value sent on one thread and received on another",
    metrics: ["ns"],
    sizes,
    step: sides,
    procs: 2,
    ops: identity,
    expected: sumBelow,
    ...(how === "plain" && { isPlain: true }),
    goals,
  };
}

/** What `cross-sha256` comes to, by its size: it takes as long to know as to measure. */
const hashes = new Map<number, number>();

export const workerCases: readonly CaseSpec[] = [
  cross("cross-0", unbuffered, [go(2.3)]),
  cross("cross-0-4", unbuffered, [go(1.8)]),
  cross("cross-128", buffered, [go(2.2), atLeast("message-port", 9), atLeast("multithreading", 60)]),
  cross("cross-128-4", buffered, [go(2.2)]),
  cross("cross-1024", buffered, [go(2.2), atLeast("message-port", 9), atLeast("multithreading", 60)]),
  cross("cross-1024-4", buffered, [go(2.2)]),
  cross("cross-0-plain", unbuffered, [go(2.6)]),
  cross("cross-128-plain", buffered, [go(7), atLeast("multithreading", 20)]),
  cross("cross-1024-plain", buffered, [go(7), atLeast("multithreading", 20)]),
  {
    name: "cross-spin",
    title: "a value goes to another thread and comes back, both awake",
    op: "there and back over two unbuffered channels",
    metrics: ["ns"],
    sizes: { full: 500_000 },
    step: 1,
    procs: 2,
    ops: identity,
    expected: sumBelow,
    goals: [{ against: "self", metric: "ns", bound: 1_000 }],
  },
  {
    name: "cross-here",
    title: "a shared channel with both ends on one thread, buffered 128",
    op: "one value sent and received on the same thread",
    metrics: ["ns"],
    sizes: { full: 2_000_000 },
    step: 1,
    procs: 2,
    ops: identity,
    expected: sumBelow,
    goals: [atMost("gopark-alone", 1.5)],
  },
  {
    name: "cross-spawn",
    title: "a goroutine on any thread that does nothing, with its result",
    op: "one goroutine started, run wherever there is time, and its result taken",
    metrics: ["ns"],
    sizes: { full: 1_000_000, comlink: 10_000, piscina: 50_000, multithreading: 100_000 },
    step: 1,
    procs: 2,
    ops: identity,
    expected: sumBelow,
    goals: [atLeast("comlink", 15), atLeast("piscina", 20), atLeast("multithreading", 8)],
  },
  {
    name: "cross-tasks",
    title: `tasks of ${taskMicros} us on two processors`,
    op: "one task, by the wall clock; with nothing lost it takes half its time",
    metrics: ["ns"],
    sizes: { full: 30_000 },
    step: 1,
    procs: 2,
    ops: identity,
    expected: identity,
    goals: [{ against: "self", metric: "ns", bound: (taskMicros * 1000) / 2 / 0.95 }],
  },
  {
    name: "cross-primes",
    title: "primes below 3,000,000 by trial division, on two processors",
    op: "one number looked at",
    metrics: ["ns"],
    sizes: { full: 3_000_000 },
    warmUp: 100_000,
    step: 100_000,
    procs: 2,
    ops: identity,
    // π(n) at the sizes that are used.
    expected: (size) => ({ 100000: 9_592, 300000: 25_997, 3000000: 216_816 })[size] ?? Number.NaN,
    goals: [go(1.05), atLeast("gopark-alone", 1.85)],
  },
  {
    name: "cross-sha256",
    title: "SHA-256 of blocks of 16 KiB, on two processors",
    op: "one block hashed",
    metrics: ["ns"],
    sizes: { full: 50_000 },
    warmUp: 1_000,
    step: 1_000,
    procs: 2,
    ops: identity,
    expected(size) {
      const sum = hashes.get(size) ?? sumOfHashes(0, size);
      hashes.set(size, sum);
      return sum;
    },
    goals: [go(1.05), atLeast("gopark-alone", 1.85)],
  },
];
