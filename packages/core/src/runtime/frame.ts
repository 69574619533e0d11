/**
 * Frames: the suspended functions that make up a goroutine's stack.
 *
 *   F1  `g.gen` is the innermost frame and `g.answers` the call it answers; `caller` and `below` of a call are
 *       what both were before it: a linked stack, innermost first.
 *
 * @go runtime/stack.go
 */
import type { G } from "./g.js";

/** A suspended function of a goroutine. */
export type Frame = Generator<unknown, unknown, unknown>;

/** A call on a goroutine's own stack. */
export interface Call {
  /** The function called. */
  readonly fn: (...args: any[]) => unknown;
  /** The frame of the caller (F1). */
  caller: Frame | null;
  /** The call that the caller answers (F1). */
  below: Call | null;
  /** The innermost frame of `g`, which answers this call, has ended: returns the caller's, which takes the outcome. */
  leave(g: G, hasFailed: boolean, outcome: unknown): Frame;
  /** The frame that answers this call has been left by unwinding: what is to run before the caller's is left too. */
  exit?(unwinding: Exiting): Frame | null;
}

/** What has been thrown while a goroutine leaves its frames. */
export interface Thrown {
  readonly error: unknown;
}

/** The frame has yet to be told to return. */
export const BEFORE = 0;
/** It has been told to return. */
export const LEAVING = 1;
/** It is one that a call has given to be run. */
export const AT_WORK = 2;

/** A goroutine that is leaving all its frames. */
export interface Exiting {
  /** How far it is with the frame at hand: BEFORE, LEAVING or AT_WORK. */
  readonly progress: number;
  /** What has been thrown meanwhile and not been recovered. */
  thrown: Thrown | null;
}

/** What kind of object it says it is: "Generator" is what a generator function returns. */
export function tagOf(value: unknown): string | undefined {
  return (value as { [Symbol.toStringTag]?: string } | null | undefined)?.[Symbol.toStringTag];
}

/** Whether a value can be awaited. */
export function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof (value as PromiseLike<unknown> | null | undefined)?.then === "function";
}

/** A frame that performs one operation, or runs any other iterator that keeps to the protocol of suspend.ts. */
export function* adopt<T>(source: {
  [Symbol.iterator](): Iterator<unknown, T, unknown>;
}): Generator<unknown, T, unknown> {
  return yield* source;
}
