/**
 * The floor: generators and a hand-written loop, with nothing of a runtime.
 *
 * An operation is the least that `yield*` can do: a preallocated object whose iterator suspends once. There is no
 * queue, no channel and no waking: the loop knows who is next. What this costs, every runtime on generators pays.
 */

import type { CaseFn, Subject } from "../subject.js";

type Body = Generator<undefined, void, undefined>;

const suspended: IteratorYieldResult<undefined> = { done: false, value: undefined };
const resumed: IteratorReturnResult<undefined> = { done: true, value: undefined };

/** Suspends whoever performs it, once per `yield*`. Each generator has its own. */
class Park implements Iterator<undefined, undefined, undefined> {
  /** Between the suspension and the resume. */
  private isParked = false;

  [Symbol.iterator](): this {
    return this;
  }

  next(): IteratorResult<undefined, undefined> {
    this.isParked = !this.isParked;
    return this.isParked ? suspended : resumed;
  }
}

/** Resumes two generators in turn until both are done. */
function alternate(left: Body, right: Body): void {
  for (;;) {
    const leftDone = left.next().done;
    const rightDone = right.next().done;
    if (leftDone === true && rightDone === true) return;
  }
}

const pingPong: CaseFn = async (size) => {
  const rounds = size / 2;
  let value = 0;
  let sum = 0;
  function* ping(): Body {
    const park = new Park();
    for (let i = 0; i < rounds; i++) {
      value = i;
      yield* park;
      sum += value;
    }
  }
  function* pong(): Body {
    const park = new Park();
    for (let i = 0; i < rounds; i++) {
      value += 1;
      yield* park;
    }
  }
  alternate(ping(), pong());
  return sum;
};

const yields: CaseFn = async (size) => {
  let last = -1;
  let switches = 0;
  function* take(me: number): Body {
    const park = new Park();
    for (let i = 0; i < size / 2; i++) {
      if (last !== me) switches++;
      last = me;
      yield* park;
    }
  }
  alternate(take(0), take(1));
  return switches;
};

/** One after another: what a queue of a million costs is a runtime's affair, a generator made and run to its end is not. */
const spawn: CaseFn = async (size) => {
  let finished = 0;
  const park = new Park();
  function* body(): Body {
    if (++finished > size) yield* park;
  }
  for (let i = 0; i < size; i++) body().next();
  return finished;
};

export const subject: Subject = {
  "ping-pong": pingPong,
  gosched: yields,
  spawn,
};
