/**
 * Mutexes in shared memory.
 */
import type { BodyResult, Op } from "@gopark/core";
import { withLock } from "@gopark/core/internal";
import type { Mutex as LocalMutex } from "@gopark/sync";
import { adopt, defineKind, type Place, type SharedHandle, settleAt } from "../handles.js";
import type { i32 } from "../shm/atomics.js";
import { MUTEX, OBJECT_HEAD } from "../shm/object.js";
import { TAKE } from "../shm/wait.js";
import { LockOp, unlockFor } from "./locker.js";

/** Why a goroutine waits. */
const REASON = "sync.Mutex.Lock";

/** The mutex behind `Mutex`. */
class SharedMutex implements LocalMutex, SharedHandle {
  /** @internal */
  readonly addr: i32;

  constructor(place?: Place) {
    this.addr = settleAt(place, MUTEX, OBJECT_HEAD);
    adopt(this);
  }

  lock(): Op<void> {
    return new LockOp<void>(this, TAKE, this, false, REASON);
  }

  guard(): Op<Disposable> {
    return new LockOp<Disposable>(this, TAKE, this, true, REASON);
  }

  withLock<T>(body: () => BodyResult<T>): Op<T> {
    return withLock(this, body);
  }

  tryLock(): boolean {
    return new LockOp<void>(this, TAKE, this, false, REASON).attempt();
  }

  unlock(): void {
    unlockAt(this.addr);
  }
}

/** Unlocks the mutex at an address. */
export function unlockAt(addr: i32): void {
  unlockFor(addr, TAKE, "sync: unlock of unlocked mutex");
}

defineKind(MUTEX, SharedMutex.prototype, { make: (place) => new SharedMutex(place) });

/**
 * A mutex that goroutines on all threads can lock: a `Mutex` of sync in shared memory. It starts unlocked and belongs to
 * nobody. Who waits longest gets it: unlocking hands it over, and no newcomer passes.
 *
 * If the thread dies of a goroutine that has it, or of one that waits to be run with it, it stays locked, and every
 * `lock` and `unlock` panics with `WorkerLost`: what it protects may be half done.
 *
 * @example
 * ```ts
 * import { run } from "@gopark/core";
 * import { shared } from "@gopark/workers";
 *
 * await run(function* () {
 *   const mu = new shared.Mutex();
 *   yield* mu.lock();
 *   console.log(mu.tryLock()); // prints: false
 *   mu.unlock();
 *   console.log(yield* mu.withLock(() => "locked")); // prints: locked
 * });
 * ```
 * @go sync.Mutex
 * @differs D-57
 */
export interface Mutex extends LocalMutex, SharedHandle {}

/** Makes an unlocked mutex. */
export const Mutex: new () => Mutex = SharedMutex;
