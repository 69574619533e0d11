/**
 * What the stages that watch the clock have in common: waiting for a value or for a timer, whichever comes first.
 *
 *   K1  The clock is core's: virtual time applies.
 *   K2  A value that is there goes before a timer that has fired.
 */

import type { Go, Op, RecvChan } from "@gopark/core";
import type { Inlet, Upstream } from "./drive.js";
import { select, Timer } from "./engine.js";
import { giving } from "./frame-feed.js";
import type { Operator } from "./stage.js";

/** A value, the end, or null for the timer. */
type Event = readonly [value: any, ok: boolean] | null;

/** What else may be waited for instead of the timer. */
interface Beat {
  readonly c: RecvChan<unknown>;
  stop(): void;
}

/** What is upstream, and a timer. */
export class Timed {
  /** The timer; not running at first. */
  readonly timer: Timer = new Timer(0);
  private readonly inlet: Inlet;
  /** One select serves all rounds. */
  private readonly both: Op<readonly [number, any]>;

  constructor(up: Upstream, beat?: RecvChan<unknown>) {
    this.inlet = up.inlet();
    this.timer.stop();
    this.both = select([this.inlet.ch.recvOk(), (beat ?? this.timer.c).recv()]) as Op<any>;
  }

  /** Waits for what comes first. */
  *next(): Go<Event> {
    const ready = this.inlet.ch.tryRecv();
    if (ready !== undefined) return ready;
    const [index, value] = yield* this.both;
    return index === 0 ? value : null;
  }

  /** Waits for the timer. */
  *pause(): Go {
    yield* this.timer.c.recv();
  }

  /** The stage is left. */
  leave(): void {
    this.timer.stop();
    this.inlet.scope.cancel();
  }
}

/** A stage whose goroutine waits for values and for a timer, and yields what it gives. */
export function timely<A, B>(
  name: string,
  body: (timed: Timed) => Generator<any, void, any>,
  note?: () => string,
  beat?: (up: Upstream) => Beat,
): Operator<A, B> {
  return giving(
    name,
    function* (up) {
      const beats = beat?.(up);
      const timed = new Timed(up, beats?.c);
      try {
        yield* body(timed);
      } finally {
        timed.leave();
        beats?.stop();
      }
    },
    note,
  );
}

/**
 * A stage that gathers values until the timer fires, or the end, and then gives what `give` makes of them. `add` takes a
 * value in, starts the timer, and answers whether it was the last of them.
 */
export function gathered<A, B>(
  name: string,
  add: (values: any[], value: A, timed: Timed) => boolean,
  give: (values: any[]) => unknown,
  note?: () => string,
): Operator<A, B> {
  return timely(
    name,
    function* (timed) {
      let values: any[] = [];
      for (;;) {
        const event = yield* timed.next();
        if (event?.[1] && !add(values, event[0], timed)) continue;
        timed.timer.stop();
        if (values.length > 0) yield give(values);
        values = [];
        if (event?.[1] === false) return;
      }
    },
    note,
  );
}
