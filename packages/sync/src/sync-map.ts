/**
 * SyncMap: a map with the operations that several goroutines need to agree on an entry.
 *
 * On one thread no operation is ever interrupted, so a built-in Map is as safe as this. What it lacks are the steps
 * that look and change at once (`loadOrStore`, `compareAndSwap`), and a walk that visits no key twice.
 *
 * @go sync/map.go
 */

/**
 * A map that many goroutines may use. None of its methods blocks.
 *
 * A key is any value, told apart as in a built-in Map: objects by identity, NaN is equal to itself. The methods that
 * compare values do it by `===`.
 *
 * @example The first one to store wins.
 * ```ts
 * import { SyncMap } from "@gopark/sync";
 *
 * const owners = new SyncMap<string, number>();
 * console.log(owners.loadOrStore("job", 1)); // prints: [ 1, false ]
 * console.log(owners.loadOrStore("job", 2)); // prints: [ 1, true ]
 * console.log(owners.load("job"), owners.load("other")); // prints: [ 1, true ] [ undefined, false ]
 * ```
 * @example A walk whose body blocks.
 * ```ts
 * import { run, sleep } from "@gopark/core";
 * import { SyncMap } from "@gopark/sync";
 *
 * await run(function* () {
 *   const delays = new SyncMap<string, number>();
 *   delays.store("a", 2);
 *   delays.store("b", 1);
 *   for (const [name, ms] of delays) {
 *     yield* sleep(ms);
 *     console.log(name); // prints: a | b
 *   }
 * });
 * ```
 * @go sync.Map
 * @differs D-23
 */
export class SyncMap<K, V> implements Iterable<[key: K, value: V]> {
  /** The entries. */
  private readonly entries: Map<K, V> = new Map();

  /** The value of a key, and whether there is one. */
  load(key: K): [value: V, ok: true] | [value: undefined, ok: false] {
    const value = this.entries.get(key);
    return [value, value !== undefined || this.entries.has(key)] as [V, true] | [undefined, false];
  }

  /** Sets the value of a key. */
  store(key: K, value: V): void {
    this.entries.set(key, value);
  }

  /** Gives the value of the key and true if there is one; otherwise stores `value` and gives it and false. */
  loadOrStore(key: K, value: V): [actual: V, loaded: boolean] {
    const found = this.load(key);
    if (found[1]) return found;
    this.entries.set(key, value);
    return [value, false];
  }

  /** Deletes a key; gives the value it had, and whether there was one. */
  loadAndDelete(key: K): [value: V, loaded: true] | [value: undefined, loaded: false] {
    const previous = this.load(key);
    this.entries.delete(key);
    return previous;
  }

  /** Deletes a key if it is there. */
  delete(key: K): void {
    this.entries.delete(key);
  }

  /** Sets the value of a key; gives the value it had, and whether there was one. */
  swap(key: K, value: V): [previous: V, loaded: true] | [previous: undefined, loaded: false] {
    const previous = this.load(key);
    this.entries.set(key, value);
    return previous;
  }

  /** Sets the value of a key to `value` if it is there with the value `old`; answers whether it was. */
  compareAndSwap(key: K, old: V, value: V): boolean {
    const isSame = this.holds(key, old);
    if (isSame) this.entries.set(key, value);
    return isSame;
  }

  /** Deletes a key if it is there with the value `old`; answers whether it was. */
  compareAndDelete(key: K, old: V): boolean {
    return this.holds(key, old) && this.entries.delete(key);
  }

  /** Deletes all entries. */
  clear(): void {
    this.entries.clear();
  }

  /**
   * Calls `f` with each entry until it returns false. `f` may call any method of the map; it is called with no key
   * twice, with none that is deleted by then, and with the value the key has by then. A plain function: where the
   * body has to block, walk with `for...of`, which gives the same entries.
   */
  range(f: (key: K, value: V) => boolean | void): void {
    for (const [key, value] of this) if (f(key, value) === false) return;
  }

  /** `for (const [key, value] of map)`: the entries, as `range` gives them. The body may block. */
  *[Symbol.iterator](): Generator<[key: K, value: V], void, undefined> {
    // A built-in Map's own iterator would visit a key once more that is deleted and stored again meanwhile: a body
    // that stores each key anew would never end.
    for (const key of [...this.entries.keys()]) {
      const [value, ok] = this.load(key);
      if (ok) yield [key, value];
    }
  }

  private holds(key: K, old: V): boolean {
    return this.entries.get(key) === old && this.entries.has(key);
  }
}
