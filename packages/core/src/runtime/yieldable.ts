/**
 * What happens when a goroutine yields something that is no operation.
 *
 * Adapters for other libraries may teach the runtime to run their effects: a handler turns the value into an
 * operation. A value that no handler takes is a mistake, thrown into the goroutine at that `yield`.
 *
 *   Y1  The goroutine keeps the CPU: it goes on at once, in the handler's operation or with the throw.
 */
import { adopt, type Frame } from "./frame.js";
import type { G } from "./g.js";
import { m } from "./m.js";
import { foreignYield } from "./misuse.js";
import type { Operation } from "./operation.js";
import { CALL, SUSPEND } from "./suspend.js";

/** Turns a yielded value into an operation whose result the `yield` gives; null if it is not its kind. */
export type YieldHandler = (value: unknown) => Operation<any> | null;

const handlers: YieldHandler[] = [];

/** Adds a handler. Those added later are asked first. */
export function handleYield(handler: YieldHandler): void {
  handlers.unshift(handler);
  m.answer = answer;
}

function handlerOf(value: unknown): Operation<any> | null {
  for (const handler of handlers) {
    const op = handler(value);
    if (op !== null) return op;
  }
  return null;
}

/** Whether a goroutine may yield it: it is what operations yield, or a handler takes it. */
export function isYieldable(value: unknown): boolean {
  return isToken(value) || handlerOf(value) !== null;
}

/** Whether it is what operations yield. */
function isToken(value: unknown): boolean {
  return value === SUSPEND || value === CALL;
}

/** A frame's own generator, with foreign values answered and everything else passed on. */
class Answering implements Iterator<unknown, unknown, unknown> {
  private readonly frame: Frame;
  /** The operation that answers the frame's last yield, while the goroutine is parked in it. */
  private pending: Operation<any> | null = null;
  /** The value the frame has yielded, until it is answered first. */
  private first: { value: unknown } | null;

  constructor(frame: Frame, value: unknown) {
    this.frame = frame;
    this.first = { value };
  }

  [Symbol.iterator](): this {
    return this;
  }

  next(resumed?: unknown): IteratorResult<unknown, unknown> {
    const { frame, pending, first } = this;
    this.pending = null;
    this.first = null;
    if (first !== null) return this.settleAll({ done: false, value: first.value });
    if (pending === null) return this.settleAll(frame.next(resumed));
    return this.settleAll(this.perform(pending, resumed).result);
  }

  /** Told to leave: the frame leaves, from wherever it stands. */
  return(value: unknown): IteratorResult<unknown, unknown> {
    this.pending = null;
    this.first = null;
    return this.settleAll(this.frame.return(value));
  }

  /** Answers foreign values until the frame parks or ends. */
  private settleAll(given: IteratorResult<unknown, unknown>): IteratorResult<unknown, unknown> {
    let result = given;
    while (result.done !== true && !isToken(result.value)) {
      const op = handlerOf(result.value);
      if (op === null) {
        result = this.frame.throw(foreignYield(result.value));
        continue;
      }
      const answer = this.perform(op, undefined);
      if (answer.isParked) {
        this.pending = op;
        return answer.result;
      }
      result = answer.result;
    }
    return result;
  }

  /** Performs or resumes an operation; once it is complete, the frame goes on with its result. */
  private perform(
    op: Operation<any>,
    resumed: unknown,
  ): { isParked: boolean; result: IteratorResult<unknown, unknown> } {
    let value: unknown;
    try {
      const result = op.next(resumed);
      if (result.done !== true) return { isParked: true, result };
      value = result.value;
    } catch (error) {
      return { isParked: false, result: this.frame.throw(error) };
    }
    return { isParked: false, result: this.frame.next(value) };
  }
}

/** The frame that takes the place of `g`'s innermost, which has yielded a foreign value. */
function answer(g: G, value: unknown): Frame {
  const frame = adopt(new Answering(g.gen as Frame, value));
  g.gen = frame;
  return frame;
}
