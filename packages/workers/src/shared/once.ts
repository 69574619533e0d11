/**
 * Once, in shared memory: whichever thread asks first runs the function.
 *
 *   ON1  Nobody returns before the function has ended, however it ends. From then on ONCE_DONE is 1.
 *
 * @go sync/once.go
 */
import type { Op } from "@gopark/core";
import { doOnce, type OnceState } from "@gopark/core/internal";
import type { Locker } from "@gopark/sync";
import { adopt, defineKind, type Place, type SharedHandle, settleAt } from "../handles.js";
import { type i32, load, store } from "../shm/atomics.js";
import { ONCE_DONE } from "../shm/hmutex.js";
import { OBJECT_HEAD, ONCE } from "../shm/object.js";
import { TAKE } from "../shm/wait.js";
import { LockOp } from "./locker.js";
import { unlockAt } from "./mutex.js";

/** What is behind `Once`: its object is a mutex with one word more. */
class SharedOnce implements Once {
  /** @internal */
  readonly addr: i32;
  /** Its lock, and whether it is done (ON1): both in shared memory. */
  private readonly state: OnceState;

  constructor(place?: Place) {
    const addr = settleAt(place, ONCE, OBJECT_HEAD);
    const mutex: Locker = {
      lock: () => new LockOp<void>(this, TAKE, mutex, false, "sync.Mutex.Lock"),
      unlock: () => unlockAt(addr),
    };
    this.addr = addr;
    this.state = {
      mutex,
      get isDone(): boolean {
        return load(addr + ONCE_DONE) === 1;
      },
      set isDone(isDone: boolean) {
        store(addr + ONCE_DONE, isDone ? 1 : 0);
      },
    };
    adopt(this);
  }

  do(f: () => unknown): Op<void> {
    return doOnce(this.state, f);
  }
}

defineKind(ONCE, SharedOnce.prototype, { make: (place) => new SharedOnce(place) });

/**
 * Runs a function one time, on whichever thread asks first: a `Once` of sync in shared memory. If that thread dies while
 * the function runs, `do` panics with `WorkerLost` everywhere.
 *
 * @example
 * ```ts
 * import { run } from "@gopark/core";
 * import { shared } from "@gopark/workers";
 *
 * await run(function* () {
 *   const once = new shared.Once();
 *   for (let i = 0; i < 3; i++) yield* once.do(() => console.log("connected")); // prints: connected
 * });
 * ```
 * @go sync.Once
 */
export interface Once extends SharedHandle {
  /**
   * Runs `f` if this is the first call on any thread, whatever function others were made with; else waits until the first
   * call has ended. Blocks until then. A panic or a `goexit` of `f` happens to the caller that ran it, and counts as done. As a case
   * of a select: it may happen when nobody runs a function of this Once, and the select gives its result when `f` has ended.
   */
  do(f: () => unknown): Op<void>;
}

/** Makes one that has run nothing. */
export const Once: new () => Once = SharedOnce;
