/**
 * The scheduler, asked and told by the program that it runs.
 *
 * @go runtime
 */
import type { Op, Suspend } from "@gopark/core";
import {
  complete,
  currentSched,
  DONE,
  FRESH,
  type G,
  goready,
  m,
  Operation,
  outside,
  reused,
  SUSPENDED,
} from "@gopark/core/internal";
import type { Bench } from "./messages/bench.js";
import { checkProcs } from "./procs.js";
import { programOf } from "./program.js";
import { current } from "./sched/current.js";
import type { Machine } from "./sched/machine.js";
import { type Stats, statsOf } from "./sched/stats.js";
import { load } from "./shm/atomics.js";
import { P_COUNT } from "./shm/layout.js";
import { resizeSched } from "./shm/resize.js";

export type { MStats, PStats, Stats } from "./sched/stats.js";

/**
 * What the scheduler of the running program is doing: its processors, its threads and their queues. A snapshot, in
 * which numbers that change together may differ by a moment.
 *
 * @example
 * ```ts
 * import { run, stats } from "@gopark/workers";
 *
 * await run(
 *   function* () {
 *     const { gomaxprocs, threads } = stats();
 *     console.log(gomaxprocs, threads); // prints: 1 1
 *   },
 *   { procs: 1 },
 * );
 * ```
 */
export function stats(): Stats {
  return statsOf(currentSched());
}

/**
 * How many goroutines of the running program may run at the same time; changes that number if `n` is given and at least
 * 1. Returns the number before the call. Goroutines that have started stay on their threads. Never blocks: where more threads
 * are wanted, they come up while the program goes on.
 *
 * In a program that was started by `run` of `@gopark/core` the number is 1 and stays so.
 *
 * @throws TypeError `n` is no integer, or above 63
 * @example
 * ```ts
 * import { gomaxprocs, run } from "@gopark/workers";
 *
 * await run(
 *   function* () {
 *     console.log(gomaxprocs()); // prints: 1
 *   },
 *   { procs: 1 },
 * );
 * ```
 * @go runtime.GOMAXPROCS
 * @differs D-61
 */
export function gomaxprocs(n = 0): number {
  const sched = currentSched();
  const { bench, machine } = current;
  const isSpread = machine !== null && machine.sched === sched;
  const office = bench !== null && bench.sched === sched ? bench.office : null;
  const before = isSpread ? load(P_COUNT) : (office?.procs ?? 1);
  if (n < 1 || n === before) return before;
  checkProcs("gomaxprocs", n);
  const program = programOf(sched);
  if (office !== null) office.resize(n);
  else if (isSpread) {
    resizeSched(n, machine.index);
    // On other threads the program is not known; there an M is asked for when it is missed.
    if (n > before) program?.fleet?.grow(n);
  } else program?.spread(n);
  return before;
}

/** The running goroutine. */
function running(): G {
  const { g } = m;
  if (g === null) throw outside();
  return g;
}

/** What can be locked by a goroutine; null in a program of one thread. */
function threadOf(g: G): Bench | Machine | null {
  const thread = current.machine ?? current.bench;
  return thread !== null && thread.sched === g.p.sched ? thread : null;
}

/**
 * Locks the calling goroutine to its thread: until it has called `unlockOSThread` as often, or ended, its thread takes no
 * new goroutines. Those that have started there before stay, as goroutines never change threads.
 *
 * @throws RuntimeError outside a goroutine
 * @example
 * ```ts
 * import { lockOSThread, run, unlockOSThread } from "@gopark/workers";
 *
 * await run(function* () {
 *   lockOSThread();
 *   // what is done here is not held up by goroutines that start meanwhile
 *   unlockOSThread();
 * });
 * ```
 * @go runtime.LockOSThread
 * @differs D-56
 */
export function lockOSThread(): void {
  const g = running();
  threadOf(g)?.lock(g);
}

/**
 * Undoes one `lockOSThread` of the calling goroutine. Without one it does nothing.
 *
 * @throws RuntimeError outside a goroutine
 * @example
 * ```ts
 * import { lockOSThread, run, unlockOSThread } from "@gopark/workers";
 *
 * await run(function* () {
 *   lockOSThread();
 *   try {
 *     // only goroutines that have started before share this thread
 *   } finally {
 *     unlockOSThread();
 *   }
 * });
 * ```
 * @go runtime.UnlockOSThread
 */
export function unlockOSThread(): void {
  const g = running();
  threadOf(g)?.unlock(g);
}

/** Calls a function that blocks the thread. */
class BlockingOp<T> extends Operation<T> {
  private readonly fn: () => T;
  /** How the call ended. */
  private ending: { readonly value: T } | { readonly error: unknown } | null = null;

  constructor(fn: () => T) {
    super();
    this.fn = fn;
  }

  override next(resumed?: unknown): IteratorResult<Suspend, T> {
    if (resumed === undefined) {
      const g = running();
      if (this.state !== FRESH) throw reused("blocking");
      this.state = DONE;
      const { bench, machine } = current;
      // Others begin what was handed to this thread.
      if (bench?.sched === g.p.sched) bench.office.close();
      if (machine === null || machine.sched !== g.p.sched) return complete(this.fn());
      machine.enterCall();
      this.call();
      if (!machine.exitCall()) {
        // Others have its P: the goroutine waits its turn.
        goready(g);
        return SUSPENDED;
      }
    }
    return complete(this.finish());
  }

  private call(): void {
    try {
      this.ending = { value: this.fn() };
    } catch (error) {
      this.ending = { error };
    }
  }

  poll(): boolean {
    this.call();
    return true;
  }

  enroll(): void {}

  withdraw(): void {}

  finish(): T {
    const { ending } = this;
    if (ending === null || "error" in ending) throw ending?.error;
    return ending.value;
  }

  get waitReason(): string {
    return "syscall";
  }
}

/**
 * Calls a function that blocks its thread, such as a synchronous read: `const text = yield* blocking(() =>
 * readFileSync(path, "utf8"))`. Other goroutines that have not started run elsewhere meanwhile, at once: the thread gives its
 * processor away before the call, and gets one again after it, when its turn comes.
 *
 * Goroutines that have started on the same thread wait until the call returns. Without it, the same happens when the
 * monitor has seen the thread blocked for ten milliseconds.
 *
 * @throws whatever `fn` throws
 * @example
 * ```ts
 * import { blocking, run } from "@gopark/workers";
 *
 * await run(function* () {
 *   console.log(yield* blocking(() => 6 * 7)); // prints: 42
 * });
 * ```
 * @go runtime.entersyscallblock
 */
export function blocking<T>(fn: () => T): Op<T> {
  return new BlockingOp(fn);
}
