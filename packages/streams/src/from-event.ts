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
import { ChanReader } from "./chan-reader.js";
import { OverflowError } from "./overflow-error.js";
import { check } from "./stage.js";

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
  check(POLICIES.includes(overflow), "fromEvent: overflow", `one of ${POLICIES.join(", ")}`, overflow);
  check(Number.isInteger(buffer) && buffer > 0, "fromEvent: buffer", "an integer from 1 up", buffer);
  check(isTarget(target) || isEmitter(target), "fromEvent", "an EventTarget or EventEmitter", target);
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
class EventReader extends ChanReader {
  private readonly target: EventTarget | EmitterLike;
  private readonly event: string | symbol;
  private readonly policy: Overflow;

  constructor(target: EventTarget | EmitterLike, event: string | symbol, buffer: number, overflow: Overflow) {
    super(buffer);
    this.target = target;
    this.event = event;
    this.policy = overflow;
    if (isTarget(target)) target.addEventListener(event as string, this.onEvent);
    else {
      target.on(event, this.onEvent);
      if (event !== "error") target.on("error", this.onError);
    }
  }

  async return(): Promise<IteratorResult<unknown, undefined>> {
    this.stop();
    this.forget();
    this.failure = [];
    return this.over();
  }

  private readonly onEvent = (...given: unknown[]): void => {
    const { ch, policy } = this;
    const value = given.length > 1 ? given : given[0];
    // A listener taken away while its event is being told still hears of it.
    if (ch.isClosed || ch.trySend(value) || policy === "dropNewest") return;
    if (policy === "error") {
      this.onError(new OverflowError(ch.cap, value, `fromEvent: ${String(this.event)}`));
      return;
    }
    if (policy === "latest") this.forget();
    else ch.tryRecv();
    ch.trySend(value);
  };

  private readonly onError = (error: unknown): void => {
    this.failure = [error];
    this.stop();
  };

  /** Takes the values that wait. */
  private forget(): void {
    while (this.ch.len > 0) this.ch.tryRecv();
  }

  /** Takes the listeners back, once (E1). */
  private stop(): void {
    const { target, event, ch } = this;
    if (ch.isClosed) return;
    ch.close();
    if (isTarget(target)) target.removeEventListener(event as string, this.onEvent);
    else {
      target.off(event, this.onEvent);
      target.off("error", this.onError);
    }
  }
}
