/**
 * Sched: a program. Its P, its goroutines, and how it ends.
 *
 *   D1  A program ends once: by its main returning, by a panic, a deadlock, a fatal error, or from outside.
 *   D2  After the end no goroutine of it runs, and none stands in any line: a value sent to a channel that
 *       outlives the program is not lost to a dead goroutine, and the turn of a lock that one was woken with goes on
 *       to the next.
 *   D3  Between two turns of the host's event loop the run loop runs for at most one slice, however often it
 *       is entered: wakeups by microtask continue the slice they fall into. A program that begins in that time has a
 *       slice of its own; one that begins later waits for the host's turn.
 *   D4  Its goroutines see the asynchronous context (Node's AsyncLocalStorage) of who made it, whoever wakes them; those
 *       of the default program that of nobody.
 *
 * @go runtime/runtime2.go schedt
 */
import { AllGs } from "./allgs.js";
import { watchForDeadlock } from "./deadlock.js";
import type { G } from "./g.js";
import { GoPanic } from "./gopanic.js";
import { DEAD, DROPPED } from "./gstatus.js";
import { type AsyncContext, asyncContext, host, outerContext } from "./host.js";
import { HOPS, NEVER } from "./limits.js";
import { m } from "./m.js";
import { P } from "./p.js";
import { runLoop } from "./proc.js";
import { withdraw } from "./ready.js";
import { wakeAll } from "./sudog.js";
import { leave } from "./unwind.js";

/** When all programs give way to a turn that the host was asked for and has not had yet (D3); 0 if it was not asked. */
let turnEnd = 0;

/** The host has had its turn. */
function turned(): void {
  turnEnd = 0;
}

/** Told of a crash: the program cannot go on. */
export type OnCrash = (error: Error) => void;

/** A program, running or ended. */
export class Sched {
  /** Its processor. */
  readonly p: P;
  /** Its goroutines. */
  readonly allgs: AllGs = new AllGs();
  /** Id of the goroutine started last. */
  lastId = 0;
  /** Goroutine 1; null in the default program, which has none and does not end. */
  main: G | null = null;
  /** Main ended by goexit: the others go on. */
  hasMainExited = false;
  /** Whether the program has ended (D1). */
  hasEnded = false;
  /** Promises that goroutines of it wait for, and callers outside that wait in it: something may still call in. */
  external = 0;
  /** The end has begun: what is left runs its `finally` blocks. */
  isEnding = false;
  /** Who ran when the end began, and is to be left alone until it gives up the CPU. */
  straggler: G | null = null;
  /** Called in place of the watch for a deadlock when nothing is runnable any more. */
  whenIdle: ((sched: Sched) => void) | null = null;
  /** Whether it is watched for a deadlock. */
  isWatched = false;
  /** Whether an entry of the run loop is on its way. */
  private isEntryPending = false;
  /** Takes the error of a crash. */
  private readonly onCrash: OnCrash;

  /** Whether the next entry has a slice of its own. */
  private isFresh = false;
  /** Runs what is runnable (D4). */
  private readonly enter: () => void;

  constructor(slice: number, onCrash: OnCrash, context: AsyncContext | undefined = asyncContext()) {
    const loop = (): void => this.loop();
    this.p = new P(this, slice);
    this.onCrash = onCrash;
    // Not `context.bind(loop)`: in Node 20 that takes 20 microseconds, most of a short program.
    this.enter = context ? () => context.runInAsyncScope(loop) : loop;
  }

  /** Sees to it that the run loop is entered, as soon as the JavaScript stack is empty. */
  wakeup(): void {
    if (!this.isEntryPending) host.microtask(this.enter);
    this.isEntryPending = true;
  }

  /** The slice is over: the host's event loop has a turn. */
  private giveWay(): void {
    if (this.isEntryPending) return;
    host.macrotask(this.enter);
    m.hops = HOPS;
    this.isEntryPending = this.isFresh = true;
  }

  /** A goroutine panicked and nobody recovered. */
  crashOf(g: G, value: unknown): void {
    if (this.hasEnded) return;
    if (this.main) this.end();
    this.onCrash(new GoPanic(value, g.id, g.site));
  }

  /** The program can't go on: deadlock, or an error that is not recoverable. */
  fatal(error: Error): void {
    this.end();
    this.onCrash(error);
  }

  /** Ends the program: drops what is left of it (D2). */
  end(): void {
    if (this.hasEnded) return;
    this.hasEnded = true;
    this.interrupt();
    if (m.g?.p === this.p) m.g = null;
    const { p } = this;
    while (p.findRunnable()) {
      // Taken out of its queue: that is all it takes to drop a runnable goroutine.
    }
    for (const g of this.allgs) this.drop(g);
    p.timers?.disarm();
    p.timers = null;
    this.allgs.release();
  }

  /** Makes the run loop stop at the next operation or switch. */
  interrupt(): void {
    this.p.sliceEnd = 0;
    m.budget = 0;
  }

  /** Takes one goroutine out of whatever it waits in or was woken from; those who wait for its end are told. */
  drop(g: G): void {
    if (g.state >= DEAD) return;
    withdraw(g);
    g.state = DROPPED;
    wakeAll(g.joiners);
  }

  private loop(): void {
    const { isFresh, p } = this;
    this.isEntryPending = this.isFresh = false;
    if (this.hasEnded) return;
    const now = host.now();
    if (isFresh) {
      turned();
      p.beginSlice(now);
    } else if (!p.hopAt || now < p.sliceEnd) {
      p.resumeSlice(now);
      // Over meanwhile, it ends as any other does: in the run loop.
      if (now >= p.sliceEnd) m.budget = -1;
    } else {
      // Woken after the slice was over: most likely by an event, so the host has had its turn. A chain of
      // microtasks looks the same; it is found out if another slice passes before the turn asked for here.
      if (!turnEnd) host.macrotask(turned);
      turnEnd = Math.min(turnEnd || NEVER, now + p.slice);
      if (now >= turnEnd) {
        this.giveWay();
        return;
      }
      p.beginSlice(now);
    }
    p.timers?.run(now);
    const isIdle = runLoop(p);
    if (this.straggler) leave(this.straggler);
    this.straggler = null;
    // Who was running when the program ended may have parked since (D2).
    if (this.hasEnded) for (const g of this.allgs) this.drop(g);
    else if (isIdle && (p.source || !p.isBusy)) this.idle();
    else this.giveWay();
  }

  /** Nothing is runnable: sleep until a timer is due or somebody calls `wakeup`. */
  private idle(): void {
    const { hasTimers, source, timers } = this.p;
    this.allgs.release();
    if (this.whenIdle && !(this.allgs.count && (hasTimers || this.external))) {
      this.whenIdle(this);
      return;
    }
    timers?.arm();
    if (source) source.idle(this);
    else if (this.main && !hasTimers) watchForDeadlock(this);
  }

  /** A timer is due. */
  onTimer(): void {
    // An entry that is on its way looks at the timers as well; two at a time would take two slices (D3).
    if (this.isEntryPending) return;
    this.isFresh = true;
    this.loop();
  }
}

let fallback: Sched | undefined;

/** The program of goroutines started outside any: it has no main, lives as long as the process, and a panic in it is an uncaught exception. */
export function defaultSched(): Sched {
  return (fallback ??= new Sched(host.slice, (error) => host.uncaught(error), outerContext));
}

/** The program of the running goroutine, else the default one. */
export function currentSched(): Sched {
  // In the loop, but in no goroutine: one whose program has ended under it.
  const p = m.g?.p ?? m.p;
  return p ? p.sched : defaultSched();
}
