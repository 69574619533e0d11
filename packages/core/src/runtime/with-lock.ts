/**
 * withLock(lock, body): runs a function while a lock is held. For the locks of one thread and those of several.
 *
 *   X1  What it has locked it unlocks once, however the body is left.
 */
import { CallOp } from "./coroutine.js";
import type { Op } from "./operation.js";
import type { Go } from "./suspend.js";

/** What is locked and unlocked. */
export interface Lockable {
  lock(): Op<unknown>;
  unlock(): void;
}

// Made once (M2 of composite.ts), and in dumps by the name of what was called.
const section = function* withLock<T>(lock: Lockable, body: () => unknown): Go<T> {
  yield* lock.lock();
  try {
    return yield* new CallOp<T>(body, []);
  } finally {
    lock.unlock();
  }
};

/** Runs `body` while `lock` is held. */
export function withLock<T>(lock: Lockable, body: () => unknown): Op<T> {
  return new CallOp<T>(section, [lock, body]);
}
