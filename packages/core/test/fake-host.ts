/**
 * A host for tests: its clock is virtual, its macrotasks and timers wait until the test lets them run.
 *
 *   F1  Time moves only by `advance`, by `finish` (to the next timer, when nothing else is left), by what the
 *       code under test adds to `time`, and by `tick` at each look at the clock. It never goes back, also not
 *       from one fake to the next: the default program outlives them.
 *   F2  Microtasks are the real ones. A turn begins when the last of them has run.
 */
import { afterEach, beforeEach } from "vitest";
import { type Host, host, hostCalendar, hostDice } from "../src/runtime/host.js";

const realTurn = globalThis.setImmediate;

/** Waits until no microtask is left. */
export function microtasks(): Promise<void> {
  return new Promise((resolve) => void realTurn(resolve));
}

/** A timer that the code under test has set. */
export interface FakeTimer {
  readonly f: () => void;
  readonly at: number;
  readonly weak: boolean;
}

let lastTime = 0;

/** The host in force while a test runs. */
export class FakeHost {
  /** The virtual clock, in milliseconds. */
  time: number = lastTime;
  /** The wall clock when the virtual clock was 0, in milliseconds since 1970. */
  origin = 1_700_000_000_000;
  /** What one look at the clock takes. */
  tick = 0;
  /** How often the clock was read. */
  looks = 0;
  /** Macrotasks that wait for their turn. */
  readonly macrotasks: (() => void)[] = [];
  /** Timers that have not fired. */
  readonly timers: Set<FakeTimer> = new Set();
  /** How many turns the event loop had. */
  turns = 0;
  /** The longest time that the event loop was kept from its turn. Tests set it back. */
  longestGap = 0;
  /** Whether something outside may still call in, other than a macrotask. */
  isPending = false;
  /** Errors that nobody could catch. */
  readonly uncaught: unknown[] = [];
  /** Who listens for the event loop running dry. */
  readonly drained: Set<() => void> = new Set();

  /** The members that take the real host's place. */
  members(): Host {
    return {
      slice: 10,
      now: () => {
        this.looks++;
        this.time += this.tick;
        return this.time;
      },
      microtask: (f) => queueMicrotask(f),
      macrotask: (f) => void this.macrotasks.push(f),
      setTimer: (f, ms, weak) => {
        const timer: FakeTimer = { f, at: this.time + ms, weak };
        this.timers.add(timer);
        return timer;
      },
      clearTimer: (timer) => void this.timers.delete(timer as FakeTimer),
      pendingWork: () => this.isPending || this.macrotasks.length > 0,
      onDrained: (f) => void this.drained.add(f),
      uncaught: (error) => void this.uncaught.push(error),
    };
  }

  /** When the event loop had its last turn, or when it woke up since. */
  private lastTurn = lastTime;

  /** Sleeps until `time`. */
  private sleepUntil(time: number): void {
    this.time = Math.max(this.time, time);
    this.lastTurn = this.time;
  }

  /** The timer due first, strong or weak. */
  get nextTimer(): FakeTimer | undefined {
    let next: FakeTimer | undefined;
    for (const timer of this.timers) if (next === undefined || timer.at < next.at) next = timer;
    return next;
  }

  /** One turn of the event loop: what timers are due, then the macrotasks that were waiting when it began. */
  async turn(): Promise<void> {
    await microtasks();
    this.turns++;
    this.longestGap = Math.max(this.longestGap, this.time - this.lastTurn);
    this.lastTurn = this.time;
    for (let next = this.nextTimer; next !== undefined && next.at <= this.time; next = this.nextTimer) {
      this.timers.delete(next);
      next.f();
      await microtasks();
    }
    // Those posted meanwhile wait for the next turn. The others count as pending until it is theirs.
    for (let left = this.macrotasks.length; left > 0; left--) {
      const f = this.macrotasks.shift() as () => void;
      f();
      await microtasks();
    }
  }

  /** Turns until nothing is left to do at this time. */
  async settle(): Promise<void> {
    do await this.turn();
    while (this.macrotasks.length > 0 || (this.nextTimer?.at ?? Number.POSITIVE_INFINITY) <= this.time);
  }

  /** Moves the clock by `ms`, stopping at each timer on the way. */
  async advance(ms: number): Promise<void> {
    const end = this.time + ms;
    await this.settle();
    for (let next = this.nextTimer; next !== undefined && next.at <= end; next = this.nextTimer) {
      this.sleepUntil(next.at);
      await this.settle();
    }
    this.sleepUntil(end);
    await this.settle();
  }

  /** Lets the event loop turn, jumping to the next timer when it would sleep, until the promise settles. */
  async finish<T>(promise: Promise<T>): Promise<T> {
    let isSettled = false;
    const settled = (): void => {
      isSettled = true;
    };
    promise.then(settled, settled);
    for (;;) {
      await this.turn();
      if (isSettled) return promise;
      if (this.macrotasks.length > 0) continue;
      const next = this.nextTimer;
      if (next === undefined) throw new Error("finish: the event loop has run dry, the promise is pending");
      this.sleepUntil(next.at);
    }
  }

  /** What Node does when the event loop has run dry. */
  runDry(): void {
    for (const f of [...this.drained]) f();
  }
}

/** Puts a fresh fake in the host's place for each test of the file or block. Read `.host` inside tests. */
export function useFakeHost(): { readonly host: FakeHost } {
  const real = { ...host };
  const { origin } = hostCalendar;
  const { random } = hostDice;
  const holder = { host: new FakeHost() };
  beforeEach(() => {
    holder.host = new FakeHost();
    Object.assign(host, holder.host.members());
    hostCalendar.origin = () => holder.host.origin;
    hostDice.random = () => 0;
  });
  afterEach(() => {
    lastTime = holder.host.time;
    Object.assign(host, real);
    hostCalendar.origin = origin;
    hostDice.random = random;
  });
  return holder;
}
