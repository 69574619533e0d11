/**
 * A program that may run on several threads, as M0 holds it: from the moment it gets threads until they have ended.
 *
 *   PR1  `fleet` is null while the program runs on M0 alone. Where memory can be shared `machine` is null then too, and only then;
 *        where it can't, always: the other threads are a crew (messages/).
 *   PR2  The shared memory serves one program of several threads at a time (RN3).
 */
import { RuntimeError } from "@gopark/core";
import { dump, type Sched, wrong } from "@gopark/core/internal";
import { interruptAll } from "./busy.js";
import { warnOnce } from "./doctor.js";
import { mergeDumps } from "./dumps.js";
import { type Fleet, type FleetOptions, startFleet } from "./fleet.js";
import type { HostType } from "./host/host-type.js";
import { nodeHost } from "./host/node.js";
import { type ResourceLimits, threadHost } from "./host/threads.js";
import { startCrew } from "./messages/crew.js";
import { ownDump } from "./own-dump.js";
import { crashOf } from "./sched/crash.js";
import { current } from "./sched/current.js";
import { leaveM, startM0 } from "./sched/m.js";
import type { Machine } from "./sched/machine.js";
import { store } from "./shm/atomics.js";
import { S_CRASHED } from "./shm/sched-words.js";
import { canShare, join, memory, newMemory, thread } from "./thread.js";
import type { WorkerLost } from "./worker-lost.js";

/**
 * What a program's threads are made of.
 *
 * @example
 * ```ts no-run
 * import { run, type ThreadOptions } from "@gopark/workers";
 *
 * const threads: ThreadOptions = { memory: 256 * 1024 * 1024, limits: { maxOldGenerationSizeMb: 512 } };
 * await run(function* () {}, { procs: 4, ...threads });
 * ```
 */
export interface ThreadOptions {
  /**
   * Bytes of the shared memory, from 1 MiB to just below 2 GiB. Default 64 MiB; real memory is used only as it is needed. It is made
   * once and stays: for the first program of several threads, or with the first shared channel, lock or atomic before that.
   */
  memory?: number;
  /** Called when a thread has died and all that it held has been made good. Without it the program fails. */
  onWorkerLost?: (error: WorkerLost) => void;
  /** Makes a worker whose module calls `serveM`: for pages, whose bundler makes workers of this expression. */
  worker?: () => HostType<"Worker">;
  /** The module that threads run, if not this package's own. It calls `serveM`. */
  entry?: string | URL;
  /** Limits to the memory of each thread, on Node. */
  limits?: ResourceLimits;
}

/** Least and most bytes of a shared memory: room for what every program has, and addresses that are positive numbers of 32 bits. */
const LEAST_BYTES: number = 2 ** 20;
const MOST_BYTES: number = 2 ** 31 - 2 ** 16;

/** Checks what the options of a program say about its threads. */
export function checkThreadOptions({ limits, memory, onWorkerLost, worker }: ThreadOptions): void {
  if (memory !== undefined && !(Number.isInteger(memory) && memory >= LEAST_BYTES && memory <= MOST_BYTES))
    throw wrong("run: memory", "an integer of bytes from 2^20 to 2^31 - 2^16", memory);
  for (const [name, f] of Object.entries({ onWorkerLost, worker }))
    if (f !== undefined && typeof f !== "function") throw wrong(`run: ${name}`, "a function", f);
  if (limits !== undefined && (typeof limits !== "object" || limits === null))
    throw wrong("run: limits", "an object", limits);
}

/**
 * Whether this platform can run goroutines on several threads. In a page without shared memory that takes a worker of the user's
 * bundler: one that has none stays on one thread, as it always did.
 */
export function hasThreads({ entry, worker }: ThreadOptions): boolean {
  if (threadHost() === null) return false;
  return canShare() || nodeHost() !== null || worker !== undefined || entry !== undefined;
}

/** A program, on M0. */
export class Program {
  /** Its goroutines on M0. */
  readonly sched: Sched;
  /** What its threads are made of. */
  private readonly options: ThreadOptions;
  /** Its M0 (PR1). */
  private machine: Machine | null = null;
  /** Its other threads (PR1). */
  fleet: Fleet | null = null;

  constructor(sched: Sched, options: ThreadOptions) {
    this.sched = sched;
    this.options = options;
  }

  /** Gives it `procs` Ps and the threads for them. */
  spread(procs: number): void {
    if (current.machine !== null || current.bench !== null)
      throw new RuntimeError(
        "run: another program runs on several threads: want procs: 1, or to wait for its end",
      );
    const { sched, options } = this;
    const { entry, limits, worker } = options;
    if (thread.memory === null && options.memory !== undefined) join(newMemory(options.memory), 0);
    const common: Omit<FleetOptions, "memory"> = {
      procs,
      slice: sched.p.slice,
      onPanic: (report) => sched.fatal(crashOf(report)),
      onLost: (error) => this.lost(error),
      onFailed: (error) => sched.fatal(error),
      ...(entry !== undefined && { entry }),
      ...(limits !== undefined && { limits }),
      ...(worker !== undefined && { worker }),
    };
    if (!canShare()) {
      warnOnce(true);
      this.fleet = startCrew(sched, common);
      return;
    }
    const shared = memory();
    this.machine = startM0(sched, procs, () => {
      this.fleet = startFleet({ ...common, memory: shared });
    });
  }

  /** A thread has died. */
  private lost(error: WorkerLost): void {
    const { onWorkerLost } = this.options;
    if (onWorkerLost === undefined) {
      this.sched.fatal(error);
      return;
    }
    try {
      onWorkerLost(error);
    } catch (thrown) {
      this.sched.fatal(thrown as Error);
    }
  }

  /** The program has ended: ends its threads, then calls `then`. */
  end(then: () => void): void {
    const { fleet, machine } = this;
    machine?.stop();
    const ended = (): void => {
      if (machine !== null) leaveM(machine);
      then();
    };
    if (fleet === null) ended();
    else fleet.stop().then(ended, ended);
  }
}

/** The programs of this thread, by their schedulers. */
const programs = new WeakMap<Sched, Program>();

/** Remembers a program. */
export function addProgram(program: Program): void {
  programs.set(program.sched, program);
}

/** The program that a scheduler belongs to; undefined for one that `run` of the core has started. */
export function programOf(sched: Sched): Program | undefined {
  return programs.get(sched);
}

/**
 * What all goroutines of a program do, on all its threads. Its last words: none of them goes on from where it stands, and
 * nothing that main would still have done can end the process before they are printed.
 */
export async function lastDump(sched: Sched): Promise<string> {
  const { fleet } = programOf(sched) ?? {};
  if (!fleet) return dump(sched);
  if (current.bench !== null) current.bench.isHalted = true;
  else store(S_CRASHED, 1);
  const own = ownDump(sched);
  return mergeDumps([own, ...(await interruptAll(await fleet.dumps()))]);
}
