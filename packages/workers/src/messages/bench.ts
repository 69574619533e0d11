/**
 * Bench: the scheduler of one thread of a program without shared memory. It begins goroutines that were handed to this thread,
 * and tells of their end.
 *
 *   BN1  What has started here never leaves. What has not comes from the office: M0's desk, or an M's outpost.
 *   BN2  The order is Go's: what was handed to this thread and what is runnable here in turn; what all threads may take, which is M0's
 *        queue, every 61st round and when nothing else is runnable. With one P there is only M0: then that takes turns, too.
 *   BN3  While a goroutine has locked this thread, or a module is being loaded, it takes nothing new.
 *   BN4  A goroutine that begins has its own copies of the arguments, whichever thread it runs on.
 */
import { panic, RuntimeError } from "@gopark/core";
import { G, goready, m, type P, type Sched, type Source } from "@gopark/core/internal";
import type { QuietWatch } from "../deadlock.js";
import type { Started as StartedGoroutine } from "../dumps.js";
import { registeredUnder } from "../goroutine.js";
import { type Load, Loader } from "../sched/loader.js";
import type { MStats, PStats, Stats } from "../sched/stats.js";
import { type Envelope, enclose, openEnvelope } from "./envelope.js";
import type { Started } from "./handed.js";
import type { StrideIds } from "./ids.js";
import type { Job } from "./protocol.js";

/** Where a thread has its work from, and whom it tells. */
export interface Office {
  /** Goroutines that were started on this thread, wherever they run. */
  readonly started: Started;
  /** How many goroutines may run at the same time. */
  readonly procs: number;
  /** In which rounds what has not started comes first: each one that this divides (BN2). */
  readonly turn: number;
  /** A goroutine of this thread has started another. */
  start(job: Job): void;
  /** What begins next on this thread; undefined: nothing. */
  take(): Job | undefined;
  /** One that was begun here has returned. */
  ended(job: Job, result: Envelope): void;
  /** Nothing is runnable here, and new work is welcome. */
  idle(): void;
  /** New work is not welcome any more. */
  close(): void;
  /** A goroutine has this thread to itself, or does no more. */
  locked(isLocked: boolean): void;
  /** Changes how many may run at the same time. */
  resize(procs: number): void;
  /** What this thread knows of the scheduler. */
  stats(): Stats;
  /** Goroutines that this thread knows of, wherever they are. */
  known(): StartedGoroutine[];
}

/** One thread's scheduler. */
export class Bench implements Source {
  /** Index of its M. */
  readonly index: number;
  /** Its goroutines that have started. */
  readonly sched: Sched;
  /** Numbers goroutines. */
  readonly ids: StrideIds;
  /** Where its work comes from. */
  readonly office: Office;
  /** Tells when this thread is quiet. */
  private readonly quiet: QuietWatch;
  /** Loads modules. */
  private readonly loader: Loader;
  /** Those of the handed ones that have begun and not ended. */
  private readonly alive = new Set<G>();
  /** Goroutines of its own that have locked it to themselves, and how often. */
  private readonly locks = new Map<G, number>();
  /** Modules that are being loaded: the program is not dead meanwhile. */
  loading = 0;
  /** Rounds so far. */
  ticks = 0;
  /** Handed goroutines that it began. */
  begun = 0;
  /** How often it slept. */
  parks = 0;
  /** Whether it sleeps. */
  isAsleep = false;
  /** Whether it has stopped. */
  private hasStopped = false;
  /** Whether nothing runs any more, and what there is is only looked at. */
  isHalted = false;

  constructor(index: number, sched: Sched, ids: StrideIds, office: Office, quiet: QuietWatch, load: Load) {
    this.index = index;
    this.sched = sched;
    this.ids = ids;
    this.office = office;
    this.quiet = quiet;
    this.loader = new Loader(load);
    sched.allgs.more = this;
    sched.p.source = this;
  }

  /** All handed goroutines that have begun here and not ended. */
  [Symbol.iterator](): Iterator<G> {
    return this.alive.values();
  }

  /** Whether it takes new goroutines (BN3). */
  get isOpen(): boolean {
    return this.locks.size === 0 && this.loading === 0 && !this.hasStopped;
  }

  next(p: P): G | null {
    if (this.isHalted) return null;
    if (this.isAsleep) {
      this.isAsleep = false;
      this.quiet.stir();
    }
    if (this.locks.size > 0) this.prune();
    if (++this.ticks % this.office.turn === 0) {
      const g = this.begin();
      if (g !== null) return g;
    }
    return p.findRunnable() ?? this.begin();
  }

  idle(sched: Sched): void {
    if (this.hasStopped || this.isHalted) return;
    this.isAsleep = true;
    this.parks++;
    if (this.isOpen) this.office.idle();
    this.quiet.idle(sched);
  }

  /** There is something to take, if it wants. */
  offer(): void {
    if (this.isAsleep && this.isOpen) this.sched.wakeup();
  }

  /** Begins the next goroutine; null if there is none. */
  private begin(): G | null {
    while (this.isOpen) {
      const job = this.office.take();
      if (job === undefined) return null;
      const entry = registeredUnder(job.key);
      if (entry !== undefined) return this.make(job, entry.fn);
      this.loadFor(job);
    }
    return null;
  }

  /** Makes the goroutine, ready to be run. */
  private make(job: Job, fn: (...args: any[]) => unknown): G {
    const { sched } = this;
    let run = fn;
    let args: unknown[] | undefined;
    try {
      const value = openEnvelope(job.envelope);
      args = job.isList ? (value as unknown[]) : [value];
    } catch (error) {
      // A channel among them belongs to nobody any more: the goroutine panics as soon as it runs.
      run = () => panic(error);
    }
    // Not in the scheduler's list: that one is in order of the ids, and holds goroutines weakly.
    const g = new G(job.id, sched.p, run, args);
    g.site = job.site;
    this.alive.add(g);
    this.begun++;
    sched.allgs.count++;
    g.onDone = (hasFailed, value) => {
      this.alive.delete(g);
      sched.allgs.count--;
      if (hasFailed) sched.crashOf(g, value);
      else this.finish(job, g, value);
    };
    return g;
  }

  /** The goroutine has returned: its result goes to who started it. */
  private finish(job: Job, g: G, value: unknown): void {
    let result: Envelope;
    try {
      result = enclose(value, `goroutine ${g.id} (${g.name}): result`);
    } catch (error) {
      this.sched.crashOf(g, error);
      return;
    }
    this.office.ended(job, result);
  }

  /** Loads the module of a goroutine's function, then begins it. Until then the program is not dead. */
  private loadFor(job: Job): void {
    const { sched } = this;
    const expect = (n: number): void => {
      this.loading += n;
      sched.external += n;
      m.external += n;
    };
    const then = (why: unknown): void => {
      expect(-1);
      if (sched.hasEnded) return;
      const entry = registeredUnder(job.key);
      if (entry === undefined) this.missing(job, why);
      else goready(this.make(job, entry.fn));
    };
    expect(1);
    this.office.close();
    this.loader.find(job.key).then(() => then(undefined), then);
  }

  /** The function is nowhere to be found: in Go this program would not have been built. */
  private missing({ id, key }: Job, why: unknown): void {
    const name = JSON.stringify(key.slice(key.lastIndexOf("#") + 1));
    const g = new G(id, this.sched.p, null, undefined);
    this.sched.crashOf(g, new RuntimeError(`goroutine ${name} not found`, `  ${why}`));
  }

  /** `g` keeps this thread to itself and those that have started here already. */
  lock(g: G): void {
    const isFirst = this.locks.size === 0;
    this.locks.set(g, (this.locks.get(g) ?? 0) + 1);
    if (!isFirst) return;
    this.office.close();
    this.office.locked(true);
  }

  /** Takes back one `lock` of `g`. */
  unlock(g: G): void {
    const count = this.locks.get(g) ?? 0;
    if (count > 1) this.locks.set(g, count - 1);
    else this.release(g);
  }

  /** Forgets the locks of goroutines that have ended. */
  private prune(): void {
    for (const g of this.locks.keys()) if (g.status === "dead") this.release(g);
  }

  /** The thread is no longer locked to `g`. */
  private release(g: G): void {
    if (this.locks.delete(g) && this.locks.size === 0) this.office.locked(false);
  }

  /** What this thread is doing, as an M and the P it holds. */
  stats(): { readonly p: PStats; readonly m: MStats } {
    const { begun, index: id, isAsleep, parks, sched, ticks } = this;
    const { runnext, runq } = sched.p;
    const runQueue = runq.count + (runnext === null ? 0 : 1);
    const status = isAsleep ? "idle" : "running";
    return {
      p: { id, status, m: id, runQueue, ticks, steals: 0, fromGlobal: begun, handoffs: 0 },
      m: {
        id,
        status: isAsleep ? (this.isOpen ? "idle" : "locked") : "running",
        p: id,
        ticks,
        started: begun,
        spins: 0,
        parks,
      },
    };
  }

  /** The program is over: forgets all. */
  stop(): void {
    this.hasStopped = true;
    const { sched } = this;
    for (const g of this.alive) sched.drop(g);
    this.alive.clear();
    sched.p.source = null;
  }
}
