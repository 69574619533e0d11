/**
 * What the scheduler is doing, read from shared memory: a snapshot of words that others change meanwhile.
 */
import type { Sched } from "@gopark/core/internal";
import { get, load } from "../shm/atomics.js";
import { globqCount } from "../shm/globq.js";
import {
  M_COUNT,
  M_P,
  M_STATUS,
  M_TICK,
  mLine,
  P_COUNT,
  P_SCHEDTICK,
  P_STATUS,
  pPage,
} from "../shm/layout.js";
import { runqCount } from "../shm/runq.js";
import {
  M_BLOCKED,
  M_DEAD,
  M_IDLE,
  M_LOCKED,
  M_NONE,
  M_PARKS,
  M_SPINNING,
  M_SPINS,
  M_STARTED,
  M_WAITING,
  ownerOf,
  P_GLOBAL,
  P_GONE,
  P_HANDOFFS,
  P_IDLE,
  P_STEALS,
  P_SYSCALL,
  S_SPINNING,
  stateOf,
} from "../shm/sched-words.js";
import { current } from "./current.js";

/**
 * A processor: the right to run goroutines.
 *
 * @example
 * ```ts
 * import { type PStats, run, stats } from "@gopark/workers";
 *
 * await run(
 *   function* () {
 *     const [first]: readonly PStats[] = stats().ps;
 *     console.log(first?.status, first?.runQueue); // prints: running 0
 *   },
 *   { procs: 1 },
 * );
 * ```
 * @go runtime.p
 */
export interface PStats {
  /** Its index. */
  readonly id: number;
  /** Whether a thread holds it. */
  readonly status: "idle" | "running" | "syscall";
  /** Index of the thread that holds it; -1: none. */
  readonly m: number;
  /** Goroutines that are queued here and have not started. */
  readonly runQueue: number;
  /** How often a goroutine was begun or resumed on it. */
  readonly ticks: number;
  /** Goroutines that it stole from others. */
  readonly steals: number;
  /** Goroutines that it took from the global queue. */
  readonly fromGlobal: number;
  /** How often it was taken from a thread that was blocked. */
  readonly handoffs: number;
}

/**
 * A thread.
 *
 * @example
 * ```ts
 * import { type MStats, run, stats } from "@gopark/workers";
 *
 * await run(
 *   function* () {
 *     const [main]: readonly MStats[] = stats().ms;
 *     console.log(main?.id, main?.status); // prints: 0 running
 *   },
 *   { procs: 1 },
 * );
 * ```
 * @go runtime.m
 */
export interface MStats {
  /** Its index; 0 is the thread of `main`. */
  readonly id: number;
  /** What it is doing. `waiting`: it has goroutines to run and no processor. */
  readonly status: "running" | "spinning" | "idle" | "waiting" | "blocked" | "locked" | "dead";
  /** Index of the processor it holds; -1: none. */
  readonly p: number;
  /** How often it began or resumed a goroutine. */
  readonly ticks: number;
  /** Goroutines of the shared queues that it began. */
  readonly started: number;
  /** How often it looked for work before it slept. */
  readonly spins: number;
  /** How often it slept. */
  readonly parks: number;
}

/**
 * What the scheduler of a program is doing.
 *
 * @example
 * ```ts
 * import { run, type Stats, stats } from "@gopark/workers";
 *
 * await run(
 *   function* () {
 *     const now: Stats = stats();
 *     console.log(now.ps.length, now.runQueue); // prints: 1 0
 *   },
 *   { procs: 1 },
 * );
 * ```
 * @go runtime.schedt
 */
export interface Stats {
  /** Number of processors. */
  readonly gomaxprocs: number;
  /** Processors that no thread holds. */
  readonly idleProcs: number;
  /** Threads that run goroutines or could, and the monitor if there is one. */
  readonly threads: number;
  /** Threads that look for work. */
  readonly spinningThreads: number;
  /** Threads that sleep. */
  readonly idleThreads: number;
  /** Goroutines in the global queue. */
  readonly runQueue: number;
  /** The processors. */
  readonly ps: readonly PStats[];
  /** The threads. */
  readonly ms: readonly MStats[];
}

/** What the scheduler of a program is doing. */
export function statsOf(sched: Sched): Stats {
  const { bench } = current;
  if (bench !== null && bench.sched === sched) return bench.office.stats();
  return sched.p.source === null ? ofOneThread(sched) : ofAll();
}

function ofOneThread({ p }: Sched): Stats {
  const runQueue = p.runq.count + (p.runnext === null ? 0 : 1);
  const common = { id: 0, status: "running", ticks: p.schedtick } as const;
  return {
    gomaxprocs: 1,
    idleProcs: 0,
    threads: 1,
    spinningThreads: 0,
    idleThreads: 0,
    runQueue: p.globrunq.count,
    ps: [{ ...common, m: 0, runQueue, steals: 0, fromGlobal: 0, handoffs: 0 }],
    ms: [{ ...common, p: 0, started: 0, spins: 0, parks: 0 }],
  };
}

function ofAll(): Stats {
  const ps = Array.from({ length: load(P_COUNT) }, (_, id) => statsOfP(id));
  const ms = Array.from({ length: load(M_COUNT) }, (_, id) => statsOfM(id)).filter((m) => m !== null);
  return {
    gomaxprocs: ps.length,
    idleProcs: ps.filter((p) => p.status === "idle").length,
    threads: ms.filter((m) => m.status !== "dead").length + 1,
    spinningThreads: Math.max(0, load(S_SPINNING)),
    idleThreads: ms.filter((m) => m.status === "idle" || m.status === "locked").length,
    runQueue: globqCount(),
    ps,
    ms,
  };
}

function statsOfP(id: number): PStats {
  const page = pPage(id);
  const seen = load(page + P_STATUS);
  const isIdle = seen === P_IDLE || seen === P_GONE;
  return {
    id,
    status: isIdle ? "idle" : stateOf(seen) === P_SYSCALL ? "syscall" : "running",
    m: isIdle ? -1 : ownerOf(seen),
    runQueue: runqCount(page),
    ticks: get(page + P_SCHEDTICK),
    steals: load(page + P_STEALS),
    fromGlobal: load(page + P_GLOBAL),
    handoffs: load(page + P_HANDOFFS),
  };
}

/** The states of an M that have a name of their own; all others are "running". */
const STATES: Readonly<Record<number, MStats["status"]>> = {
  [M_SPINNING]: "spinning",
  [M_IDLE]: "idle",
  [M_WAITING]: "waiting",
  [M_BLOCKED]: "blocked",
  [M_LOCKED]: "locked",
  [M_DEAD]: "dead",
};

function statsOfM(id: number): MStats | null {
  const line = mLine(id);
  const status = load(line + M_STATUS);
  if (status === M_NONE) return null;
  return {
    id,
    status: STATES[status] ?? "running",
    p: get(line + M_P) - 1,
    ticks: get(line + M_TICK),
    started: get(line + M_STARTED),
    spins: get(line + M_SPINS),
    parks: get(line + M_PARKS),
  };
}
