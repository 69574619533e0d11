/**
 * The cases of pipelines: operators, one hop between goroutines, mapping by async functions, and memory. What holds
 * for cases (B1 to B3 in `cases.ts`) holds for these.
 */

import { atLeast, atMost, type CaseSpec, identity } from "./case-spec.js";

/** How many numbers a pipeline gets at a time; a larger sample runs it several times. */
const numbersAtATime = 1_000_000;
/** The same, of `streams-async`. RxJS keeps what it can't begin yet in an array that it shifts: above this, that is all one sees. */
export const promisesAtATime = 100_000;
/** How many values may lie between the two halves of a pipeline with a hop. */
export const hopRoom = 16;
/** How many async functions of `streams-async` run at a time. */
export const asyncWidth = 8;
/** Bytes in a block of `streams-memory`. */
const blockBytes = 65_536;

// The checksum stays small, and no number is kept in a box of its own: what costs time is the pipeline.
export const plusOne = (value: number): number => value + 1;
export const isOdd = (value: number): boolean => value % 2 === 1;
export const mix = (sum: number, value: number): number => (sum * 31 + value) % 1_000_003;

/** What an async function does with its number. The other side of the await is the least a real one waits for. */
export async function plusOneLater(value: number): Promise<number> {
  await undefined;
  return value + 1;
}

const inputs = new Map<number, readonly number[]>();

/** The numbers from 0 below `length`, made once. */
function numbers(length: number): readonly number[] {
  let found = inputs.get(length);
  if (found === undefined) {
    found = Array.from({ length }, (_, index) => index);
    inputs.set(length, found);
  }
  return found;
}

/** Runs a pipeline as often as it takes to put `size` numbers through it, and adds up what it comes to. */
export async function inTurns(
  size: number,
  pipeline: (input: readonly number[]) => Promise<number>,
  length: number = numbersAtATime,
): Promise<number> {
  let sum = 0;
  for (let left = size; left > 0; left -= length) sum += await pipeline(numbers(Math.min(left, length)));
  return sum;
}

/** What plusOne, isOdd and mix come to, without any pipeline. */
function mixed(size: number): number {
  let sum = 0;
  for (let left = size; left > 0; left -= numbersAtATime) {
    let mixture = 0;
    for (let value = 0; value < Math.min(left, numbersAtATime); value++) {
      if (isOdd(plusOne(value))) mixture = mix(mixture, plusOne(value));
    }
    sum += mixture;
  }
  return sum;
}

/** One line of the text in `streams-memory`; a block is full of them. */
const line = `${"x".repeat(127)}\n`;
export const linesPerBlock: number = blockBytes / line.length;
export const block: Uint8Array = new TextEncoder().encode(line.repeat(linesPerBlock));

export const streamCases: readonly CaseSpec[] = [
  {
    name: "streams-fused",
    title: "map.filter.scan, 1M numbers of an array",
    op: "one number put through map, filter and scan",
    metrics: ["ns"],
    sizes: { full: 20_000_000, effect: 4_000_000, "async-generators": 2_000_000 },
    step: 1,
    ops: identity,
    expected: mixed,
    goals: [atMost("rxjs", 1.2), atLeast("effect", 20), atLeast("async-generators", 10)],
  },
  {
    name: "streams-hop",
    title: `map | filter.scan, ${hopRoom} values between two goroutines`,
    op: "one number put through map, a buffer between two goroutines (fibers, streams), filter and scan",
    metrics: ["ns"],
    sizes: { full: 10_000_000, effect: 500_000, "web-streams": 200_000 },
    step: 1,
    ops: identity,
    expected: mixed,
    goals: [atLeast("effect", 5), atLeast("web-streams", 5)],
  },
  {
    name: "streams-async",
    title: `async map of 100k numbers, ${asyncWidth} at a time`,
    op: "one number mapped by an async function that awaits once",
    metrics: ["ns"],
    sizes: { full: 1_000_000, effect: 100_000 },
    step: 1,
    ops: identity,
    expected: (size) => {
      let sum = 0;
      for (let left = size; left > 0; left -= promisesAtATime) {
        const length = Math.min(left, promisesAtATime);
        sum += (length * (length + 1)) / 2;
      }
      return sum;
    },
    goals: [atMost("rxjs", 1.2), atLeast("effect", 3)],
  },
  {
    name: "streams-memory",
    title: "1 GB of lines, slow sink",
    op: "one block of 64 KiB cut into lines, which a sink takes that gives the event loop a turn for every block",
    metrics: ["peak"],
    sizes: { full: 16_384 },
    step: 1,
    ops: () => 1,
    expected: (size) => size * linesPerBlock,
    maxRounds: 3,
    goals: [{ against: "self", metric: "peak", bound: 64 }],
  },
];
