/**
 * Stages: operators and sinks, as `pipe` takes them.
 *
 * To users they are opaque: `Operator` and `Sink` say what goes in and what comes out. Behind both is a Stage. A
 * sink is an operator whose last value is the pipeline's result.
 *
 *   S1  A stage holds nothing of a run: one stage may stand in many pipelines, and run in many at once. (What
 *       `explain` tells is the exception.)
 */
import type { Go } from "@gopark/core";
import type { Code } from "./codes.js";
import type { Upstream } from "./drive.js";
import { wrong } from "./engine.js";
import type { Scope } from "./scope.js";
import type { Flow, Step } from "./step.js";

declare const input: unique symbol;
declare const output: unique symbol;
declare const kind: unique symbol;

/**
 * A stage that turns values of type A into values of type B. Made by `map`, `filter` and the like.
 *
 * @example An operator made of others.
 * ```ts
 * import { collect, filter, type Operator, pipe } from "@gopark/streams";
 *
 * function even(): Operator<number, number> {
 *   return filter((n) => n % 2 === 0);
 * }
 *
 * console.log(await pipe([1, 2, 3, 4], even(), collect())); // prints: [ 2, 4 ]
 * ```
 */
export interface Operator<in A, out B> {
  /** Its name in errors and explanations. */
  readonly name: string;
  /** What it takes. */
  readonly [input]: (value: A) => void;
  /** What it gives. */
  readonly [output]: B;
  /** Sets it apart from a sink. Both have the same members: else TypeScript would not infer one from the other. */
  readonly [kind]: {
    /** An operator. */
    readonly operator: true;
  };
}

/**
 * The end of a pipeline: takes values of type A, and has a result of type R once there are no more.
 *
 * @example
 * ```ts
 * import { pipe, reduce, type Sink } from "@gopark/streams";
 *
 * const sum: Sink<number, number> = reduce((sum, n: number) => sum + n, 0);
 * console.log(await pipe([1, 2, 3], sum)); // prints: 6
 * ```
 */
export interface Sink<in A, out R> {
  /** Its name in errors and explanations. */
  readonly name: string;
  /** What it takes. */
  readonly [input]: (value: A) => void;
  /** What it results in. */
  readonly [output]: R;
  /** Sets it apart from an operator. */
  readonly [kind]: {
    /** A sink. */
    readonly sink: true;
  };
}

/**
 * An operator that is no sink as well. The last stage of a stream: what is both, as `reduce`, is a sink there.
 *
 * @example
 * ```ts
 * import { type Last, map, pipe } from "@gopark/streams";
 *
 * const lengths: Last<string, number> = map((text: string) => text.length);
 * for await (const n of pipe(["a", "bc"], lengths)) console.log(n); // prints: 1 | 2
 * ```
 */
export interface Last<in A, out B> {
  /** Its name in errors and explanations. */
  readonly name: string;
  /** What it takes. */
  readonly [input]: (value: A) => void;
  /** What it gives. */
  readonly [output]: B;
  /** Sets it apart from a sink. */
  readonly [kind]: {
    /** An operator. */
    readonly operator: true;
    /** And no sink. */
    readonly sink?: never;
  };
}

/** The class of a fused stage's steps. */
export type StepClass = new (next: Step, flow: Flow, given?: any, option?: any) => Step;

/** Runs a stage that is a boundary: pulls from upstream, pushes into `head`. MORE at the end, STOP if told to stop. */
export type Drive = (up: Upstream, head: Step) => Go<Code>;

/** Watches over a whole run; answers what ends the watch. */
export type Guard = (scope: Scope) => () => void;

/** An operator or a sink. */
export class Stage {
  /** Its name. */
  readonly name: string;
  /** Its step; null at a boundary, and in a stage that only watches. */
  readonly step: StepClass | null;
  /** What its step is made with: what the operator was called with. */
  readonly given: unknown;
  readonly option: unknown;
  /** Whether it is the end of a pipeline. */
  isSink = false;
  /** Runs it; null if it is no boundary. */
  drive: Drive | null = null;
  /** Watches over the run; null in nearly all. */
  guard: Guard | null = null;
  /** What `explain` says about it besides its name. */
  note: (() => string) | null = null;

  constructor(name: string, step: StepClass | null, given?: unknown, option?: unknown) {
    this.name = name;
    this.step = step;
    this.given = given;
    this.option = option;
  }
}

/** A fused operator. */
export function fused<A, B>(
  name: string,
  step: StepClass,
  given?: unknown,
  option?: unknown,
): Operator<A, B> {
  return new Stage(name, step, given, option) as unknown as Operator<A, B>;
}

/** An operator that is a boundary: what is upstream of it runs in goroutines of its own. */
export function boundary<A, B>(name: string, drive: Drive, note?: () => string): Operator<A, B> {
  const stage = new Stage(name, null);
  stage.drive = drive;
  stage.note = note ?? null;
  return stage as unknown as Operator<A, B>;
}

/** A sink. In any other place than the last it is an operator that gives its result as its one value. */
export function sink<A, R, B = R>(
  name: string,
  step: StepClass,
  given?: unknown,
  option?: unknown,
): Sink<A, R> & Operator<A, B> {
  const stage = new Stage(name, step, given, option);
  stage.isSink = true;
  return stage as unknown as Sink<A, R> & Operator<A, B>;
}

/** Throws unless what was given is fit. */
export function check(isFit: boolean, where: string, want: string, given: unknown): void {
  if (!isFit) throw wrong(where, want, given);
}

/** Checks that an operator was given a function. */
export function func<F>(where: string, f: F): F {
  check(typeof f === "function", where, "a function", f);
  return f;
}

/** Checks that an operator was given an integer from `least` up. */
export function whole(where: string, n: number, least: number): number {
  check(n >= least && Math.floor(n) === n, where, `an integer from ${least} up`, n);
  return n;
}

/** Checks that an operator was given milliseconds. */
export function millis(where: string, ms: number): number {
  check(ms >= 0, where, "milliseconds", ms);
  return ms;
}
