/**
 * into(ch): a channel as the sink.
 */
import type { SendChan } from "@gopark/core";
import { HChan, SendOp, wrong } from "@gopark/core/internal";
import { type Code, MORE } from "./codes.js";
import { type Sink, type Stage, sink } from "./stage.js";
import { type Flow, Step } from "./step.js";

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
  private readonly ch: SendChan<any>;
  private readonly closes: boolean;

  constructor(next: Step, flow: Flow, ch: SendChan<any>, closes: boolean) {
    super(next, flow);
    this.ch = ch;
    this.closes = closes;
  }

  push(value: unknown): Code {
    const { ch } = this;
    try {
      if (!(ch instanceof HChan)) return ch.trySend(value) ? MORE : this.flow.park(this, ch.send(value));
      const send = new SendOp(ch, value);
      if (!send.poll()) return this.flow.park(this, send);
      send.finish(null);
      return MORE;
    } catch (error) {
      throw this.failed(error);
    }
  }

  override dispose(): void {
    if (this.closes) this.ch.close();
  }
}

/** Where nothing was sent, it is no mistake if others have closed it. */
function closeIfOpen(ch: SendChan<any>): void {
  try {
    ch.close();
  } catch {}
}

/**
 * Sends each value into a channel, and closes it when the pipeline is over: at the end, after an error, when it is
 * cancelled. Where several pipelines send into one channel, `{ close: false }` leaves that to their owner.
 *
 * @throws TypeError `ch` is no channel
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
  if (typeof ch?.trySend !== "function") throw wrong("into", "a channel", ch);
  const closes = options.close !== false;
  const stage = sink<A, void>("into", (next, flow) => new IntoStep(next, flow, ch, closes));
  // Cancelled before it began, there was no step to close it.
  (stage as unknown as Stage).guard = () => (hasBegun) => {
    if (closes && !hasBegun) closeIfOpen(ch);
  };
  return stage;
}
