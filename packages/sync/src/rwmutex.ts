/**
 * The public face of locks for many readers or one writer.
 */
import type { BodyResult, Op } from "@gopark/core";
import { HRWMutex } from "./hrwmutex.js";
import type { Locker } from "./locker.js";

/**
 * A lock for many readers or one writer. It starts unlocked.
 *
 * A writer that waits keeps new readers out, so readers can't starve it; for the same reason a goroutine must not lock
 * for reading twice. There is no upgrade from reading to writing. It pays where readers keep the lock across
 * operations: a reader that performs none can't be interrupted, and needs no lock.
 *
 * @example Readers share, a writer is alone.
 * ```ts
 * import { run, sleep } from "@gopark/core";
 * import { RWMutex, WaitGroup } from "@gopark/sync";
 *
 * await run(function* () {
 *   const rw = new RWMutex();
 *   const wg = new WaitGroup();
 *   let inside = 0;
 *   for (let i = 0; i < 3; i++) {
 *     wg.go(function* () {
 *       yield* rw.rLock();
 *       console.log("readers:", ++inside); // prints: readers: 1 | readers: 2 | readers: 3
 *       yield* sleep(1);
 *       inside--;
 *       rw.rUnlock();
 *     });
 *   }
 *   yield* sleep(0.5);
 *   yield* rw.lock();
 *   console.log("writer, readers:", inside); // prints: writer, readers: 0
 *   rw.unlock();
 *   yield* wg.wait();
 * });
 * ```
 * @go sync.RWMutex
 * @differs D-22, D-46, D-47, D-50
 */
export interface RWMutex extends Locker {
  /** Locks for reading. Blocks while a writer is inside or waits. Can be a case of a select. */
  rLock(): Op<void>;
  /**
   * Undoes one `rLock`, by whichever goroutine.
   * @throws FatalError `sync: RUnlock of unlocked RWMutex`, which ends the program
   */
  rUnlock(): void;
  /** Locks for reading if that is possible now, and answers whether it was. */
  tryRLock(): boolean;
  /**
   * Locks for writing. Blocks while anybody is inside. Can be a case of a select: while it waits for readers to leave it
   * keeps new ones out, and lets them in if another case happens.
   */
  lock(): Op<void>;
  /**
   * Unlocks for writing: readers that wait go in first, then the next writer may.
   * @throws FatalError `sync: Unlock of unlocked RWMutex`, which ends the program
   */
  unlock(): void;
  /** Locks for writing if that is possible now, and answers whether it was. */
  tryLock(): boolean;
  /** The reading side as a lock: its `lock` and `unlock` are `rLock` and `rUnlock`. Always the same one. */
  rLocker(): Locker;
  /** Calls `body` locked for writing and gives its result; unlocks however it ends. Can't be a case of a select. */
  withLock<T>(body: () => BodyResult<T>): Op<T>;
  /** Calls `body` locked for reading and gives its result; unlocks however it ends. Can't be a case of a select. */
  withRLock<T>(body: () => BodyResult<T>): Op<T>;
  /** Locks for writing and gives what unlocks at the end of the block: `using guard = yield* rw.guard()`. */
  guard(): Op<Disposable>;
  /** Locks for reading and gives what unlocks at the end of the block: `using guard = yield* rw.rGuard()`. */
  rGuard(): Op<Disposable>;
}

/** Makes an unlocked lock. */
export const RWMutex: new () => RWMutex = HRWMutex;
