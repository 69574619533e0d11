/**
 * into(ch): a channel as the sink.
 */
import type { SendChan } from "@gopark/core";
import { type Code, MORE, STOP } from "./codes.js";
import { check, type Sink, type Stage, sink } from "./stage.js";
import { Step } from "./step.js";

/**
 * What `into` does besides sending.
 *
 * @example
 * ```ts
 * import { chan } from "@gopark/core";
 * import { type IntoOptions, into, pipe } from "@gopark/streams";
 *
 * const shared: IntoOptions = { close: false };
 * const ch = chan<number>(4);
 * await pipe([1, 2], into(ch, shared));
 * await pipe([3], into(ch));
 * for await (const n of ch) console.log(n); // prints: 1 | 2 | 3
 * ```
 */
export interface IntoOptions {
  /** Whether the channel is closed when the pipeline is over, in whatever way. True if not given. */
  readonly close?: boolean;
}

class IntoStep extends Step {
  push(value: unknown): Code {
    const ch: SendChan<any> = this.given;
    try {
      return ch.trySend(value) ? MORE : this.flow.park(this, ch.send(value));
    } catch (error) {
      throw this.failed(error);
    }
  }

  override end(): Code {
    try {
      if (this.option) this.given.close();
    } catch (error) {
      throw this.failed(error);
    }
    return STOP;
  }
}

/**
 * Sends each value into a channel, waiting while it is full, and closes it when the pipeline is over: at the end, after an
 * error, when it is cancelled. Where several pipelines send into one channel, `{ close: false }` leaves that to their owner.
 *
 * @throws TypeError `ch` is no channel; when run, as the cause of a StreamError: `send on closed channel`, or at the end
 * `close of closed channel`, as others have closed it
 * @example
 * ```ts
 * import { chan, go, run } from "@gopark/core";
 * import { into, map, pipe } from "@gopark/streams";
 *
 * await run(function* () {
 *   const squares = chan<number>();
 *   go(() => pipe([1, 2, 3], map((n) => n * n), into(squares)));
 *   yield* squares.range((n) => console.log(n)); // prints: 1 | 4 | 9
 * });
 * ```
 */
export function into<A>(ch: SendChan<A>, options: IntoOptions = {}): Sink<A, void> {
  check(typeof ch?.trySend === "function", "into", "a channel", ch);
  const closes = options.close !== false;
  const stage = sink<A, void>("into", IntoStep, ch, closes);
  (stage as unknown as Stage).guard = (scope) => () => {
    // Otherwise it has ended, and `end` has closed it.
    if (!closes || !scope.isOver) return;
    try {
      ch.close();
    } catch {
      // Others have closed it; why the pipeline is over is said already.
    }
  };
  return stage;
}
