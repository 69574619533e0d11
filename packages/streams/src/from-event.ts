/**
 * fromEvent(target, name, {buffer, overflow}): a source of events.
 *
 * Events come when they come: their producer cannot be slowed. So the place where they wait has a bound, and what
 * happens beyond it has to be chosen.
 *
 *   E1  A reading listens from its start until it ends, errs or is left; then no listener is left behind.
 *   E2  Values are given in the order of the events. At most `buffer` of them wait.
 *   E3  A value goes to the buffer only if no reader is waiting.
 *   E4  An error comes once, after the values that were waiting. Then the source is over.
 */
import { wrong } from "@gopark/core/internal";
import { OverflowError } from "./overflow-error.js";

/**
 * What happens to an event when `buffer` others are waiting already:
 *
 * - `"dropOldest"`: the one that has waited longest is forgotten.
 * - `"dropNewest"`: the new one is forgotten.
 * - `"latest"`: all that wait are forgotten; the new one is next.
 * - `"error"`: the source fails with an `OverflowError`, after those that wait.
 *
 * @example
 * ```ts
 * import type { Overflow } from "@gopark/streams";
 *
 * const forClicks: Overflow = "dropNewest";
 * console.log(forClicks); // prints: dropNewest
 * ```
 */
export type Overflow = "dropOldest" | "dropNewest" | "latest" | "error";

const POLICIES: readonly Overflow[] = ["dropOldest", "dropNewest", "latest", "error"];

/**
 * How events wait for a pipeline that is busy. Both have to be said.
 *
 * @example
 * ```ts
 * import { type FromEventOptions, fromEvent } from "@gopark/streams";
 *
 * const options: FromEventOptions = { buffer: 100, overflow: "error" };
 * const errors = fromEvent(new EventTarget(), "error", options);
 * console.log(Symbol.asyncIterator in errors); // prints: true
 * ```
 */
export interface FromEventOptions {
  /** How many events may wait: an integer from 1 up. */
  readonly buffer: number;
  /** What happens to the events beyond that. */
  readonly overflow: Overflow;
}

/**
 * What has Node's event methods: an EventEmitter, or anything made like one.
 *
 * @example
 * ```ts
 * import { EventEmitter } from "node:events";
 * import type { EmitterLike } from "@gopark/streams";
 *
 * const emitter: EmitterLike = new EventEmitter();
 * console.log(typeof emitter.on); // prints: function
 * ```
 */
export interface EmitterLike {
  /** Adds a listener. */
  on(name: any, listener: (...values: any[]) => void): unknown;
  /** Takes a listener away. */
  off(name: any, listener: (...values: any[]) => void): unknown;
}

/**
 * The type of a target's event: that of its `onname` handler where there is one (`"click"` of an element gives
 * MouseEvent), else Event.
 *
 * @example
 * ```ts
 * import type { EventOf } from "@gopark/streams";
 *
 * function why(event: EventOf<WebSocket, "close">): string {
 *   return event.reason;
 * }
 * console.log(why.name); // prints: why
 * ```
 */
export type EventOf<Target, Name extends string> = `on${Name}` extends keyof Target
  ? NonNullable<Target[`on${Name}`]> extends (event: infer E) => unknown
    ? E
    : Event
  : Event;

/**
 * A source of the events of an EventTarget, or of a Node EventEmitter. It never ends by itself: use `take`,
 * `takeUntil` or a context.
 *
 * It listens while the pipeline runs, and not before. An EventTarget gives its Event objects. An emitter gives what
 * the event was emitted with: the value, or an array if there were several; its `"error"` event makes the source
 * fail, unless that is the one asked for.
 *
 * @throws TypeError the target has no events, or an option is missing or not what it has to be
 * @example
 * ```ts
 * import { collect, fromEvent, map, pipe, take } from "@gopark/streams";
 *
 * const target = new EventTarget();
 * setTimeout(() => {
 *   for (let i = 0; i < 3; i++) target.dispatchEvent(new Event("click"));
 * });
 * const clicks = fromEvent(target, "click", { buffer: 16, overflow: "dropOldest" });
 * console.log(await pipe(clicks, map((event) => event.type), take(2), collect())); // prints: [ 'click', 'click' ]
 * ```
 */
export function fromEvent<Target extends EventTarget, Name extends string>(
  target: Target,
  name: Name,
  options: FromEventOptions,
): AsyncIterable<EventOf<Target, Name>>;
/** The same for an emitter. Say what its event gives: `fromEvent<string>(emitter, "line", ...)`. */
export function fromEvent<T = unknown>(
  target: EmitterLike,
  name: string | symbol,
  options: FromEventOptions,
): AsyncIterable<T>;
export function fromEvent(
  target: EventTarget | EmitterLike,
  name: string | symbol,
  options: FromEventOptions,
): AsyncIterable<unknown> {
  const { buffer, overflow } = options ?? {};
  if (!POLICIES.includes(overflow))
    throw wrong("fromEvent: overflow", `one of ${POLICIES.join(", ")}`, overflow);
  if (!(Number.isInteger(buffer) && buffer > 0))
    throw wrong("fromEvent: buffer", "an integer from 1 up", buffer);
  if (!isTarget(target) && !isEmitter(target))
    throw wrong("fromEvent", "an EventTarget or EventEmitter", target);
  return { [Symbol.asyncIterator]: () => new EventReader(target, name, buffer, overflow) };
}

function isTarget(target: unknown): target is EventTarget {
  return typeof (target as EventTarget | null)?.addEventListener === "function";
}

function isEmitter(target: unknown): target is EmitterLike {
  const emitter = target as EmitterLike | null;
  return typeof emitter?.on === "function" && typeof emitter.off === "function";
}

/** One reading of events: their listener, and the iterator that gives them. */
class EventReader implements AsyncIterator<unknown, undefined> {
  private readonly target: EventTarget | EmitterLike;
  private readonly event: string | symbol;
  private readonly buffer: number;
  private readonly overflow: Overflow;
  /** The values that wait: a ring, which takes memory as it fills. */
  private values: unknown[] = [];
  /** Where the oldest of them is. */
  private head = 0;
  private count = 0;
  /** Who wait for a value, in order. Not empty only while no value waits (E3). */
  private readonly readers: PromiseWithReject[] = [];
  private isListening = true;
  /** The error still to be told (E4), in a box: it may be undefined. */
  private failure: { readonly error: unknown } | null = null;

  constructor(target: EventTarget | EmitterLike, event: string | symbol, buffer: number, overflow: Overflow) {
    this.target = target;
    this.event = event;
    this.buffer = buffer;
    this.overflow = overflow;
    if (isTarget(target)) target.addEventListener(event as string, this.onEvent);
    else {
      target.on(event, this.onEvent);
      if (event !== "error") target.on("error", this.onError);
    }
  }

  next(): Promise<IteratorResult<unknown, undefined>> {
    if (this.count > 0) return Promise.resolve({ value: this.take(), done: false });
    const { failure } = this;
    if (failure !== null) {
      this.failure = null;
      return Promise.reject(failure.error);
    }
    if (!this.isListening) return Promise.resolve({ value: undefined, done: true });
    return new Promise((resolve, reject) => void this.readers.push({ resolve, reject }));
  }

  async return(): Promise<IteratorResult<unknown, undefined>> {
    this.stop();
    this.forget();
    this.failure = null;
    for (const reader of this.readers.splice(0)) reader.resolve({ value: undefined, done: true });
    return { value: undefined, done: true };
  }

  private readonly onEvent = (...given: unknown[]): void => {
    const value = given.length > 1 ? given : given[0];
    const reader = this.readers.shift();
    if (reader !== undefined) reader.resolve({ value, done: false });
    else if (this.count < this.buffer || this.makesRoom(value)) {
      this.values[(this.head + this.count++) % this.buffer] = value;
    }
  };

  private readonly onError = (error: unknown): void => {
    this.stop();
    const reader = this.readers.shift();
    if (reader === undefined) this.failure = { error };
    else reader.reject(error);
    for (const other of this.readers.splice(0)) other.resolve({ value: undefined, done: true });
  };

  /** Does to a full buffer what was asked for, and answers whether there is room for a value now. */
  private makesRoom(value: unknown): boolean {
    const { overflow } = this;
    if (overflow === "error")
      this.onError(new OverflowError(this.buffer, value, `fromEvent: ${String(this.event)}`));
    else if (overflow === "latest") this.forget();
    else if (overflow === "dropOldest") this.take();
    return this.count < this.buffer;
  }

  /** Takes the oldest value. */
  private take(): unknown {
    const value = this.values[this.head];
    this.values[this.head] = undefined;
    this.head = (this.head + 1) % this.buffer;
    this.count--;
    return value;
  }

  private forget(): void {
    this.values = [];
    this.head = this.count = 0;
  }

  /** Takes the listeners back (E1). */
  private stop(): void {
    this.isListening = false;
    const { target, event } = this;
    if (isTarget(target)) target.removeEventListener(event as string, this.onEvent);
    else {
      target.off(event, this.onEvent);
      target.off("error", this.onError);
    }
  }
}

/** The two ends of a promise. */
interface PromiseWithReject {
  resolve(result: IteratorResult<unknown, undefined>): void;
  reject(error: unknown): void;
}
