/**
 * What the language has: one async generator for each operator, `for await` between them.
 *
 * No hop and no width: an async generator has no other going on beside it.
 */

import { inTurns, isOdd, mix, plusOne } from "../cases-streams.js";
import type { CaseFn, Subject } from "../subject.js";

async function* map<A, B>(source: AsyncIterable<A> | Iterable<A>, f: (value: A) => B): AsyncGenerator<B> {
  for await (const value of source) yield f(value);
}

async function* filter<A>(source: AsyncIterable<A>, accepts: (value: A) => boolean): AsyncGenerator<A> {
  for await (const value of source) if (accepts(value)) yield value;
}

async function* scan<A, B>(source: AsyncIterable<A>, f: (sum: B, value: A) => B, from: B): AsyncGenerator<B> {
  let sum = from;
  for await (const value of source) {
    sum = f(sum, value);
    yield sum;
  }
}

/** An array as an async source, without the promise that `for await` makes of each value of a plain one. */
async function* each<A>(values: readonly A[]): AsyncGenerator<A> {
  for (const value of values) yield value;
}

const fused: CaseFn = (size) =>
  inTurns(size, async (input) => {
    let last = 0;
    for await (const sum of scan(filter(map(each(input), plusOne), isOdd), mix, 0)) last = sum;
    return last;
  });

export const subject: Subject = {
  "streams-fused": fused,
};
