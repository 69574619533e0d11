/**
 * Locking again: the lock is held when it is over, however often the goroutine is unwound meanwhile.
 *
 * Conditions need it, as the frames that are left next rely on the lock. One that can't be taken (its lock is lost) throws.
 */
import type { Op } from "./operation.js";
import type { Go } from "./suspend.js";

/** Takes a lock: unwound while it waits, and as often as that happens, it waits again. */
export function* relock(l: { lock(): Op<unknown> }): Go {
  let isLeft = true;
  try {
    yield* l.lock();
    isLeft = false;
  } catch (error) {
    isLeft = false;
    throw error;
  } finally {
    if (isLeft) yield* relock(l);
  }
}
