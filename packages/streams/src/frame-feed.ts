/**
 * What a function gives of which several values may come: a source, or a generator.
 *
 * A generator may do both: perform operations by `yield*`, as any goroutine's body, and give values by `yield`. If it
 * gives none, what it returns is its one value; undefined is none.
 */
import type { Go, Yieldable } from "@gopark/core";
import { type Code, MORE, STOP } from "./codes.js";
import type { Upstream } from "./drive.js";
import { isYieldable } from "./engine.js";
import { closing, push, sourceOf } from "./feed.js";
import { Branch } from "./origin.js";
import { boundary, type Operator } from "./stage.js";
import { isGenerator, type Step } from "./step.js";

/** A generator that performs operations and gives values. */
type Frame = Generator<any, any, any>;

/**
 * The values that come of a generator which a `flatMap` or the like is given: what it yields besides operations, and
 * what it may return instead.
 *
 * @example
 * ```ts
 * import type { Suspend } from "@gopark/core";
 * import type { Given } from "@gopark/streams";
 *
 * const n: Given<Suspend | number, void> = 1;
 * const s: Given<Suspend, string | undefined> = "a";
 * console.log(n, s); // prints: 1 a
 * ```
 */
export type Given<Y, R> =
  | Exclude<Y, Yieldable>
  | (unknown extends R ? ([Y] extends [Yieldable] ? R : never) : Exclude<R, void>);

/** Performs a generator, and pushes what it yields besides operations. */
function* feedFrame(frame: Frame, head: Step): Go<Code> {
  const { flow } = head;
  const { place } = flow;
  let hasGiven = false;
  // Whether there is something to leave: not once it has ended. If it has thrown, making it return does nothing.
  let isOpen = true;
  try {
    for (let result = frame.next(); ; ) {
      const { done, value } = result;
      isOpen = !done;
      if (done) return hasGiven || value === undefined ? MORE : yield* push(value, head);
      if (isYieldable(value)) result = yield* performing(frame, value);
      else {
        hasGiven = true;
        if ((yield* push(value, head)) === STOP) return STOP;
        result = frame.next();
      }
    }
  } finally {
    // Its own `finally` blocks may wait.
    if (isOpen) yield* closing(flow, place, () => leaving(frame));
  }
}

/** Performs what a generator has yielded, and resumes it. */
function* performing(frame: Frame, value: unknown): Frame {
  let answer: unknown;
  try {
    // As it is: the scheduler knows it by its identity, or by its handler.
    answer = yield value;
  } catch (error) {
    return frame.throw(error);
  }
  return frame.next(answer);
}

/** Makes a generator return where it stands. */
function* leaving(frame: Frame): Frame {
  for (let left = frame.return(undefined); !left.done; ) left = yield* performing(frame, left.value);
}

/** A boundary that is a goroutine's body, which yields the values that it gives. */
export function giving<A, B>(
  name: string,
  body: (up: Upstream) => Frame,
  note?: () => string,
): Operator<A, B> {
  return boundary(name, (up, head) => feedFrame(body(up), head), note);
}

/** What a function gave, as a source. */
export function resultOf(given: unknown): unknown {
  return isGenerator(Object(given))
    ? new Branch((head) => feedFrame(given as Frame, head))
    : sourceOf("result", given);
}
