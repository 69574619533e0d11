/**
 * The host: everything that is not deterministic comes through here, and nowhere else.
 *
 * Microtasks, macrotasks, timers, the clock, random numbers and the question "can the outside world still
 * call in?" differ between Node, Deno, Bun and browsers, and tests want to replace them. All code of the
 * runtime reads the one mutable `host`, at the moment of use, so that a replacement takes effect at once.
 *
 *   H1  A macrotask lets the host handle its own events (timers, I/O, rendering) before it runs.
 *   H2  The clock never goes back, and counts milliseconds, with fractions.
 *   H3  `pendingWork` may answer true in doubt, but false only if nothing outside can call in any more.
 */

import { type AsyncContext, type Channel, globals, node } from "./globals.js";
import { pendingWork } from "./host-process.js";

export type { AsyncContext };

/** What the runtime asks of the platform it runs on. */
export interface Host {
  /** Milliseconds on a clock that never goes back. */
  now(): number;
  /** Runs `f` as soon as the current JavaScript stack is empty, before any event. */
  microtask(f: () => void): void;
  /** Runs `f` after the host's event loop had a turn (H1). */
  macrotask(f: () => void): void;
  /** Runs `f` after at least `ms` milliseconds. A `weak` timer does not keep the process alive. */
  setTimer(f: () => void, ms: number, weak: boolean): unknown;
  /** Takes back what `setTimer` returned. */
  clearTimer(timer: unknown): void;
  /** Whether something outside the runtime (a socket, a timer, an event) may still call in (H3). Asked by timers. */
  pendingWork(): boolean;
  /** Calls `f` whenever the process is about to end because nothing is left to do. Once for each `f`. */
  onDrained(f: () => void): void;
  /** Hands an error that nobody can catch to the host, which treats it as an uncaught exception. */
  uncaught(error: unknown): void;
  /** Default length of a time slice in milliseconds. */
  readonly slice: number;
}

/** What differs from run to run. */
export interface HostDice {
  /** A number from 0 up to, but not including, 1. */
  random(): number;
}

/** The wall clock. */
export interface HostCalendar {
  /** Its time, in milliseconds since 1970, at which `host.now()` was 0. Moves when that clock is set. */
  origin(): number;
}

const AsyncResource = node?.getBuiltinModule?.("node:async_hooks")?.AsyncResource;

/** The context in which this is called; undefined where the host has none. */
export const asyncContext = (): AsyncContext | undefined => AsyncResource && new AsyncResource("gopark");

/** That of nobody in particular: in which this module was loaded. */
export const outerContext: AsyncContext | undefined = asyncContext();

/** Lets any number of listeners stand on a signal: Node would take the eleventh for a leak, and say so. */
export function crowded(signal: AbortSignal): void {
  try {
    node?.getBuiltinModule?.("node:events").setMaxListeners(0, signal);
  } catch {
    // One of a page that a test runner simulates is not Node's.
  }
}

/** Functions that wait for their macrotask, where the host has no setImmediate. */
const posted: (() => void)[] = [];
let channel: Channel | undefined;

/** A macrotask in browsers: a message to oneself, since timers are held back to 4 ms there. */
function post(f: () => void): void {
  if (!channel) {
    channel = new globals.MessageChannel!();
    channel.port1.onmessage = () => posted.shift()?.();
  }
  posted.push(f);
  channel.port2.postMessage(0);
}

/** The host in force. Tests and explorers replace single members and put them back. */
export const host: Host = {
  slice: globals.document ? 4 : 10,
  now: () => globals.performance.now(),
  microtask: (f) => globals.queueMicrotask(f),
  // In a page that Jest simulates there are timers alone.
  // As it is now: a turn that was asked for comes, also if the timers of a test runner are in force by then.
  macrotask: globals.setImmediate ?? ((f) => (globals.MessageChannel ? post : globals.setTimeout)(f)),
  setTimer: (f, ms, weak) => {
    // Node takes 2^31-1 as the longest delay; a timer that comes early is armed again by its owner.
    const timer = globals.setTimeout(f, Math.min(ms, 0x7fff_ffff));
    if (weak) (timer as { unref?(): void }).unref?.();
    return timer;
  },
  clearTimer: (timer) => globals.clearTimeout(timer),
  pendingWork,
  onDrained: (f) => {
    node?.off?.("beforeExit", f);
    node?.on?.("beforeExit", f);
  },
  uncaught: (error) => {
    host.microtask(() => {
      throw error;
    });
  },
};

/** The random numbers in force. Apart from `host`, as most bundles leave nothing to chance. */
export const hostDice: HostDice = { random: () => Math.random() };

/** The wall clock in force. Apart from `host`, as most bundles tell no dates. */
export const hostCalendar: HostCalendar = {
  origin: () => {
    const { performance } = globals;
    const drift = Date.now() - performance.timeOrigin - performance.now();
    // The wall clock counts whole milliseconds: while both agree, the finer one is the better.
    return performance.timeOrigin + (Math.abs(drift) < 2 ? 0 : drift);
  },
};
