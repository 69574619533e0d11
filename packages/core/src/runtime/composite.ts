/**
 * Operations made of other operations: loops and mapped calls.
 *
 * A composite can't be a case of a select: it has effects before it completes.
 *
 *   M1  Like any operation it is performed at most once, and has no effect before.
 *   M2  Its steps are those of a generator function that is made once and takes what it works on as arguments. Tempting and
 *       slow: one written on the spot. The first call of each generator function costs 1 to 2 microseconds in V8.
 */
import { runApart } from "./foreign.js";
import { reused } from "./misuse.js";
import type { Op } from "./operation.js";

/** An operation whose steps are those of a generator (M2). */
export class Composite<T> implements Op<T> {
  private body: (() => Generator<any, T, any>) | null;

  constructor(body: () => Generator<any, T, any>) {
    this.body = body;
  }

  [Symbol.iterator](): Generator<any, T, any> {
    const { body } = this;
    if (!body) throw reused("loop");
    this.body = null;
    return body();
  }

  // biome-ignore lint/suspicious/noThenProperty: an operation is awaitable by design.
  then<R = T, N = never>(
    onFulfilled?: ((value: T) => R | PromiseLike<R>) | null,
    onRejected?: ((reason: unknown) => N | PromiseLike<N>) | null,
  ): Promise<R | N> {
    return runApart<T>(() => this).then(onFulfilled, onRejected);
  }

  map<U>(f: (value: T) => U): Op<U> {
    return mapped(this, f);
  }
}

function* mapping<T, U>(source: Op<T>, f: (value: T) => U): Generator<any, U, any> {
  return f(yield* source);
}

/** An operation with its result passed through `f`. */
export function mapped<T, U>(source: Op<T>, f: (value: T) => U): Op<U> {
  return new Composite(() => mapping(source, f));
}
