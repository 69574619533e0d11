/**
 * Sinks that give values: collect, count, first and last.
 */
import { type Code, MORE } from "./codes.js";
import { type Operator, type Sink, sink } from "./stage.js";
import { Step } from "./step.js";

class CollectStep extends Step {
  private readonly values: unknown[] = [];

  push(value: unknown): Code {
    this.values.push(value);
    return MORE;
  }

  override end(): Code {
    return this.last(this.values);
  }
}

/**
 * Gathers all values in an array: the pipeline's result, or in the middle of a pipeline its one value.
 *
 * @example
 * ```ts
 * import { collect, pipe } from "@gopark/streams";
 *
 * console.log(await pipe(new Set([1, 2]), collect())); // prints: [ 1, 2 ]
 * ```
 */
export function collect<A>(): Sink<A, A[]> & Operator<A, A[]> {
  return sink("collect", (next, flow) => new CollectStep(next, flow));
}

class CountStep extends Step {
  private count = 0;

  push(): Code {
    this.count++;
    return MORE;
  }

  override end(): Code {
    return this.last(this.count);
  }
}

/**
 * Counts the values.
 *
 * @example
 * ```ts
 * import { count, pipe } from "@gopark/streams";
 *
 * console.log(await pipe("hello", count())); // prints: 5
 * ```
 */
export function count(): Sink<unknown, number> & Operator<unknown, number> {
  return sink("count", (next, flow) => new CountStep(next, flow));
}

class FirstStep extends Step {
  push(value: unknown): Code {
    return this.last(value);
  }
}

/**
 * The first value; then the source is closed. Undefined if there is none.
 *
 * @example
 * ```ts
 * import { first, pipe } from "@gopark/streams";
 *
 * console.log(await pipe([7, 8], first()), await pipe([], first())); // prints: 7 undefined
 * ```
 */
export function first<A>(): Sink<A, A | undefined> & Operator<A, A | undefined> {
  return sink("first", (next, flow) => new FirstStep(next, flow));
}

class LastStep extends Step {
  /** The last value so far; empty at first. */
  private latest: unknown[] = [];

  push(value: unknown): Code {
    this.latest = [value];
    return MORE;
  }

  override end(): Code {
    return this.latest.length === 0 ? this.next.end() : this.last(this.latest[0]);
  }
}

/**
 * The last value. Undefined if there is none.
 *
 * @example
 * ```ts
 * import { last, pipe } from "@gopark/streams";
 *
 * console.log(await pipe([7, 8], last())); // prints: 8
 * ```
 */
export function last<A>(): Sink<A, A | undefined> & Operator<A, A | undefined> {
  return sink("last", (next, flow) => new LastStep(next, flow));
}
