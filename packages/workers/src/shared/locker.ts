/**
 * What is built on the pair of lock and unlock.
 *
 *   V1  What a guard or `withLock` has locked, it unlocks once, however the block is left.
 */
import { type BodyResult, call, type Op } from "@gopark/core";
import type { Locker } from "@gopark/sync";
import type { SharedHandle } from "../handles.js";
import { SharedOp } from "../shared-op.js";
import type { i32 } from "../shm/atomics.js";

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

/** Runs `body` while `lock` is held. */
export function withLock<T>(lock: Locker, body: () => BodyResult<T>): Op<T> {
  return call(function* withLock() {
    yield* lock.lock();
    try {
      return yield* call(body);
    } finally {
      lock.unlock();
    }
  });
}

/** Takes a lock, and gives a guard of `guarded` if that is not null. */
export class LockOp<T> extends SharedOp<SharedHandle, T> {
  /** What unlocks. */
  private readonly side: Locker;
  /** Whether it gives a guard. */
  private readonly isGuard: boolean;
  readonly reason: string;

  constructor(handle: SharedHandle, verb: i32, side: Locker, isGuard: boolean, reason: string) {
    super(handle, verb);
    this.side = side;
    this.isGuard = isGuard;
    this.reason = reason;
  }

  protected outcome(): T {
    return (this.isGuard ? new Guard(this.side) : undefined) as T;
  }

  protected override giveUp(): void {
    this.side.unlock();
  }

  protected get loss(): string {
    return "died with the shared lock";
  }
}
