/**
 * Operations made of other operations: loops and mapped calls.
 *
 * A composite can't be a case of a select: it has effects before it completes.
 *
 *   M1  Like any operation it is performed at most once, and has no effect before.
 */
import { runApart } from "./foreign.js";
import { reused } from "./misuse.js";
import type { Op } from "./operation.js";
import type { Suspend } from "./suspend.js";

/** An operation whose steps are those of a generator. */
export class Composite<T> implements Op<T> {
  private body: (() => Generator<any, T, any>) | null;

  constructor(body: () => Generator<any, T, any>) {
    this.body = body;
  }

  [Symbol.iterator](): Iterator<Suspend, T, any> {
    return this.take()();
  }

  // biome-ignore lint/suspicious/noThenProperty: an operation is awaitable by design.
  then<A = T, B = never>(
    onFulfilled?: ((value: T) => A | PromiseLike<A>) | null,
    onRejected?: ((reason: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    return runApart<T>(() => this.take()()).then(onFulfilled, onRejected);
  }

  map<U>(f: (value: T) => U): Op<U> {
    return mapped(this, f);
  }

  private take(): () => Generator<any, T, any> {
    const { body } = this;
    if (!body) throw reused("loop");
    this.body = null;
    return body;
  }
}

/** An operation with its result passed through `f`. */
export function mapped<T, U>(source: Op<T>, f: (value: T) => U): Op<U> {
  return new Composite(function* (): Generator<any, U, any> {
    return f(yield* source);
  });
}
