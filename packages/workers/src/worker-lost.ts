/**
 * The panic of an operation that depends on a thread that died.
 */
import { RuntimeError } from "@gopark/core";

/**
 * An operation can't be completed because a thread died: it held the lock, ran the goroutine or owned the channel that
 * the operation waits for. In Go threads don't die alone; here one may be terminated or run out of memory.
 *
 * @example
 * ```ts
 * import { WorkerLost } from "@gopark/workers";
 *
 * const error = new WorkerLost(2, "held the shared.Mutex");
 * console.log(error.message, error.thread); // prints: worker lost: M2 held the shared.Mutex 2
 * ```
 */
export class WorkerLost extends RuntimeError {
  /** Always `WorkerLost`. */
  override readonly name: string = "WorkerLost";
  /** Index of the M whose thread died; -1 if that is not known. */
  readonly thread: number;

  constructor(thread: number, what: string) {
    super(`worker lost: ${thread < 0 ? "the thread" : `M${thread}`} ${what}`);
    this.thread = thread;
  }
}
