/**
 * The public face of time: the clock, timers and tickers.
 *
 * Durations and times are milliseconds of the runtime's clock, which never goes back and which tests replace.
 * The rules are those of Go 1.23: the channel of a timer is never seen to hold a value, a stopped timer gives
 * none, and a timer that nobody waits for is nobody's business.
 */
import { nilChan, type RecvChan } from "./chan.js";
import type { Duration } from "./duration.js";
import type { BodyResult, Op } from "./op.js";
import { FuncTimer as RuntimeFuncTimer, spawn } from "./runtime/func-timer.js";
import { RuntimeError } from "./runtime/gopanic.js";
import { host } from "./runtime/host.js";
import { demand } from "./runtime/misuse.js";
import { dueIn } from "./runtime/timer.js";
import { AfterOp, TimerChan } from "./runtime/timer-chan.js";

export { type Duration, Hour, Microsecond, Millisecond, Minute, Nanosecond, Second } from "./duration.js";

/**
 * The runtime's clock, in milliseconds with fractions. It never goes back, whatever happens to the time of day;
 * where it began does not matter. Differences between two readings are durations.
 *
 * @example
 * ```ts
 * import { now, run, sleep } from "@gopark/core";
 *
 * await run(function* () {
 *   const start = now();
 *   yield* sleep(5);
 *   console.log(now() - start >= 5); // prints: true
 * });
 * ```
 * @go time.Now, time.Since
 */
export function now(): number {
  return host.now();
}

/**
 * What `after` returns: a channel that gives one value, and an operation that receives it.
 *
 * @example
 * ```ts
 * import { type After, after, run } from "@gopark/core";
 *
 * await run(function* () {
 *   const timeUp: After = after(5);
 *   console.log(timeUp.tryRecv()); // prints: undefined
 *   console.log((yield* timeUp) instanceof Date); // prints: true
 * });
 * ```
 * @go <-chan time.Time
 */
export interface After extends RecvChan<Date>, Op<Date> {}

/**
 * Starts a timer and returns its channel, which gives the time once `ms` milliseconds have passed.
 *
 * The time counts from this call, not from the receive. The channel is also the operation that receives from it:
 * `yield* after(5)`, or a case of a select. One that nobody waits for costs nothing and delays nothing: it
 * does not keep the process alive, nor a deadlock from being reported. Does not block.
 *
 * @example Work that has to be done in time.
 * ```ts
 * import { after, run, sleep } from "@gopark/core";
 *
 * await run(function* () {
 *   const timeUp = after(100);
 *   yield* sleep(1); // the work
 *   console.log(timeUp.tryRecv() === undefined); // prints: true
 *   const at = yield* timeUp.recv();
 *   console.log(at instanceof Date); // prints: true
 * });
 * ```
 * @go time.After
 * @differs D-32
 */
export function after(ms: Duration): After {
  return new AfterOp(ms) as After;
}

/**
 * A ticker's channel alone: gives the time every `ms` milliseconds, for ever. With zero, less or NaN it is the
 * nil channel, which never gives anything. Use a `Ticker` to stop or change it. Does not block.
 *
 * @example
 * ```ts
 * import { run, tick } from "@gopark/core";
 *
 * await run(function* () {
 *   let beats = 0;
 *   yield* tick(2).range(() => ++beats < 3);
 *   console.log(beats); // prints: 3
 * });
 * ```
 * @go time.Tick
 * @differs D-32
 */
export function tick(ms: Duration): RecvChan<Date> {
  return ms > 0 ? new TimerChan(ms, ms) : nilChan<Date>();
}

/**
 * A timer: its channel gives the time at which it fired, once for each start.
 *
 * It starts when it is made. While nobody receives from its channel it costs nothing and delays nothing, so one
 * that is no longer needed may just be forgotten. With `using`, the end of the block stops it.
 *
 * @example A timeout that is put off by each message.
 * ```ts
 * import { run, sleep, Timer } from "@gopark/core";
 *
 * await run(function* () {
 *   const idle = new Timer(10);
 *   for (let message = 1; message <= 3; message++) {
 *     yield* sleep(4);
 *     idle.reset(10);
 *   }
 *   console.log(idle.c.tryRecv()); // prints: undefined
 *   yield* idle.c.recv();
 *   console.log(idle.stop()); // prints: false
 * });
 * ```
 * @go time.Timer, time.NewTimer
 * @differs D-32, D-33
 */
export class Timer {
  /** Its channel, and its state. */
  private readonly ch: TimerChan;

  /** Starts a timer that fires after `ms` milliseconds; zero, less or NaN: as soon as somebody receives. */
  constructor(ms: Duration) {
    this.ch = new TimerChan(ms, 0);
  }

  /** Gives the time at which the timer fired. Never closed; `len` and `cap` are 0. */
  get c(): RecvChan<Date> {
    return this.ch;
  }

  /**
   * Stops the timer: from now on nobody receives from it. Answers whether that prevented anything: true if it was
   * still to fire, or had fired and nobody had received that; false if it had been received or stopped before.
   */
  stop(): boolean {
    return this.ch.stop();
  }

  /** Starts the timer again, to fire `ms` milliseconds from now, whatever it was doing. Answers as `stop` does. */
  reset(ms: Duration): boolean {
    return this.ch.reset(ms, 0);
  }

  /** Stops it at the end of a `using` block. */
  [Symbol.dispose](): void {
    this.stop();
  }
}

/** What a ticker's period has to be. */
function positive(ms: Duration, what: string): Duration {
  if (!(ms > 0)) throw new RuntimeError(`non-positive interval for ${what}`);
  return ms;
}

/**
 * A ticker: its channel gives the time again and again, every period.
 *
 * At most one tick waits for a receiver: who comes late gets one, and the ticks after it keep their rhythm.
 * Nobody needs to stop a ticker that is forgotten. With `using`, the end of the block stops it.
 *
 * @throws RuntimeError `non-positive interval for NewTicker` (zero, negative or NaN)
 * @example
 * ```ts
 * import { run, sleep, Ticker } from "@gopark/core";
 *
 * await run(function* () {
 *   const ticker = new Ticker(200);
 *   yield* ticker.c.recv();
 *   yield* sleep(300); // one tick is missed
 *   console.log(ticker.c.tryRecv() !== undefined); // prints: true
 *   console.log(ticker.c.tryRecv()); // prints: undefined
 *   ticker.stop();
 * });
 * ```
 * @go time.Ticker, time.NewTicker
 * @differs D-32, D-33
 */
export class Ticker {
  /** Its channel, and its state. */
  private readonly ch: TimerChan;

  /** Starts a ticker; the first tick comes after one period of `ms` milliseconds. */
  constructor(ms: Duration) {
    this.ch = new TimerChan(positive(ms, "NewTicker"), ms);
  }

  /** Gives the time of each tick. Never closed; `len` and `cap` are 0. */
  get c(): RecvChan<Date> {
    return this.ch;
  }

  /** Stops the ticks, also one that nobody has received yet. The channel stays open: who receives from it waits. */
  stop(): void {
    this.ch.stop();
  }

  /**
   * Starts the ticker again with another period, the first of which begins now.
   * @throws RuntimeError `non-positive interval for Ticker.Reset` (zero, negative or NaN)
   */
  reset(ms: Duration): void {
    this.ch.reset(positive(ms, "Ticker.Reset"), ms);
  }

  /** Stops it at the end of a `using` block. */
  [Symbol.dispose](): void {
    this.stop();
  }
}

/**
 * What `afterFunc` returns: a timer that runs a function.
 *
 * @example
 * ```ts
 * import { afterFunc, type FuncTimer } from "@gopark/core";
 *
 * const later: FuncTimer = afterFunc(60_000, () => console.log("late")); // never prints
 * console.log(later.stop(), later.stop()); // prints: true false
 * ```
 * @go time.Timer
 */
export interface FuncTimer {
  /** Prevents the function from starting and answers whether it did. Does not wait for one that has started. */
  stop(): boolean;
  /** Makes the function start `ms` milliseconds from now, also if it has run before. Answers as `stop` does. */
  reset(ms: Duration): boolean;
  /** Stops it at the end of a `using` block. */
  [Symbol.dispose](): void;
}

/**
 * Runs `f(...args)` in a goroutine of its own once `ms` milliseconds have passed, in the program that calls this.
 *
 * The arguments are evaluated now. A panic in `f` ends the program, as in any goroutine. Until it starts, the
 * process is kept alive, and the program from being declared deadlocked. Does not block, and never starts `f`
 * from within this call, however short the time.
 *
 * @throws TypeError `f` is no function
 * @example
 * ```ts
 * import { afterFunc, chan, run } from "@gopark/core";
 *
 * await run(function* () {
 *   const done = chan<string>();
 *   afterFunc(5, function* () {
 *     yield* done.send("in time");
 *   });
 *   console.log(yield* done.recv()); // prints: in time
 * });
 * ```
 * @go time.AfterFunc
 * @differs D-33
 */
export function afterFunc<A extends unknown[], T>(
  ms: Duration,
  f: (...args: A) => BodyResult<T>,
  ...args: A
): FuncTimer {
  demand("afterFunc", f);
  return new RuntimeFuncTimer(dueIn(ms), (sched) => spawn(sched, f, args, "time.goFunc"));
}
