/**
 * Sinks that give values: collect, count, first and last.
 */
import { type Code, MORE } from "./codes.js";
import { ReduceStep } from "./scan.js";
import { type Operator, type Sink, sink } from "./stage.js";
import { Step } from "./step.js";
import { TakeStep } from "./take.js";

class CollectStep extends Step {
  override start(): Code {
    this.held = [];
    return MORE;
  }

  push(value: unknown): Code {
    this.held.push(value);
    return MORE;
  }

  override end(): Code {
    return this.conclude(this.held);
  }
}

/**
 * Gathers all values in an array: the pipeline's result, or in the middle of a pipeline its one value. Of a source without
 * end it never has one.
 *
 * @example
 * ```ts
 * import { collect, pipe } from "@gopark/streams";
 *
 * console.log(await pipe(new Set([1, 2]), collect())); // prints: [ 1, 2 ]
 * ```
 */
export function collect<A>(): Sink<A, A[]> & Operator<A, A[]> {
  return sink("collect", CollectStep);
}

/**
 * Counts the values. In the middle of a pipeline it gives their number as its one value.
 *
 * @example
 * ```ts
 * import { count, pipe } from "@gopark/streams";
 *
 * console.log(await pipe("hello", count())); // prints: 5
 * ```
 */
export function count(): Sink<unknown, number> & Operator<unknown, number> {
  return sink("count", ReduceStep, (n: number) => n + 1, [0]);
}

/**
 * The first value; then the source is closed. Undefined if there is none; in the middle of a pipeline nothing, then.
 *
 * @example
 * ```ts
 * import { first, pipe } from "@gopark/streams";
 *
 * console.log(await pipe([7, 8], first()), await pipe([], first())); // prints: 7 undefined
 * ```
 */
export function first<A>(): Sink<A, A | undefined> & Operator<A, A | undefined> {
  return sink("first", TakeStep, 1);
}

class LastStep extends Step {
  push(value: unknown): Code {
    this.index = 1;
    this.held = value;
    return MORE;
  }

  override end(): Code {
    return this.index > 0 ? this.conclude(this.held) : this.next.end();
  }
}

/**
 * The last value. Undefined if there is none; in the middle of a pipeline nothing, then.
 *
 * @example
 * ```ts
 * import { last, pipe } from "@gopark/streams";
 *
 * console.log(await pipe([7, 8], last())); // prints: 8
 * ```
 */
export function last<A>(): Sink<A, A | undefined> & Operator<A, A | undefined> {
  return sink("last", LastStep);
}
