/**
 * The file operations that are under way.
 *
 * A goroutine can be dropped while it waits for a promise; the operation behind the promise cannot be taken
 * back from the operating system. Whoever cancels goroutines and then needs the files to be at rest waits here.
 */
export class InFlight {
  /** What was begun and has not settled. */
  readonly #pending = new Set<Promise<unknown>>();

  /** Keeps `operation` in view until it settles, and returns it. */
  track<T>(operation: Promise<T>): Promise<T> {
    this.#pending.add(operation);
    const settled = () => void this.#pending.delete(operation);
    operation.then(settled, settled);
    return operation;
  }

  /** Resolves when nothing is under way. How the operations ended is their owners' business. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.#pending);
  }
}
