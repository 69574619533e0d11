/**
 * Feeding: how each kind of source is read.
 *
 *   F1  A source is asked for a value only when the one before is through the segment, or in a channel.
 *   F2  Who stops before the source's end closes it, once: `iterator.return`, `reader.cancel`. It waits for that,
 *       unless an async generator is still busy with a value, as it would not hear of it before that one comes.
 *   F3  Sources that have their values at hand are read by a plain loop, a cursor's `pump`; the goroutine is asked
 *       only when something has to wait. The loop counts against the time slice as operations do.
 *   F4  A source is opened by the generator that closes it: one that is cancelled before its first step opens nothing.
 *   F5  A source's own error is told from one of the steps: those are StreamErrors already.
 */

import type { Go, Op } from "@gopark/core";
import type { G } from "@gopark/core/internal";
import { BATCHES, type Batched } from "./batches.js";
import { type Code, MORE, PARK, PREEMPTED, STOP, WAIT } from "./codes.js";
import { CLOSED, FRESH, goexit, HChan, m, preempt, RecvOp, SUSPENDED } from "./engine.js";
import { Origin } from "./origin.js";
import { check } from "./stage.js";
import { type Flow, performed, type Step, tagOf } from "./step.js";
import { fromWeb } from "./web.js";

/** A source whose values are at hand. */
abstract class Cursor {
  /** Takes the values. */
  protected readonly head: Step;
  /** What the goroutine waits for after WAIT; null if it never does. */
  recv: RecvOp | null = null;

  constructor(head: Step) {
    this.head = head;
  }

  /** Pushes values until there are none (MORE), or the answer is another. */
  abstract pump(): Code;
}

/** The slice's budget was used up: whether the goroutine has to give up the CPU. */
function isPreempted(): boolean {
  return preempt(m.g as G);
}

/** Reads an array. */
class ArrayCursor extends Cursor {
  private readonly list: readonly unknown[];
  private index = 0;

  constructor(head: Step, list: readonly unknown[]) {
    super(head);
    this.list = list;
  }

  pump(): Code {
    const { head, list } = this;
    let { index } = this;
    let { budget } = m;
    let code: Code = MORE;
    while (index < list.length && code === MORE) {
      if (--budget < 0) {
        m.budget = budget;
        if (isPreempted()) {
          code = PREEMPTED;
          break;
        }
        budget = m.budget;
      }
      code = head.push(list[index++]);
    }
    m.budget = budget;
    this.index = index;
    return code;
  }
}

/** Reads an iterator. */
class IteratorCursor extends Cursor {
  private readonly iterator: Iterator<unknown>;
  /** Whether there is something to close. */
  isOpen = true;

  constructor(head: Step, iterator: Iterator<unknown>) {
    super(head);
    this.iterator = iterator;
  }

  pump(): Code {
    const { head, iterator } = this;
    let { budget } = m;
    let code: Code = MORE;
    while (code === MORE) {
      if (--budget < 0) {
        m.budget = budget;
        if (isPreempted()) {
          code = PREEMPTED;
          break;
        }
        budget = m.budget;
      }
      // While it gives a value, there is nothing to close: it ends, or it throws.
      this.isOpen = false;
      const result = iterator.next();
      if (result.done) break;
      this.isOpen = true;
      code = head.push(result.value);
    }
    m.budget = budget;
    return code;
  }

  close(): void {
    if (this.isOpen) this.iterator.return?.();
  }
}

/** Receives from a channel what is there. */
class ChanCursor extends Cursor {
  constructor(head: Step, ch: HChan<any>) {
    super(head);
    // One receive serves all values: it is complete before the next.
    this.recv = new RecvOp(ch, false);
  }

  pump(): Code {
    const { head } = this;
    const recv = this.recv as RecvOp;
    let { budget } = m;
    let code: Code = MORE;
    while (code === MORE) {
      if (--budget < 0) {
        m.budget = budget;
        if (isPreempted()) {
          code = PREEMPTED;
          break;
        }
        budget = m.budget;
      }
      // Not fresh: the goroutine has waited for it.
      if (recv.state === FRESH && !recv.poll()) {
        code = WAIT;
        break;
      }
      if (recv.state === CLOSED) break;
      const { value } = recv;
      recv.value = undefined;
      recv.state = FRESH;
      code = head.push(value);
    }
    m.budget = budget;
    return code;
  }
}

/** Pumps until the end (MORE) or until it is told to stop. Without a cursor: until what has parked is through. */
function* pumpAll(cursor: Cursor | null, flow: Flow): Go<Code> {
  for (;;) {
    let code: Code = cursor === null ? PARK : cursor.pump();
    if (code === PARK) {
      // In line, not as a generator of its own for each value.
      const base = flow.depth;
      do {
        const step = flow.waiting();
        const body = flow.awaited();
        if (flow.idler !== null) yield* idle(flow);
        let result: unknown;
        try {
          result = yield* body;
        } catch (error) {
          throw step.failed(error);
        }
        if (flow.scope.isOver) yield* goexit();
        code = flow.resume(step, result, base);
      } while (code === PARK);
      if (code === STOP || cursor === null) return code;
    } else if (code === WAIT) {
      yield* idle(flow);
      yield* (cursor as Cursor).recv as RecvOp;
    } else if (code === PREEMPTED) yield SUSPENDED.value;
    else return code;
  }
}

/** Waits until the value that has parked is through the whole segment. Answers MORE or STOP. */
export function settle(flow: Flow): Go<Code> {
  return pumpAll(null, flow);
}

/** The goroutine is going to wait: lets the idler pass on what it has gathered. */
function* idle(flow: Flow): Go<void> {
  if (flow.idler !== null && flow.idler.idle() === PARK) yield* settle(flow);
}

/** Pushes one value, and waits until it is through. */
export function* push(value: unknown, head: Step, flow: Flow): Go<Code> {
  const code = head.push(value);
  return code === PARK ? yield* settle(flow) : code;
}

/** Pushes all values of a source: MORE at its end, STOP if it was told to stop. */
export function feed(source: any, head: Step, flow: Flow): Go<Code> {
  if (source instanceof Origin) return source.feed(head, flow);
  if (source instanceof HChan) return pumpAll(new ChanCursor(head, source), flow);
  if (Array.isArray(source)) return pumpAll(new ArrayCursor(head, source), flow);
  const kind = Object(source);
  if (typeof kind.then === "function") return feedOnce(source, head, flow);
  if (typeof kind.recvOk === "function") return feedAsked(() => received(source), false, head, flow);
  if (typeof kind[BATCHES] === "function") return feedAsked(() => askedOf(source), true, head, flow);
  const stream = typeof kind.getReader === "function" ? fromWeb(source) : source;
  return (kind[Symbol.asyncIterator] ?? stream !== source)
    ? feedAsked(() => stream[Symbol.asyncIterator](), false, head, flow)
    : feedIterator(source, head, flow);
}

/** Pushes the result of a promise or an operation. */
function* feedOnce(awaited: Op<unknown> | PromiseLike<unknown>, head: Step, flow: Flow): Go<Code> {
  yield* idle(flow);
  return yield* push(yield* performed(awaited), head, flow);
}

/** A channel that is not of the engine. One that stands for something that is open, as a subscription, is disposed of. */
function received(ch: { recvOk(): Op<[unknown, boolean]>; [Symbol.dispose]?(): void }): Asked {
  return {
    next: () => ch.recvOk().map(([value, ok]) => ({ value, done: !ok })),
    return: () => ch[Symbol.dispose]?.(),
  };
}

/** A reader of batches as what looks like an async iterator. */
function askedOf(source: Batched<unknown>): Asked {
  const reader = source[BATCHES]();
  return { next: () => reader.next(), return: () => reader.close() };
}

/** Checks that a value is a source. */
export function sourceOf<T>(where: string, source: T): T {
  const kind = Object(source);
  const read =
    kind.then ?? kind.recvOk ?? kind.getReader ?? kind[Symbol.asyncIterator] ?? kind[Symbol.iterator];
  check(
    kind instanceof Origin || typeof read === "function",
    where,
    "a source (iterable, channel, stream or promise)",
    source,
  );
  return source;
}

function* feedIterator(source: Iterable<unknown>, head: Step, flow: Flow): Go<Code> {
  const cursor = new IteratorCursor(head, source[Symbol.iterator]());
  let hasFailed = false;
  try {
    return yield* pumpAll(cursor, flow);
  } catch (error) {
    hasFailed = true;
    throw error;
  } finally {
    yield* closing(flow, () => cursor.close(), hasFailed);
  }
}

/** A source that is asked and gives a promise: an async iterator or what looks like one (F2). */
interface Asked {
  next(): unknown;
  return?(): unknown;
}

function* feedAsked(open: () => Asked, isBatched: boolean, head: Step, flow: Flow): Go<Code> {
  const source = open();
  let isBusy = false;
  let isOpen = true;
  let hasFailed = false;
  try {
    for (;;) {
      yield* idle(flow);
      isBusy = true;
      let result: any;
      try {
        result = yield* performed(source.next());
        isOpen = result !== null && result.done !== true;
      } catch (error) {
        isOpen = false;
        throw error;
      }
      isBusy = false;
      if (!isOpen) return MORE;
      const code: Code = isBatched
        ? yield* pumpAll(new ArrayCursor(head, result), flow)
        : yield* push(result.value, head, flow);
      if (code === STOP) return STOP;
    }
  } catch (error) {
    hasFailed = true;
    throw error;
  } finally {
    if (isOpen) yield* closing(flow, () => closeAsked(source, isBusy), hasFailed);
  }
}

/** Closes a source and gives what is to be waited for. */
function closeAsked(source: Asked, isBusy: boolean): unknown {
  const closing = source.return?.() as Promise<unknown> | undefined;
  if (!isBusy || tagOf(source) !== "AsyncGenerator") return closing;
  // It answers after the value it is busy with, which may never come.
  closing?.then(undefined, () => {});
  return undefined;
}

/** Runs a clean-up. As in a `for of`, what broke the loop outranks what its clean-up throws. */
function* closing(flow: Flow, close: () => unknown, hasFailed: boolean): Go {
  try {
    yield* flow.scope.shield(close());
  } catch (error) {
    if (!hasFailed) throw error;
  }
}
