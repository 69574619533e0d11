/**
 * Locks for many readers or one writer, in shared memory.
 */
import type { BodyResult, Op } from "@gopark/core";
import { withLock } from "@gopark/core/internal";
import type { RWMutex as LocalRWMutex, Locker } from "@gopark/sync";
import { adopt, defineKind, type Place, type SharedHandle, settleAt } from "../handles.js";
import type { i32 } from "../shm/atomics.js";
import { RW_BYTES } from "../shm/hrwmutex.js";
import { RWMUTEX } from "../shm/object.js";
import { READ, WRITE } from "../shm/wait.js";
import { HANDLE, registerReadSide } from "../wire/travellers.js";
import { LockOp, unlockFor } from "./locker.js";

const READING = "sync.RWMutex.RLock";
const WRITING = "sync.RWMutex.Lock";

/** The reading side, as a lock of its own. */
export class ReadSide implements Locker {
  /** The lock it is the side of. */
  readonly rw: SharedRWMutex;

  constructor(rw: SharedRWMutex) {
    this.rw = rw;
  }

  lock(): Op<void> {
    return this.rw.rLock();
  }

  unlock(): void {
    this.rw.rUnlock();
  }
}

/** The lock behind `RWMutex`. */
class SharedRWMutex implements LocalRWMutex, SharedHandle {
  /** @internal */
  readonly addr: i32;
  /** The reading side as a lock of its own; made when it is asked for. */
  private side: ReadSide | null = null;

  constructor(place?: Place) {
    this.addr = settleAt(place, RWMUTEX, RW_BYTES);
    adopt(this);
  }

  rLock(): Op<void> {
    return new LockOp<void>(this, READ, this.rLocker(), false, READING);
  }

  rGuard(): Op<Disposable> {
    return new LockOp<Disposable>(this, READ, this.rLocker(), true, READING);
  }

  withRLock<T>(body: () => BodyResult<T>): Op<T> {
    return withLock(this.rLocker(), body);
  }

  tryRLock(): boolean {
    return new LockOp<void>(this, READ, this.rLocker(), false, READING).attempt();
  }

  rUnlock(): void {
    unlockFor(this.addr, READ, "sync: RUnlock of unlocked RWMutex");
  }

  lock(): Op<void> {
    return new LockOp<void>(this, WRITE, this, false, WRITING);
  }

  guard(): Op<Disposable> {
    return new LockOp<Disposable>(this, WRITE, this, true, WRITING);
  }

  withLock<T>(body: () => BodyResult<T>): Op<T> {
    return withLock(this, body);
  }

  tryLock(): boolean {
    return new LockOp<void>(this, WRITE, this, false, WRITING).attempt();
  }

  unlock(): void {
    unlockFor(this.addr, WRITE, "sync: Unlock of unlocked RWMutex");
  }

  rLocker(): ReadSide {
    this.side ??= new ReadSide(this);
    return this.side;
  }
}

registerReadSide(4, HANDLE, ReadSide);
defineKind(RWMUTEX, SharedRWMutex.prototype, { make: (place) => new SharedRWMutex(place) });

/**
 * A lock for many readers or one writer on all threads: a `RWMutex` of sync in shared memory. A writer that waits keeps
 * new readers out; when a writer leaves, all readers that wait come in before the next one.
 *
 * If the thread dies of a goroutine that is inside, every operation panics with `WorkerLost`.
 *
 * @example
 * ```ts
 * import { run } from "@gopark/core";
 * import { shared } from "@gopark/workers";
 *
 * await run(function* () {
 *   const rw = new shared.RWMutex();
 *   yield* rw.rLock();
 *   console.log(rw.tryRLock(), rw.tryLock()); // prints: true false
 *   rw.rUnlock();
 *   rw.rUnlock();
 *   console.log(rw.tryLock()); // prints: true
 * });
 * ```
 * @go sync.RWMutex
 */
export interface RWMutex extends LocalRWMutex, SharedHandle {}

/** Makes an unlocked lock. */
export const RWMutex: new () => RWMutex = SharedRWMutex;
