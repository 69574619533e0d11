/**
 * What is built on the pair of lock and unlock.
 *
 *   V1  What a guard has locked, it unlocks once, however the block is left.
 *   V2  A turn that nobody takes comes back in silence: the lock may have been unlocked since, or a thread died with it.
 */
import { currentSched, fatal } from "@gopark/core/internal";
import type { Locker } from "@gopark/sync";
import type { SharedHandle } from "../handles.js";
import { land } from "../inbox-loop.js";
import { onUnused, poisonerOf, SharedOp } from "../shared-op.js";
import { get, type i32 } from "../shm/atomics.js";
import { TARGET } from "../shm/record.js";
import { MISUSED, SPOILT } from "../shm/verdict.js";
import { READ, TAKE, WRITE } from "../shm/wait.js";
import { shm } from "../shm-engine.js";
import { thread } from "../thread.js";
import { WorkerLost } from "../worker-lost.js";

const LOSS = "died with the shared lock";

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

/** Undoes `verb` in the lock at an address: DONE, MISUSED if nobody has it, SPOILT. */
function undo(addr: i32, verb: i32): i32 {
  const { index } = thread;
  if (verb === TAKE) return shm.unlockMutex(addr, index);
  return verb === READ ? shm.readUnlock(addr, index) : shm.writeUnlock(addr, index);
}

for (const verb of [TAKE, READ, WRITE]) onUnused(verb, (rec) => void undo(get(rec + TARGET), verb));

/** Undoes `verb` in the lock at an address, which somebody has. */
export function unlockFor(addr: i32, verb: i32, misuse: string): void {
  const verdict = undo(addr, verb);
  if (verdict === MISUSED) fatal(currentSched(), misuse);
  if (verdict === SPOILT) throw new WorkerLost(poisonerOf(addr), LOSS);
  land();
}

/** Takes a lock, and gives a guard of `guarded` if that is not null. */
export class LockOp<T> extends SharedOp<SharedHandle, T> {
  /** What unlocks. */
  private readonly side: Locker;
  /** Whether it gives a guard. */
  private readonly isGuard: boolean;
  readonly waitReason: string;

  constructor(handle: SharedHandle, verb: i32, side: Locker, isGuard: boolean, reason: string) {
    super(handle, verb);
    this.side = side;
    this.isGuard = isGuard;
    this.waitReason = reason;
  }

  protected outcome(): T {
    return (this.isGuard ? new Guard(this.side) : undefined) as T;
  }

  protected override giveUp(): void {
    undo(this.handle.addr, this.verb);
    land();
  }

  protected get loss(): string {
    return LOSS;
  }
}
