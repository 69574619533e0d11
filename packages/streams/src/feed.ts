/**
 * Feeding: how each kind of source is read.
 *
 *   F1  A source is asked for a value only when the one before is through the segment, or in a channel.
 *   F2  Who stops before the source's end closes it, once: `iterator.return`, `reader.cancel`. It waits for that,
 *       unless an async generator is still busy with a value, as it would not hear of it before that one comes. (A
 *       stream of Node's, whose iterator is one, is destroyed.)
 *   F3  A source is read by a cursor. Values that are at hand are pushed by its plain loop, `pump`; the goroutine is
 *       asked only when something has to wait. The loop counts against the time slice as operations do.
 *   F4  A source is opened by the generator that closes it: one that is cancelled before its first step opens nothing.
 *   F5  A source's own error is told from one of the steps: those are StreamErrors already.
 */

import type { Go, Op } from "@gopark/core";
import type { G } from "@gopark/core/internal";
import { BATCHES } from "./batches.js";
import { type Code, END, MORE, PARK, PREEMPTED, STOP, WAIT } from "./codes.js";
import { CLOSED, FRESH, goexit, HChan, m, preempt, RecvOp, SUSPENDED } from "./engine.js";
import { Origin } from "./origin.js";
import { check } from "./stage.js";
import { type Flow, performed, type Step, tagOf } from "./step.js";
import { named } from "./stream-error.js";
import { fromWeb } from "./web.js";

/** Reads a source. */
abstract class Cursor {
  /** Takes the values. */
  protected readonly head: Step;
  /** Whether there is something to close. */
  isOpen = false;
  /** Whether the source is at work on a value, or has failed with it. */
  isBusy = false;

  constructor(head: Step) {
    this.head = head;
  }

  /** Pushes the next value that is at hand; WAIT if there is none, END if there will be none. */
  abstract give(): Code;

  /** Pushes values until the answer is not MORE. */
  pump(): Code {
    let { budget } = m;
    let code: Code = MORE;
    while (code === MORE) {
      if (--budget < 0) {
        m.budget = budget;
        if (preempt(m.g as G)) return PREEMPTED;
        budget = m.budget;
      }
      code = this.give();
    }
    m.budget = budget;
    return code;
  }

  /** Asks for what is to be waited for after WAIT. */
  ask(): unknown {
    return undefined;
  }

  /** It has come. */
  take(_result: any): Code {
    return MORE;
  }

  /** Closes the source and gives what is to be waited for. */
  close(): unknown {
    return undefined;
  }
}

/** Reads an array. */
class ListCursor extends Cursor {
  protected list: readonly unknown[];
  protected index = 0;

  constructor(head: Step, list: readonly unknown[]) {
    super(head);
    this.list = list;
  }

  give(): Code {
    const { list } = this;
    return this.index < list.length ? this.head.push(list[this.index++]) : this.rest();
  }

  /** The list is through. */
  protected rest(): Code {
    return END;
  }
}

/** What is asked for values, gives promises or operations, and can be closed. */
interface Asked {
  next(): unknown;
  return?(): unknown;
}

/** What a stream of Node's is known by. */
interface NodeLike {
  readonly _readableState?: { readonly emitClose?: boolean };
  destroy?(): unknown;
}

/** Reads an async iterator, or what gives batches: arrays, and null at the end. */
class AskingCursor extends ListCursor {
  private readonly source: Asked;
  /** What gave it; null if it gives batches. */
  private readonly stream: NodeLike | null;

  constructor(head: Step, source: Asked, stream: NodeLike | null = null) {
    super(head, []);
    this.source = source;
    this.stream = stream;
    this.isOpen = true;
  }

  protected override rest(): Code {
    return WAIT;
  }

  override ask(): unknown {
    this.isBusy = true;
    return this.source.next();
  }

  override take(result: any): Code {
    this.isBusy = false;
    this.isOpen = result !== null && result.done !== true;
    if (!this.isOpen) return END;
    this.list = this.stream === null ? result : [result.value];
    this.index = 0;
    return MORE;
  }

  override close(): unknown {
    const { source, stream } = this;
    const closing = source.return?.() as Promise<unknown> | undefined;
    // A stream of Node's ends its iterator when it is destroyed, unless it closes without a word.
    const state = stream?._readableState;
    if (state) stream?.destroy?.();
    if (!this.isBusy || (state ? state.emitClose : tagOf(source) !== "AsyncGenerator")) return closing;
    // It answers after the value it is busy with, which may never come.
    closing?.then(undefined, () => {});
    return undefined;
  }
}

/** Reads an iterator. */
class IteratorCursor extends Cursor {
  private readonly iterator: Iterator<unknown>;

  constructor(head: Step, iterator: Iterator<unknown>) {
    super(head);
    this.iterator = iterator;
  }

  give(): Code {
    // While it gives a value, there is nothing to close: it ends, or it throws.
    this.isOpen = false;
    const result = this.iterator.next();
    if (result.done) return END;
    this.isOpen = true;
    return this.head.push(result.value);
  }

  override close(): void {
    this.iterator.return?.();
  }
}

/** Receives from a channel. */
class ChanCursor extends Cursor {
  /** One receive serves all values: it is complete before the next. */
  private readonly recv: RecvOp;

  constructor(head: Step, ch: HChan<any>) {
    super(head);
    this.recv = new RecvOp(ch, false);
  }

  give(): Code {
    const { recv } = this;
    // Not fresh: the goroutine has waited for it.
    if (recv.state === FRESH && !recv.poll()) return WAIT;
    if (recv.state === CLOSED) return END;
    const { value } = recv;
    recv.value = undefined;
    recv.state = FRESH;
    return this.head.push(value);
  }

  override ask(): RecvOp {
    return this.recv;
  }
}

/** How a source is read. Opens it. */
function cursorOf(source: any, head: Step): Cursor {
  if (source instanceof HChan) return new ChanCursor(head, source);
  if (Array.isArray(source)) return new ListCursor(head, source);
  const kind = Object(source);
  if (typeof kind.then === "function") return new AskingCursor(head, once(source));
  if (typeof kind.recvOk === "function") return new AskingCursor(head, received(source));
  if (typeof kind[BATCHES] === "function") return new AskingCursor(head, kind[BATCHES]());
  const stream = typeof kind.getReader === "function" ? fromWeb(source) : source;
  const inTime = stream[Symbol.asyncIterator];
  return inTime
    ? new AskingCursor(head, inTime.call(stream), stream)
    : new IteratorCursor(head, stream[Symbol.iterator]());
}

/** The result of a promise or an operation. */
function once(awaited: Op<unknown> | PromiseLike<unknown>): Asked {
  let isTaken = false;
  const taken = (value: unknown): unknown[] => {
    isTaken = true;
    return [value];
  };
  return { next: () => (isTaken ? null : performed(awaited).map(taken)) };
}

/** A channel that is not of the engine. One that stands for something that is open, as a subscription, is disposed of. */
function received(ch: { recvOk(): Op<[unknown, boolean]>; [Symbol.dispose]?(): void }): Asked {
  return {
    next: () => ch.recvOk().map(([value, ok]) => (ok ? [value] : null)),
    return: () => ch[Symbol.dispose]?.(),
  };
}

/** Checks that a value is a source. A promise is the pipeline's from now on, also if it rejects before anybody waits for it. */
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
  if (source instanceof Promise) source.then(undefined, () => {});
  return source;
}

/**
 * Pushes all values of a source: MORE at its end, STOP if told to stop. Without a head it only waits until what has parked
 * is through.
 */
function* pumpAll(flow: Flow, source: unknown, head: Step | null): Go<Code> {
  const { place } = flow;
  const g = m.g as G;
  const exit = g.value;
  const cursor = head && cursorOf(source, head);
  let code: Code = cursor ? MORE : PARK;
  let hasFailed = false;
  try {
    for (;;) {
      if (code === PARK) {
        // In line, not as a generator of its own for each value.
        const { base, rest } = flow;
        do {
          const step = flow.step as Step;
          const body = performed(flow.body);
          flow.body = undefined;
          if (flow.idler) yield* idle(flow);
          let result: unknown;
          flow.place = step.where;
          try {
            result = yield* body;
          } catch (error) {
            throw step.failed(error);
          }
          // It has exited, or was cancelled, while the body waited (scope.ts).
          if (g.value !== exit) yield* goexit();
          flow.place = place;
          code = step.resume(result);
          while (code !== PARK && rest.length > base) code = (rest.pop() as Step).proceed(code);
        } while (code === PARK);
      }
      if (code === STOP || !cursor) return code;
      if (code === MORE) code = cursor.pump();
      if (code === END) return MORE;
      if (code === PREEMPTED) {
        yield SUSPENDED.value;
        code = MORE;
      } else if (code === WAIT) {
        yield* idle(flow);
        code = cursor.take(yield* performed(cursor.ask()));
      }
    }
  } catch (error) {
    hasFailed = true;
    throw error;
  } finally {
    // What has failed by itself is closed.
    if (cursor?.isOpen && !(hasFailed && cursor.isBusy)) {
      yield* closing(flow, place, () => cursor.close(), hasFailed);
    }
  }
}

/**
 * Closes a source. As in a `for of`, what broke the loop outranks what its clean-up throws. That is named here: in a
 * goroutine that leaves its frames no `catch` further out sees it.
 */
export function* closing(flow: Flow, place: string, close: () => unknown, hasFailed = false): Go {
  try {
    yield* flow.scope.shield(close());
  } catch (error) {
    if (!hasFailed) throw named(error, place);
  }
}

/** Waits until the value that has parked is through the whole segment. Answers MORE or STOP. */
export function settle(flow: Flow): Go<Code> {
  return pumpAll(flow, null, null);
}

/** The goroutine is going to wait: lets the idler pass on what it has gathered. */
function* idle(flow: Flow): Go<void> {
  if (flow.idler?.idle() === PARK) yield* settle(flow);
}

/** Pushes one value, and waits until it is through. */
export function* push(value: unknown, head: Step): Go<Code> {
  const code = head.push(value);
  return code === PARK ? yield* settle(head.flow) : code;
}

/** Pushes all values of a source: MORE at its end, STOP if it was told to stop. */
export function feed(source: unknown, head: Step): Go<Code> {
  return source instanceof Origin ? source.feed(head) : pumpAll(head.flow, source, head);
}
