/**
 * Deadlock over all Ms: no goroutine on any of them can ever run again.
 *
 * Each M says of itself when it is quiet: nothing is runnable on it, none of its timers runs, and its host has nothing
 * pending that could call in. The last one to become quiet looks at all of them and tells M0, which asks for the
 * dumps, looks again and ends the program.
 *
 *   DL1  An M that is quiet does nothing until a record comes into its inbox, somebody pokes it, or a message from
 *        another M reaches it. The first thing it does then is to add to S_EPOCH and to say that it is not quiet.
 *   DL2  A message between Ms is counted from before it is sent until after its receiver has stirred (traffic.ts); a death
 *        in S_DEATHS, until all have been told of it.
 *
 * Why the look (`allQuiet`) does not err. It reads, in this order:
 *
 *   1. S_EPOCH
 *   2. of each M, that it is quiet
 *   3. that no message is in flight, no goroutine queued, no M about to start, no inbox full
 *   4. S_EPOCH again, which has not changed
 *
 * By 4 no M that was quiet at 2 has stirred since, so after 2 all were quiet at the same time, and nobody sent, pushed
 * or queued anything from then on. What was sent before is therefore still there at 3. There is nothing: so nobody
 * will ever be woken.
 *
 * What the host has pending is asked in two ways, as on one thread (core's deadlock.ts): by its list of resources, and
 * by letting its event loop run dry. For that an idle M lets go, for a moment, of the port that keeps its thread
 * alive: if the loop then runs dry, nothing is pending; the port is held again before the thread could end. Where the
 * host tells neither, in pages, an M is never quiet, and there is no report, as on one thread.
 *
 *   DL3  M0 lets go only when all others are quiet. Sooner it would learn nothing that matters, and whoever listens for the
 *        end of the process would hear of it amid a sound program: node:test, for one, then fails all tests that still run.
 *
 * @go runtime/proc.go checkdead
 */
import { Deadlock } from "@gopark/core";
import { host, isQuiet, m, type Sched } from "@gopark/core/internal";
import { type MDump, mergeDumps } from "./dumps.js";
import { type Holding, hold, release } from "./host/threads.js";
import { M_QUIET, S_DEATHS, S_EPOCH } from "./monitor-words.js";
import { add, load, store } from "./shm/atomics.js";
import { anyWork } from "./shm/idle.js";
import { isFull } from "./shm/inbox.js";
import { M_COUNT, M_STATUS, mLine } from "./shm/layout.js";
import { M_DEAD, M_NONE, S_STARTING } from "./shm/sched-words.js";
import { thread } from "./thread.js";
import { anyTraffic } from "./traffic.js";

/** Milliseconds for which an M is idle before its host is asked: most pauses are shorter. */
const FIRST_LOOK = 5;
/** Longest time between two questions, in milliseconds. */
const LAST_LOOK = 1000;

/** Whether all Ms from `first` on are quiet and nothing is on its way. */
export function allQuiet(first = 0): boolean {
  const epoch = load(S_EPOCH);
  const count = load(M_COUNT);
  for (let index = first; index < count; index++) {
    const line = mLine(index);
    const status = load(line + M_STATUS);
    if (status !== M_DEAD && (index === 0 || status !== M_NONE) && load(line + M_QUIET) !== 1) return false;
  }
  if (load(S_DEATHS) !== 0 || load(S_STARTING) > 0 || anyWork() || anyTraffic(count)) return false;
  for (let index = 0; index < count; index++) {
    if (load(mLine(index) + M_STATUS) !== M_DEAD && isFull(index)) return false;
  }
  return load(S_EPOCH) === epoch;
}

/** The error of a program that is dead, made of what its Ms tell. */
export function deadlockOf(dumps: readonly MDump[]): Deadlock {
  const all = mergeDumps(dumps) + dumps.map(({ notes = "" }) => notes).join("");
  const text = all === "" ? "no goroutines (main called runtime.Goexit)" : "all goroutines are asleep";
  return new Deadlock(`${text} - deadlock!`, all);
}

/** Answers of other threads that this one waits for. While there are any it is not quiet. */
let expected = 0;

/** This thread waits for one answer more (1), or one fewer (-1). */
export function expectAnswer(n: 1 | -1): void {
  expected += n;
  nudged();
}

/** Something has come to this thread by another way than its inbox. What it does may make goroutines runnable, or not. */
export function nudged(): void {
  watching?.nudge();
}

/** The watch of this thread. */
let watching: QuietWatch | null = null;

/** Looks for what a dead M took with it; answers whether this thread has to look again. Null until an M has died. */
let rescue: (() => boolean) | null = null;

/** Says how to look for what a dead M took with it. */
export function setRescue(look: (() => boolean) | null): void {
  rescue = look;
}

/** The event loop has run dry. One function for all watches, which is registered once. */
function onDrained(): void {
  watching?.drained();
}

/** Where an M says that it is quiet. */
export interface Board {
  /** It is; answers whether all seem to be. */
  say(): boolean;
  /** Not any more. */
  takeBack(): void;
  /** Whether this M may let its loop run dry (DL3). */
  mayDry(): boolean;
}

/** The board in shared memory. */
const inMemory: Board = {
  say() {
    store(mLine(thread.index) + M_QUIET, 1);
    return allQuiet();
  },
  takeBack() {
    add(S_EPOCH, 1);
    store(mLine(thread.index) + M_QUIET, 0);
  },
  mayDry: () => thread.index !== 0 || allQuiet(1),
};

/** Tells when this M is quiet. */
export class QuietWatch {
  /** The program that is idle here; null while it is not. */
  sched: Sched | null = null;
  /** Whether this M has said that it is quiet. */
  private isSaid = false;
  /** Whether the port is released, to see if the loop runs dry. */
  private isAsking = false;
  /** How often this M became idle. */
  private rounds = 0;
  /** The same, when the next look was planned. */
  private plannedAt = 0;
  /** The next look; null if none is planned. */
  private timer: unknown = null;
  /** Milliseconds from the next look to the one after it. */
  private delay = FIRST_LOOK;
  /** Keeps this thread alive. */
  private readonly port: Holding;
  /** Called when all Ms seem to be quiet. */
  private readonly onAllQuiet: () => void;
  /** Where it says so. */
  private readonly board: Board;

  private readonly look = (): void => {
    this.timer = null;
    const { sched } = this;
    if (sched === null || sched.hasEnded || this.isSaid) return;
    if (this.rounds !== this.plannedAt) this.delay = FIRST_LOOK;
    else if (isQuiet(sched) && expected === 0 && rescue?.() !== true) this.ask();
    if (!this.isSaid) this.plan();
  };

  constructor(port: Holding, onAllQuiet: () => void, board: Board = inMemory) {
    this.port = port;
    this.onAllQuiet = onAllQuiet;
    this.board = board;
    hold(port);
    host.onDrained(onDrained);
    watching = this;
  }

  /** The run loop has been left: nothing is runnable here. Cheap, for it happens often. */
  idle(sched: Sched): void {
    this.sched = sched;
    this.rounds++;
    if (this.isSaid) return;
    // A look that is planned soon finds that the M was busy since; one that is far off would come too late.
    if (this.timer !== null && this.delay <= 4 * FIRST_LOOK) return;
    this.unplan();
    this.delay = FIRST_LOOK;
    this.plan();
  }

  /** Something is about to run here. Called before anything is taken out of the inbox (DL1). */
  stir(): void {
    this.sched = null;
    if (this.isAsking) this.keep();
    if (this.isSaid) this.takeBack();
  }

  /** Something may be about to run here. If it does not, the M is idle as before. */
  nudge(): void {
    const { sched } = this;
    this.stir();
    if (sched !== null) this.idle(sched);
  }

  /** The event loop has run dry: if that was asked, nothing is pending. */
  drained(): void {
    if (this.isAsking) this.settle();
  }

  /** The program is over, or this thread leaves it. */
  stop(): void {
    this.stir();
    this.unplan();
    if (watching === this) watching = null;
    rescue = null;
  }

  /** The M is not quiet any more. */
  private takeBack(): void {
    this.isSaid = false;
    this.board.takeBack();
  }

  private plan(): void {
    this.plannedAt = this.rounds;
    this.timer = host.setTimer(this.look, this.delay, true);
    this.delay = Math.min(LAST_LOOK, this.delay * 4);
  }

  private unplan(): void {
    if (this.timer !== null) host.clearTimer(this.timer);
    this.timer = null;
  }

  /** Asks the host whether anything is pending, without what this thread itself holds. */
  private ask(): void {
    this.isAsking = true;
    release(this.port);
    if (m.external === 0 && !host.pendingWork()) this.settle();
    else if (!this.board.mayDry()) this.keep();
  }

  private keep(): void {
    this.isAsking = false;
    hold(this.port);
  }

  /** Nothing is pending: this M is quiet. */
  private settle(): void {
    this.keep();
    const { sched } = this;
    if (sched === null || sched.hasEnded || !isQuiet(sched)) return;
    this.isSaid = true;
    if (this.board.say()) this.onAllQuiet();
  }
}
