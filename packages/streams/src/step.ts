/**
 * Steps: the fused part of a pipeline.
 *
 * Operators that need no goroutine of their own become steps, and a step hands each value to the next by a plain
 * call: nothing is stored, made or waited for between them. The loop that reads the source calls the first.
 *
 *   T1  A step answers MORE, STOP or PARK. After STOP it is called no more; whoever answered STOP of its own accord
 *       has called `next.end()` first.
 *   T2  `end` is called at most once, after all values, and not after STOP. It answers STOP or PARK.
 *   T3  A step that has to wait (for a promise, for an operation, for a goroutine's body) says so by `flow.park` and
 *       returns PARK. All steps before it return PARK as well, and the loop waits in `settle` (feed.ts). There is one
 *       such wait at a time.
 *   T4  A step that wants to go on after its `next` has parked, as one that pushes several values, says
 *       `flow.later(this)` before it returns PARK: `proceed` is called with the answer. Inner steps go on first.
 *   T5  What a step's own function throws is a StreamError with the step's name by the time it leaves the step.
 *   T6  A step that has values of its own to give after the end, as from another source, does so in `after`: the source of
 *       the segment is closed by then. It calls `next.end()` only after them, though it has answered STOP before.
 */
import type { Op } from "@gopark/core";
import { type Code, MORE, PARK, STOP } from "./codes.js";
import { wait } from "./engine.js";
import type { Scope } from "./scope.js";
import { named, type StreamError } from "./stream-error.js";

/** Whether a function gave something to wait for: a goroutine's body, a promise, an operation. */
export function isBody(value: unknown): boolean {
  return (
    typeof value === "object" &&
    value !== null &&
    (typeof (value as PromiseLike<unknown>).then === "function" || isGenerator(value))
  );
}

/** A promise as an operation, and everything else that is no operation. */
export function performed(value: any): Op<any> {
  return Symbol.iterator in Object(value) ? value : wait(value);
}

/** What kind of object it says it is. */
export function tagOf(value: object): string | undefined {
  return (value as { [Symbol.toStringTag]?: string })[Symbol.toStringTag];
}

/** Whether a value is what a generator function returns. */
export function isGenerator(value: object): value is Generator<any, any, any> {
  return tagOf(value) === "Generator";
}

/** The goroutine's way through one segment: the steps that wait. */
export class Flow {
  /** Where the segment's goroutine runs, and what it opens. */
  readonly scope: Scope;
  /** What is being read for: what the segment begins with, or a step that waits. For errors of cancelled clean-ups. */
  place = "source";
  /** The step that waits (T3). */
  step: Step | null = null;
  /** What it waits for: a promise, an operation or a generator. */
  body: unknown = undefined;
  /** Who wants to go on (T4): the first at the end. */
  readonly rest: Step[] = [];
  /** How many of them were there before the step that waits. */
  base = 0;
  /** What the segment has failed with. */
  failure: unknown = undefined;
  /** The step that wants to be told before the segment's goroutine waits; null in nearly all. */
  idler: Idler | null = null;

  constructor(scope: Scope) {
    this.scope = scope;
  }

  /** `step` waits for `body`: its `resume` gets the result. */
  park(step: Step, body: unknown): Code {
    this.step = step;
    this.body = body;
    this.base = this.rest.length;
    return PARK;
  }

  /** `step` wants to go on when what has just parked is through: after those that have said so since. */
  later(step: Step): Code {
    this.rest.splice(this.base, 0, step);
    return PARK;
  }
}

/** A step that wants to be told before the segment's goroutine waits. */
export interface Idler extends Step {
  /** The goroutine is going to wait. */
  idle(): Code;
}

/** One step. */
export abstract class Step<A = any> {
  /** The one that gets what this one gives; null in the last. */
  readonly next: Step;
  /** The segment it belongs to. */
  readonly flow: Flow;
  /** What its operator was called with first: mostly a function, or a count. */
  protected given: any;
  /** What its operator was called with besides. */
  protected readonly option: any;
  /** Its stage, in errors. */
  where = "";
  /** How many values its function was called with; or what else it counts. */
  protected index = 0;
  /** The value that waits, or whose result is waited for; or what else is kept from one value to the next. */
  held: any = undefined;
  /** The values that are being pushed. */
  private list: readonly unknown[] = [];
  /** How many of them have been. */
  private pushed = 0;
  /** Whether the end follows them. */
  private isEnding = false;

  constructor(next: Step | null, flow: Flow, given?: unknown, option?: unknown) {
    this.next = next as Step;
    this.flow = flow;
    this.given = given;
    this.option = option;
  }

  /** Takes a value. */
  abstract push(value: A): Code;

  /** No more values come (T2). */
  end(): Code {
    return this.next ? this.next.end() : STOP;
  }

  /** What it waited for has come. */
  resume(_result: unknown): Code {
    return MORE;
  }

  /** Goes on after `next` has parked (T4). */
  proceed(given: Code): Code {
    const { list } = this;
    let code = given;
    while (code === MORE && this.pushed < list.length) {
      code = this.next.push(list[this.pushed++]);
      if (code === PARK) return this.flow.later(this);
    }
    return code === MORE && this.isEnding ? this.next.end() : code;
  }

  /** The segment begins: gives what comes before all values. */
  start(): Code {
    return MORE;
  }

  /** The source is closed: gives what comes after all values (T6). */
  after?(): Code;

  /** The segment is left, in whatever way. What this gives is waited for. */
  dispose(): unknown {
    return undefined;
  }

  /** Pushes several values. */
  protected spread(list: readonly unknown[]): Code {
    this.list = list;
    this.pushed = 0;
    return this.proceed(MORE);
  }

  /** Pushes the last values of all and ends. */
  protected conclude(...values: unknown[]): Code {
    this.isEnding = true;
    return this.spread(values);
  }

  /** Its function threw (T5). */
  failed(error: unknown): StreamError {
    return named(error, this.where);
  }
}

/** A step with a function of the user's, which it is given. */
export abstract class FuncStep<A = any> extends Step<A> {
  push(value: A): Code {
    let result: unknown;
    try {
      result = this.given(value, this.index++);
    } catch (error) {
      throw this.failed(error);
    }
    if (!isBody(result)) return this.take(value, result);
    this.held = value;
    return this.flow.park(this, result);
  }

  override resume(result: unknown): Code {
    const value: A = this.held;
    this.held = undefined;
    return this.take(value, result);
  }

  /** Goes on with what the function gave for `value`. */
  protected abstract take(value: A, result: unknown): Code;
}
