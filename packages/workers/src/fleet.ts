/**
 * The fleet: all threads of a program besides M0, as M0 sees them.
 *
 *     M0 --- monitor --- M1, M2, ...
 *
 *   FL1  M0 starts one thread, the monitor, which starts all others: so none of them needs M0's event loop to begin,
 *        to be noticed when it ends, or to be ended.
 *   FL2  Ending the monitor ends them all. After `stop` none is left, no port is open, and what they held in shared
 *        memory has been made good: the indices are free for the next program. But for a thread that is in a system
 *        call: the host can't end it before that returns, and the process neither.
 *   FL3  While the fleet is up it keeps the process alive; after `stop` it does not.
 *   FL4  Each callback is called on M0's event loop, none after `stop`. Of `onPanic`, `onLost` and `onFailed` the first
 *        one usually ends the program.
 */
import type { Remote } from "comlink";
import { connected, disconnectAll, setBroker } from "./connect.js";
import { converse, type FleetControl, hangUp, type MonitorControl, type MonitorInit } from "./control.js";
import { allQuiet, deadlockOf, QuietWatch } from "./deadlock.js";
import { died } from "./death.js";
import { dumpsBy, type MDump, silence, type Waiting } from "./dumps.js";
import type { HostType } from "./host/host-type.js";
import { nodeHost } from "./host/node.js";
import { type ResourceLimits, type ThreadHandle, threadHost } from "./host/threads.js";
import { handleOf } from "./host/web.js";
import { drain } from "./inbox-loop.js";
import { bury, endBurials } from "./monitor-bury.js";
import { M_FLEET, MONITOR, NO_BURIAL, S_BURIAL, S_DEATHS, S_EPOCH, S_MONITOR } from "./monitor-words.js";
import { ownDump } from "./own-dump.js";
import type { CrashReport } from "./sched/crash.js";
import { current } from "./sched/current.js";
import { idleHooks } from "./sched/source.js";
import { load, store } from "./shm/atomics.js";
import { M_STATUS, mLine } from "./shm/layout.js";
import { M_NONE, S_STARTING, S_WANTED } from "./shm/sched-words.js";
import { poisonObjects } from "./shm/sweep.js";
import { setAsker } from "./stack-all.js";
import type { SharedMemory } from "./thread.js";
import { WorkerLost } from "./worker-lost.js";

/** What a fleet is made of. */
export interface FleetOptions {
  /** The memory of the program. */
  readonly memory: SharedMemory;
  /** How many Ps there are. One less is the number of Ms to start. */
  readonly procs: number;
  /** Length of a time slice in milliseconds. */
  readonly slice: number;
  /** A goroutine on another M has panicked. */
  onPanic(report: CrashReport): void;
  /** An M has died. All that it held has been made good. */
  onLost(error: WorkerLost): void;
  /** A thread could not be started: the program can't have what it asked for. */
  onFailed(error: Error): void;
  /** The module that threads run, if not this package's own. It calls `serveM`. */
  readonly entry?: string | URL;
  /** Makes a worker that calls `serveM`, for bundlers that know workers by this expression. */
  readonly worker?: () => HostType<"Worker">;
  /** Limits to the memory of each thread. */
  readonly limits?: ResourceLimits;
}

/** The threads of a program besides M0. */
export interface Fleet {
  /** How many Ms are up, M0 included. */
  readonly count: number;
  /** Resolves when the Ms asked for at the start are up; for those who measure. */
  readonly ready: Promise<void>;
  /** Makes it so many Ms, M0 included. Does not wait for them. */
  grow(procs: number): void;
  /** What all other Ms tell of their goroutines. */
  dumps(): Promise<MDump[]>;
  /** Ends the thread of an M as an accident would: for tests. */
  kill(index: number): void;
  /** Ends all threads. Resolves when none is left. */
  stop(): Promise<void>;
}

/** How long the monitor may take to come up, in milliseconds. Only an entry that does not serve takes as long. */
export const START_LIMIT = 30_000;

/**
 * How long the end of all threads may take, in milliseconds. Only one that is in a system call takes as long; a browser
 * lets one that computes without pause go on for two seconds.
 */
export const END_LIMIT = 4000;

/** Whether a promise is fulfilled within so many milliseconds. */
export function within(promise: Promise<void>, ms: number): Promise<boolean> {
  return new Promise((resolve) => {
    // Another turn at the end: a loop that was held up runs its timers before it hears what has come meanwhile.
    const timer = setTimeout(() => setTimeout(resolve, 0, false), ms);
    promise.then(() => {
      clearTimeout(timer);
      resolve(true);
    });
  });
}

/** URL of a module of this package. The name is no literal, or bundlers would take the module for a picture. */
export function own(name: string): string {
  return new URL(/* webpackIgnore: true */ name, import.meta.url).href;
}

/** What is said where the threads' module of this package was not found, or is of no use: a bundle holds its main only. */
const IN_A_BUNDLE =
  "\n  In a bundle, give run or main the option entry: docs/guide/threads.md, Bundles for Node.";

/** What errors call the workers of the option `worker`, of which nobody knows the module. */
export const UNNAMED = "option worker";

/** The error of a thread that was never up. What to do about it depends on who has chosen its module. */
export function cannotStart(
  reason: string,
  { entry, worker }: Pick<FleetOptions, "entry" | "worker">,
): Error {
  const isOwn = entry === undefined && worker === undefined && nodeHost() !== null;
  return new Error(`run: a thread can't be started: ${reason}${isOwn ? IN_A_BUNDLE : ""}`);
}

/** Number of the fleet that was made last. */
let lastFleet = 0;

/** Starts the threads of a program. Does not wait for them. */
export function startFleet(options: FleetOptions): Fleet {
  return new ThreadFleet(options);
}

class ThreadFleet implements Fleet {
  /** Ms that are up, M0 included. */
  count = 1;
  readonly ready: Promise<void>;
  /** What it was made of. */
  private readonly options: FleetOptions;
  /** Its number. */
  private readonly id: number = ++lastFleet;
  /** The thread that all others hang on. */
  private readonly monitor: ThreadHandle;
  /** Asks the monitor. */
  private readonly control: Remote<MonitorControl>;
  /** The line that `control` speaks on; it keeps the process alive (FL3). */
  private readonly port: MessagePort;
  /** Tells when M0 is quiet. */
  private readonly quiet: QuietWatch;
  /** Reports an entry that does not serve. */
  private limit: ReturnType<typeof setTimeout> | undefined;
  /** Settles `ready`. */
  private onReady: () => void = () => {};
  /** Who waits for an answer of the monitor. */
  private readonly waiting: Waiting = new Set();
  /** The end, once it has begun. */
  private ending: Promise<void> | null = null;

  constructor(options: FleetOptions) {
    const host = threadHost();
    if (host === null) throw new Error("run: this platform has no threads; use { procs: 1 }");
    this.options = options;
    const { entry, limits, memory, procs, slice, worker } = options;
    const { port1, port2 } = new MessageChannel();
    const init: MonitorInit = {
      gopark: 1,
      role: "monitor",
      parent: port2,
      fleet: this.id,
      memory,
      slice,
      count: procs - 1,
      entry: String(entry ?? (worker === undefined ? own("./entry-node.js") : "")),
      limits,
    };
    const module = init.entry || UNNAMED;
    store(S_DEATHS, 0);
    store(S_MONITOR, 0);
    store(S_BURIAL, NO_BURIAL);
    store(S_STARTING, procs - 1);
    this.ready = new Promise((resolve) => {
      this.onReady = resolve;
    });
    this.port = port1;
    try {
      this.monitor =
        worker === undefined
          ? host.start(String(entry ?? own("./monitor-entry-node.cjs")), init, [port2], "gopark monitor")
          : handleOf(worker(), init, [port2]);
    } catch (error) {
      throw cannotStart(`${module}: ${error}`, options);
    }
    this.monitor.onEnd((reason) =>
      this.failed(`${module}: ${reason}${this.limit === undefined ? "" : " before it called serveM"}`),
    );
    this.control = converse<MonitorControl>(port1, this.fleetControl());
    this.quiet = new QuietWatch(port1 as MessagePort & { ref?(): void }, () => void this.asleep());
    idleHooks.onIdle = (sched) => this.quiet.idle(sched);
    idleHooks.onBusy = () => this.quiet.stir();
    setBroker((peer) => void this.control.connect(peer));
    setAsker(() => this.dumps());
    this.limit = setTimeout(
      () => this.failed(`${module}: did not call serveM within ${START_LIMIT / 1000} s`),
      START_LIMIT,
    );
    if (procs === 1) this.onReady();
  }

  grow(procs: number): void {
    if (this.ending === null) this.control.grow(procs - 1);
  }

  async dumps(): Promise<MDump[]> {
    return this.ending === null ? dumpsBy(this.control, this.waiting) : [];
  }

  kill(index: number): void {
    if (this.ending === null) this.control.kill(index);
  }

  stop(): Promise<void> {
    this.ending ??= this.end();
    return this.ending;
  }

  private async end(): Promise<void> {
    this.unlimit();
    idleHooks.onIdle = null;
    idleHooks.onBusy = null;
    this.quiet.stop();
    setAsker(null);
    for (const giveUp of this.waiting) giveUp();
    this.onReady();
    this.port.close();
    const isClean = await endBurials(END_LIMIT);
    const isGone = await within(this.monitor.end(), END_LIMIT);
    disconnectAll();
    hangUp(this.control);
    // A thread in a system call can't be ended before that returns: what it holds must not be given to others.
    if (isGone && isClean) this.giveBack();
  }

  /** Makes good what the Ms held; none of them is left. */
  private giveBack(): void {
    const gone = Array.from({ length: MONITOR - 1 }, (_, i) => i + 1).filter(
      (index) => load(mLine(index) + M_FLEET) === this.id,
    );
    for (const index of gone) poisonObjects(index);
    for (const index of gone) {
      bury(index);
      store(mLine(index) + M_FLEET, 0);
      store(mLine(index) + M_STATUS, M_NONE);
    }
    // What they had sent before they ended is of goroutines that are no more; the next program must not meet it.
    drain();
    store(S_STARTING, 0);
    store(S_WANTED, 0);
  }

  private unlimit(): void {
    clearTimeout(this.limit);
    this.limit = undefined;
  }

  /** What the monitor may tell M0. */
  private fleetControl(): FleetControl {
    return {
      ready: (index) => this.isReady(index),
      failed: (reason) => this.failed(reason),
      panicked: (report) => {
        if (this.ending === null) this.options.onPanic(report);
      },
      asleep: () => void this.asleep(),
      connected,
      hears: () => {},
      dump: () => (current.machine === null ? silence(0) : ownDump(current.machine.sched)),
      died: (index, reason, frames) => this.lost(index, reason, frames),
    };
  }

  private isReady(index: number): void {
    if (index === MONITOR) this.unlimit();
    else if (++this.count >= this.options.procs) this.onReady();
  }

  private failed(reason: string): void {
    if (this.ending !== null) return;
    this.onReady();
    this.options.onFailed(cannotStart(reason, this.options));
  }

  private lost(index: number, reason: string, frames: string): void {
    if (this.ending !== null) return;
    this.count--;
    died(index, reason);
    const error = new WorkerLost(index, reason);
    // Where it happened is on the other thread; that it was told here helps nobody.
    Object.defineProperty(error, "stack", { value: `${error.name}: ${error.message}\n${frames}` });
    this.options.onLost(error);
  }

  /** All Ms seem to be quiet: the program is dead, if they still are when their dumps are here (deadlock.ts). */
  private async asleep(): Promise<void> {
    const { sched } = this.quiet;
    if (sched === null || !allQuiet()) return;
    const epoch = load(S_EPOCH);
    const dumps = await this.dumps();
    if (this.ending !== null || sched.hasEnded || !allQuiet() || load(S_EPOCH) !== epoch) return;
    sched.fatal(deadlockOf([ownDump(sched), ...dumps]));
  }
}
