/**
 * What a function gives of which several values may come: a source, or a generator.
 *
 * A generator may do both: perform operations by `yield*`, as any goroutine's body, and give values by `yield`. If it
 * gives none, what it returns is its one value; undefined is none.
 */
import type { Go } from "@gopark/core";
import type { HChan } from "@gopark/core/internal";
import { type Code, MORE, PARK, STOP } from "./codes.js";
import { goexit, SUSPENDED } from "./engine.js";
import { feed, push, settle, sourceOf } from "./feed.js";
import type { Scope } from "./scope.js";
import { SendStep } from "./send-step.js";
import { Flow, isGenerator, type Step } from "./step.js";
import { named } from "./stream-error.js";

/** The token that operations yield. */
const SUSPEND: unknown = /* @__PURE__ */ (() => SUSPENDED.value)();

/** Performs a generator, and pushes what it yields besides operations. Its result is the last push's answer. */
class FrameFeed implements Iterator<any, Code, any> {
  private readonly frame: Generator<any, any, any>;
  private readonly head: Step;
  /** Whether it has given a value. */
  hasGiven = false;
  /** Whether it has returned. */
  isDone = false;
  /** What it has returned. */
  result: unknown = undefined;

  constructor(frame: Generator<any, any, any>, head: Step) {
    this.frame = frame;
    this.head = head;
  }

  [Symbol.iterator](): this {
    return this;
  }

  next(resumed?: unknown): IteratorResult<any, Code> {
    let result = this.frame.next(resumed);
    for (;;) {
      if (result.done) {
        this.isDone = true;
        this.result = result.value;
        return { done: true, value: MORE };
      }
      // As it is: the scheduler knows it by its identity.
      if (result.value === SUSPEND) return result;
      this.hasGiven = true;
      const code = this.head.push(result.value);
      if (code !== MORE) return { done: true, value: code };
      result = this.frame.next();
    }
  }

  return(value?: any): IteratorResult<any, any> {
    return this.frame.return(value);
  }

  throw(error: unknown): IteratorResult<any, any> {
    return this.frame.throw(error);
  }
}

function* feedFrame(frame: Generator<any, any, any>, head: Step, flow: Flow): Go<Code> {
  const frames = new FrameFeed(frame, head);
  let isOver = false;
  try {
    for (;;) {
      let code: Code = yield* frames;
      if (flow.scope.isOver) yield* goexit();
      if (frames.isDone) {
        isOver = true;
        const { hasGiven, result } = frames;
        return hasGiven || result === undefined ? MORE : yield* push(result, head, flow);
      }
      if (code === PARK) code = yield* settle(flow);
      if (code === STOP) return STOP;
    }
  } finally {
    // Its own `finally` blocks may wait.
    if (!isOver) yield* flow.scope.shield(leaving(frame));
  }
}

/** Makes a generator return where it stands. One that has returned does nothing. */
function leaving(frame: Generator<any, any, any>): Iterable<any> {
  let isTold = false;
  return {
    [Symbol.iterator]: () => ({
      next(resumed?: unknown) {
        if (isTold) return frame.next(resumed);
        isTold = true;
        return frame.return(undefined);
      },
    }),
  };
}

/** Pushes all values of what a function gave. */
export function feedResult(given: unknown, head: Step, flow: Flow): Go<Code> {
  return typeof given === "object" && given !== null && isGenerator(given)
    ? feedFrame(given, head, flow)
    : feed(sourceOf("result", given), head, flow);
}

/** Sees to it that a promise that may never be waited for, because the goroutine that would is cancelled, rejects quietly. */
export function hush(given: unknown): void {
  if (given instanceof Promise) given.then(undefined, () => {});
}

/** Sends all values of what a function gave, in a goroutine of `scope`. */
export function* feedApart(given: unknown, ch: HChan<any>, scope: Scope, where: string): Go<void> {
  const flow = new Flow(scope);
  try {
    yield* feedResult(given, new SendStep(ch, flow), flow);
  } catch (error) {
    throw named(error, where);
  }
}
