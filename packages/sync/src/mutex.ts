/**
 * The public face of mutexes.
 */
import type { BodyResult, Op } from "@gopark/core";
import { HMutex } from "./hmutex.js";
import type { Locker } from "./locker.js";

/**
 * A lock for mutual exclusion. It starts unlocked, belongs to nobody and is not reentrant: any goroutine may unlock
 * it, and who locks it twice waits for itself.
 *
 * Keep it for the few lines that must not be interleaved with others, and never across an `await` that may take
 * long. Between two operations a goroutine can't be interrupted, so state that is read and written without one in
 * between needs no lock. A lock that is held when its program ends stays locked.
 *
 * @example Two goroutines, one at a time.
 * ```ts
 * import { go, gosched, run } from "@gopark/core";
 * import { Mutex, WaitGroup } from "@gopark/sync";
 *
 * await run(function* () {
 *   const mu = new Mutex();
 *   const wg = new WaitGroup();
 *   let balance = 0;
 *   for (let i = 0; i < 2; i++) {
 *     wg.go(function* () {
 *       yield* mu.lock();
 *       const before = balance;
 *       yield* gosched(); // the other one runs, and waits
 *       balance = before + 10;
 *       mu.unlock();
 *     });
 *   }
 *   yield* wg.wait();
 *   console.log(balance); // prints: 20
 * });
 * ```
 * @go sync.Mutex
 * @differs D-21, D-22, D-44, D-45, D-46
 */
export interface Mutex extends Locker {
  /**
   * Locks. Blocks while it is locked. As an operation it can be a case of a select or have a timeout, which Go's
   * Lock can't.
   */
  lock(): Op<void>;
  /**
   * Unlocks, and lets the goroutine that waits longest try; it keeps the CPU.
   * @throws FatalError `sync: unlock of unlocked mutex`, which ends the program
   */
  unlock(): void;
  /** Locks if that is possible now, and answers whether it was. False also while others wait for a starving mutex. */
  tryLock(): boolean;
  /**
   * Calls `body` with the lock held and gives its result. `body` is what `go` and `call` take. However it ends (return,
   * panic, goexit), the lock is unlocked. Can't be a case of a select.
   */
  withLock<T>(body: () => BodyResult<T>): Op<T>;
  /** Locks as `lock` does and gives what unlocks at the end of the block: `using guard = yield* mu.guard()`. */
  guard(): Op<Disposable>;
}

/** Makes an unlocked mutex. */
export const Mutex: new () => Mutex = HMutex;
