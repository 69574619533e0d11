/**
 * What is locked and unlocked: the interface, and what is built on the pair.
 *
 *   V1  What a guard has locked, it unlocks once, however the block is left.
 *
 * @go sync/mutex.go Locker
 */
import type { Op } from "@gopark/core";

/**
 * Anything that can be locked and unlocked: a `Mutex`, a `RWMutex`, or its `rLocker()`.
 *
 * @example A function that takes any lock.
 * ```ts
 * import { type Go, run } from "@gopark/core";
 * import { type Locker, Mutex, RWMutex } from "@gopark/sync";
 *
 * function* locked(l: Locker, what: string): Go {
 *   yield* l.lock();
 *   console.log("in", what); // prints: in mutex | in reader
 *   l.unlock();
 * }
 *
 * await run(function* () {
 *   yield* locked(new Mutex(), "mutex");
 *   yield* locked(new RWMutex().rLocker(), "reader");
 * });
 * ```
 * @go sync.Locker
 */
export interface Locker {
  /** Locks. Blocks until that is possible. */
  lock(): Op<void>;
  /** Unlocks. Never blocks. */
  unlock(): void;
}

/** A lock that is held until the block ends. */
export class Guard implements Disposable {
  /** What is held; null once it was unlocked (V1). */
  private lock: Locker | null;

  constructor(lock: Locker) {
    this.lock = lock;
  }

  [Symbol.dispose](): void {
    const { lock } = this;
    this.lock = null;
    lock?.unlock();
  }
}
