/**
 * Pool: objects that are worth using again.
 *
 *   L1  The pool holds what was put and has not been got since; it gives each back as often as it was put.
 *   L2  What nobody gets between two runs of the garbage collector is gone after the second: `fresh` becomes `aged`
 *       with the first, `aged` is dropped with the second. A pool that is not used holds no memory.
 *   L3  While the pool holds anything, `isWatched`: the collector's next run will be heard of.
 *
 * The collector is heard by an object that is garbage from the start: the registry is told when it is collected. That
 * costs `get` and `put` nothing; holding the objects by a WeakRef made a pair of them five times as slow (39 ns, not 8).
 *
 * @go sync/pool.go
 */

/** Hears of the collector's runs for all pools that hold anything. Made with the first of them. */
let collector: FinalizationRegistry<{ age(): void }> | undefined;

/**
 * A set of objects to be used again, in no particular order: a pool saves making objects that are dear to make and
 * short to use. Not a cache: what is in it may vanish at any time, two runs of the garbage collector at the latest.
 *
 * Any number of goroutines may use a pool. Neither method blocks.
 *
 * @example One buffer serves many calls.
 * ```ts
 * import { Pool } from "@gopark/sync";
 *
 * let made = 0;
 * const buffers = new Pool(() => {
 *   made++;
 *   return new Uint8Array(64 * 1024);
 * });
 * for (let i = 0; i < 1000; i++) {
 *   const buffer = buffers.get();
 *   buffer[0] = i;
 *   buffers.put(buffer);
 * }
 * console.log(made); // prints: 1
 * ```
 * @go sync.Pool
 * @differs D-26
 */
export interface Pool<T> {
  /**
   * Takes any object out of the pool; if there is none, makes one, and without a `make` gives undefined. Assume
   * nothing about which object it is, or in what state it was put.
   */
  get(): T;
  /** Gives an object to the pool. The caller must not use it any more. Null and undefined are ignored. */
  put(object: T): void;
}

/** The one class behind both kinds of pool. */
class ObjectPool<T> implements Pool<T> {
  /** Makes an object when there is none; undefined if nobody does. */
  private readonly make: (() => T) | undefined;
  /** Put since the collector's last run. Given out first, the last one put before the others: its memory is near. */
  private fresh: T[] = [];
  /** Put before the collector's last run (L2). */
  private aged: T[] = [];
  /** Whether the next run of the collector will be heard of (L3). */
  private isWatched = false;

  constructor(make?: () => T) {
    this.make = make;
  }

  get(): T {
    return this.fresh.pop() ?? this.aged.pop() ?? (this.make?.() as T);
  }

  put(object: T): void {
    if (object == null) return;
    this.fresh.push(object);
    if (!this.isWatched) this.arm(true);
  }

  /** The collector has run (L2). */
  age(): void {
    this.aged = this.fresh;
    this.fresh = [];
    this.arm(this.aged.length > 0);
  }

  /** Has the next run of the collector heard of, if the pool holds anything. */
  private arm(isHeld: boolean): void {
    this.isWatched = isHeld;
    if (!isHeld) return;
    collector ??= new FinalizationRegistry((it) => it.age());
    collector.register({}, this);
  }
}

/**
 * Makes a pool: `new Pool(make)` gives what `make` returns while it is empty, `new Pool<T>()` gives undefined. `make`
 * is a plain function: it can't block.
 *
 * @example Without a function to make objects, an empty pool gives undefined.
 * ```ts
 * import { Pool } from "@gopark/sync";
 *
 * const pool = new Pool<{ id: number }>();
 * console.log(pool.get()); // prints: undefined
 * pool.put({ id: 1 });
 * console.log(pool.get()); // prints: { id: 1 }
 * ```
 * @go sync.Pool
 */
export const Pool: {
  /** Makes a pool that never gives undefined. */
  new <T>(make: () => T): Pool<T>;
  /** Makes a pool that gives undefined while it is empty. */
  new <T>(): Pool<T | undefined>;
} = ObjectPool;
