/**
 * Conditions in shared memory.
 *
 *   CO1  A goroutine stands in the line before it unlocks: whoever changes the condition after that finds it there.
 *   CO2  First come, first served: a signal goes to somebody who was waiting when it was sent.
 *   CO3  However a wait is left, the lock is held again, unless it was not held in the first place. That goes for a select of which it
 *        is a case, too, whichever case happens.
 *   CO4  The object names the object of its lock, and counts in it.
 *
 * @go sync/cond.go
 */
import type { Go, Op, Suspend } from "@gopark/core";
import {
  type Gated,
  goready,
  m,
  newproc,
  PARKED,
  RUNNING,
  relock,
  type Step,
  SteppedOp,
  SUSPENDED,
  type Sudog,
  wrong,
} from "@gopark/core/internal";
import type { Cond as LocalCond, Locker } from "@gopark/sync";
import {
  adopt,
  defineKind,
  handleAt,
  isHandle,
  Place,
  releaseObject,
  retainObject,
  type SharedHandle,
  settleAt,
} from "../handles.js";
import { land } from "../inbox-loop.js";
import { poisonerOf, SharedOp } from "../shared-op.js";
import { get, type i32, put } from "../shm/atomics.js";
import { ALL } from "../shm/hwaitgroup.js";
import { COND, MUTEX, OBJECT_HEAD, OBJECT_KIND, RWMUTEX, STATE } from "../shm/object.js";
import { SPOILT } from "../shm/verdict.js";
import { NOTICE } from "../shm/wait.js";
import { shm } from "../shm-engine.js";
import { thread } from "../thread.js";
import { WorkerLost } from "../worker-lost.js";
import { ReadSide, type RWMutex } from "./rwmutex.js";

/** Address of the object of the lock. */
const LOCK_AT: i32 = STATE;
/** Whether it is the reading side of that. */
const IS_READ: i32 = 40;
const LOSS = "died in an operation on the shared.Cond";

/** Stands in line, unlocks, and waits to be notified. Only ever performed in a goroutine. */
class NotifyOp extends SharedOp<SharedCond, void> implements Step {
  /** Whether the lock has been unlocked. */
  hasUnlocked = false;

  constructor(cond: SharedCond) {
    super(cond, NOTICE);
  }

  override next(resumed?: unknown): IteratorResult<Suspend, void> {
    const result = super.next(resumed);
    if (result !== SUSPENDED || this.hasUnlocked) return result;
    const { g } = m;
    try {
      this.handle.l.unlock();
      this.hasUnlocked = true;
    } catch (error) {
      // It goes on with the error. If that has ended the program, it was taken out of the line then.
      if (g !== null && g.waiting === this) {
        this.withdraw(g.sudog as Sudog);
        g.waiting = null;
        g.state = RUNNING;
      }
      throw error;
    }
    return result;
  }

  override enroll(sudog: Sudog): void {
    super.enroll(sudog);
    (sudog.select as Gated).waitsOnce = true;
    // When all cases stand in line: to unlock is to give the lock to somebody, who may be another case.
    goready(newproc(sudog.g.p.sched, () => this.unlock(), []));
  }

  /** Its lock is let go of while it waits as a case. */
  private unlock(): void {
    // The select may be over before this runs.
    if (this.state !== PARKED) return;
    this.handle.l.unlock();
    this.hasUnlocked = true;
  }

  /** The lock is held again before it goes on, also when the goroutine is unwound: what it leaves next will want to unlock (CO3). */
  *around(inner: Iterable<any>): Go<any> {
    try {
      return yield* inner as Go;
    } finally {
      if (this.hasUnlocked) yield* relock(this.handle.l);
    }
  }

  protected outcome(): void {}

  protected get loss(): string {
    return LOSS;
  }

  get waitReason(): string {
    return "sync.Cond.Wait";
  }
}

/** The condition behind `Cond`. */
class SharedCond implements SharedHandle {
  /** @internal */
  readonly addr: i32;
  readonly l: Locker;

  constructor(l: Locker | Place) {
    if (l instanceof Place) {
      const lock = handleAt(get(l.addr + LOCK_AT));
      this.addr = l.addr;
      this.l = get(l.addr + IS_READ) === 1 ? (lock as RWMutex).rLocker() : (lock as unknown as Locker);
    } else {
      const lock = l instanceof ReadSide ? l.rw : l;
      if (!isHandle(lock) || !isLock(lock.addr)) throw wrong("shared.Cond", "a lock of shared", l);
      this.addr = settleAt(l, COND, OBJECT_HEAD);
      this.l = l;
      retainObject(lock);
      put(this.addr + LOCK_AT, lock.addr);
      put(this.addr + IS_READ, lock === l ? 0 : 1);
    }
    adopt(this);
  }

  wait(): Op<void> {
    // Its name is in dumps.
    const wait = (): NotifyOp => new NotifyOp(this);
    return new SteppedOp(wait);
  }

  signal(): void {
    this.wake(1);
  }

  broadcast(): void {
    this.wake(ALL);
  }

  private wake(most: number): void {
    const verdict = shm.signal(this.addr, most, thread.index);
    if (verdict === SPOILT) throw new WorkerLost(poisonerOf(this.addr), LOSS);
    land();
  }
}

function isLock(addr: i32): boolean {
  const kind = get(addr + OBJECT_KIND);
  return kind === MUTEX || kind === RWMUTEX;
}

defineKind(COND, SharedCond.prototype, {
  make: (place) => new SharedCond(place),
  clear: (addr) => releaseObject(get(addr + LOCK_AT)),
});

/**
 * A meeting point for goroutines on all threads that wait for a condition, and those that make it true: a `Cond` of
 * sync in shared memory. Its lock is a `shared.Mutex`, a `shared.RWMutex` or the `rLocker()` of one.
 *
 * @example
 * ```ts
 * import { go, run } from "@gopark/core";
 * import { shared } from "@gopark/workers";
 *
 * await run(function* () {
 *   const cond = new shared.Cond(new shared.Mutex());
 *   const isReady = new shared.Bool();
 *   const waiter = go(function* () {
 *     yield* cond.l.lock();
 *     while (!isReady.load()) yield* cond.wait();
 *     console.log("ready"); // prints: ready
 *     cond.l.unlock();
 *   });
 *   yield* cond.l.lock();
 *   isReady.store(true);
 *   cond.l.unlock();
 *   cond.broadcast();
 *   yield* waiter.join();
 * });
 * ```
 * @go sync.Cond
 */
export interface Cond extends Pick<LocalCond, "l" | "wait" | "signal" | "broadcast">, SharedHandle {}

/**
 * Makes one with its lock.
 * @throws TypeError `l` is no lock of shared
 */
export const Cond: new (l: Locker) => Cond = SharedCond;
