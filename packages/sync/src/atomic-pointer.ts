/**
 * Pointer: a reference that is read and changed in one step.
 *
 * References can't lie in shared memory: it belongs to one thread, where nothing interrupts its methods.
 *
 * @go sync/atomic/type.go Pointer
 */

/**
 * A reference to an object for the goroutines of one thread, undefined (Go's nil) at first. Two references are equal if
 * they are to the same object. None of its methods blocks.
 *
 * @example A configuration that is replaced as a whole.
 * ```ts
 * import { Pointer } from "@gopark/sync";
 *
 * const config = new Pointer({ level: 1 });
 * const seen = config.load();
 * console.log(config.compareAndSwap({ level: 1 }, { level: 2 })); // prints: false
 * console.log(config.compareAndSwap(seen, { level: 3 }), config.load()); // prints: true { level: 3 }
 * ```
 * @go atomic.Pointer
 */
export class Pointer<T extends object> {
  /** The reference. */
  private target: T | undefined;

  constructor(initial?: T) {
    this.target = initial;
  }

  /** The reference. */
  load(): T | undefined {
    return this.target;
  }

  /** Sets the reference. */
  store(target: T | undefined): void {
    this.target = target;
  }

  /** Sets the reference; returns the old one. */
  swap(target: T | undefined): T | undefined {
    const old = this.target;
    this.target = target;
    return old;
  }

  /** Sets the reference if it is `old`; answers whether it was. */
  compareAndSwap(old: T | undefined, target: T | undefined): boolean {
    const isSame = this.target === old;
    if (isSame) this.target = target;
    return isSame;
  }
}
