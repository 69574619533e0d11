/**
 * SingleFlight: of those who want the same thing at the same time, one fetches it and all get it.
 *
 *   F1  A key has a call from when the first one asks until the call is over or the key is forgotten. Who asks meanwhile
 *       waits for that call.
 *   F2  A call ends in one way for all who wait for it: with a value, a panic or a goexit.
 *       One that is cut off as its program unwinds is begun again by the first of another program that waits in `do`. One
 *       that is dropped with its program is over for nobody: those of other programs who wait for it wait for ever, those
 *       who ask later start another.
 *   F3  Who waits on a channel can't be told of a panic: then it ends the program, and nobody can recover it.
 *
 * @go golang.org/x/sync/singleflight
 */
import {
  type BodyResult,
  type Chan,
  call,
  chan,
  type Go,
  GoPanic,
  go,
  goexit,
  nilChan,
  type Op,
  type RecvChan,
} from "@gopark/core";
import { currentSched, type Sched } from "@gopark/core/internal";
import { WaitGroup } from "./waitgroup.js";

/** A panic in a call, as everybody who waits for it gets it: its message is the value's, then the stack. */
class FlightPanic extends Error {
  /** What was thrown. */
  readonly value: unknown;

  constructor(thrown: unknown) {
    const { message, value } = new GoPanic(thrown, 0, "");
    const stack = thrown instanceof Error ? thrown.stack : undefined;
    super(`${message.replace("panic: ", "")}\n\n${stack ?? ""}`, { cause: thrown });
    this.value = value;
  }
}

/**
 * What a call of a `SingleFlight` gave.
 *
 * @example
 * ```ts
 * import { type FlightResult, SingleFlight } from "@gopark/sync";
 *
 * const result: FlightResult<number> = await new SingleFlight<string, number>().do("answer", () => 42);
 * console.log(result.value, result.shared); // prints: 42 false
 * ```
 * @go singleflight.Result
 */
export interface FlightResult<out T> {
  /** What the function returned. */
  readonly value: T;
  /** Whether that went to more than one. */
  readonly shared: boolean;
}

/** A call under way, or over. */
class Flight<T> {
  /** The program it runs in. */
  readonly sched: Sched = currentSched();
  /** Reaches zero when it is over. */
  readonly running: WaitGroup = new WaitGroup();
  /** What it gave; undefined before the end, and if it gave nothing (F2). */
  value: T | undefined = undefined;
  /** What it threw. */
  panic: FlightPanic | null = null;
  /** Whether it ended by goexit; true until it ends in another way. */
  hasExited = true;
  /** How many have asked, other than the first. */
  others = 0;
  /** Channels of those who asked for one. */
  readonly channels: Chan<FlightResult<T>>[] = [];

  /** What all who wait get. */
  get result(): FlightResult<T> {
    return { value: this.value as T, shared: this.others > 0 };
  }
}

/**
 * Calls that many make at the same time and that run once: of those who ask for a key, the first calls its function, the
 * others wait and get the same. Nothing is kept: who asks when the call is over starts the next one.
 *
 * @example Three ask, one fetches.
 * ```ts
 * import { run, sleep } from "@gopark/core";
 * import { SingleFlight, WaitGroup } from "@gopark/sync";
 *
 * await run(function* () {
 *   const pages = new SingleFlight<string, string>();
 *   const wg = new WaitGroup();
 *   for (let i = 0; i < 3; i++) {
 *     wg.go(function* () {
 *       const page = yield* pages.do("/home", function* () {
 *         console.log("fetching"); // prints: fetching
 *         yield* sleep(1);
 *         return "<h1>";
 *       });
 *       if (i === 0) console.log(page); // prints: { value: '<h1>', shared: true }
 *     });
 *   }
 *   yield* wg.wait();
 * });
 * ```
 * @go singleflight.Group
 * @differs D-30
 */
export class SingleFlight<K, T> {
  /** The calls under way, by key (F1). */
  private readonly flights: Map<K, Flight<T>> = new Map();

  /**
   * Calls `fn`, or waits for the call of the same key that is under way. Blocks until it is over. Gives what it returned,
   * and whether that went to more than one. `fn` is what `go` and `call` take. If it ends by goexit, so do all who wait. It
   * has effects before it is complete: it can't be a case of a select, for which there is `doChan`.
   * A call that is cut off by the end of its program keeps those of other programs who wait for it waiting for ever; if that
   * program unwinds (`onExit`), the first of them makes the call again.
   * @throws Error if `fn` throws: the same one in all who wait; its `value` and `cause` are what was thrown, its message
   * holds the stack
   * @throws TypeError if `fn` is no function
   */
  do(key: K, fn: () => BodyResult<T>): Op<FlightResult<T>> {
    const body = call(fn);
    const singleflight = () => this.share(key, body);
    return call(singleflight);
  }

  /**
   * Like `do`, but gives a channel that will have the result, and is never closed. Never blocks. If `fn` throws, that
   * ends the program; if it ends by goexit, nothing is ever sent.
   */
  doChan(key: K, fn: () => BodyResult<T>): RecvChan<FlightResult<T>> {
    const body = call(fn);
    const ch = chan<FlightResult<T>>(1);
    let flight = this.underWay(key);
    if (flight) flight.others++;
    else {
      flight = this.take(key);
      go(() => this.fly(key, flight as Flight<T>, body));
    }
    flight.channels.push(ch);
    return ch;
  }

  /** Forgets the call of a key that is under way: who asks next starts another. Those who wait get its result. */
  forget(key: K): void {
    this.flights.delete(key);
  }

  /** Does what `do` does. */
  private *share(key: K, body: Op<T>): Go<FlightResult<T>> {
    let flight = this.underWay(key);
    if (!flight) {
      flight = this.take(key);
      yield* this.fly(key, flight, body);
      return flight.result;
    }
    flight.others++;
    yield* flight.running.wait();
    if (flight.panic) throw flight.panic;
    // Cut off while its program unwinds, it has ended for that program alone (F2).
    if (flight.hasExited) return yield* flight.sched.isEnding ? this.share(key, body) : goexit();
    return flight.result;
  }

  /** The call under way; not one whose program has ended, which never will be over. */
  private underWay(key: K): Flight<T> | undefined {
    const flight = this.flights.get(key);
    return flight?.sched.hasEnded ? undefined : flight;
  }

  /** Enters a new call. */
  private take(key: K): Flight<T> {
    const flight = new Flight<T>();
    flight.running.add(1);
    this.flights.set(key, flight);
    return flight;
  }

  /** Makes a call and tells everybody how it ended. */
  private *fly(key: K, flight: Flight<T>, body: Op<T>): Go {
    try {
      flight.value = yield* body;
      flight.hasExited = false;
    } catch (error) {
      flight.hasExited = false;
      flight.panic = new FlightPanic(error);
    } finally {
      flight.running.done();
      if (this.flights.get(key) === flight) this.flights.delete(key);
    }
    const { panic, channels } = flight;
    if (panic) {
      if (channels.length) {
        // In a goroutine of its own, where nobody can catch it; this one stays, to be seen in the dump (F3).
        go(() => {
          throw panic;
        });
        yield* nilChan().recv();
      }
      throw panic;
    }
    for (const ch of channels) ch.trySend(flight.result);
  }
}
