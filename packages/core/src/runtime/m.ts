/**
 * M: the thread that runs goroutines. One per JavaScript realm.
 *
 *   M1  `g` is the goroutine whose code is on the JavaScript stack, null while none is.
 *   M2  `p` is the P whose loop is on the JavaScript stack, null while none is.
 *
 * @go runtime/runtime2.go m
 */
import type { Frame } from "./frame.js";
import type { G } from "./g.js";
import type { Operation } from "./operation.js";
import type { P } from "./p.js";
import type { Sched } from "./sched.js";

/** The state of the thread that the hottest paths read. */
interface M {
  /** The goroutine that is running (M1). */
  g: G | null;
  /** The P whose loop is running (M2). */
  p: P | null;
  /** Operations and switches left until the clock is read. */
  budget: number;
  /** How often the run loop is left for code that awaits, before its slice is over (A3 of foreign.ts). */
  hops: number;
  /** How many calls run nested on the JavaScript stack. */
  depth: number;
  /** The sum of `external` over all programs. */
  external: number;
  /** Says where a goroutine is being created, `depth` calls below; null unless debugging is on. */
  siteOf: ((depth?: number) => string) | null;
  /**
   * Told of each goroutine that starts, and of each that has ended; null until debugging is on for the first time. `site` is
   * where it was started, as lines of a dump, where the stack does not say.
   */
  trace: ((g: G, site?: string) => void) | null;
  /** Says where a suspended frame stands; null where the engine can't tell. */
  locate: ((frame: Frame) => string) | null;
  /** Answers values that goroutines yield and that are no operations; null until an adapter can. */
  answer: ((g: G, value: unknown) => Frame) | null;
  /**
   * Starts goroutines that may run on any thread; answers null for all others. One with `isTold` never panics: its result
   * is `[true, result]`, or false and what was thrown. Null until there are other threads.
   */
  spawn: ((fn: (...args: any[]) => unknown, args: unknown[], isTold?: boolean) => unknown) | null;
  /** Performs an operation outside goroutines. foreign.ts sets it: operations can't import what needs goroutines. */
  awaitOp: <T>(op: Operation<T>) => Promise<T>;
  /** Adds to the text of a panic those that it has replaced. */
  printPanics: (thrown: unknown, text: string) => string;
  /** Says who waits for whom, for the report of a deadlock. */
  explain: (sched: Sched) => string;
}

/** This thread. */
export const m: M = {
  g: null,
  p: null,
  budget: 0,
  hops: 0,
  depth: 0,
  external: 0,
  siteOf: null,
  trace: null,
  locate: null,
  answer: null,
  spawn: null,
  awaitOp: null as unknown as M["awaitOp"],
  printPanics: (_thrown, text) => text,
  explain: () => "",
};
