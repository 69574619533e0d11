/**
 * Value: a value of any one type that is read and changed in one step.
 *
 *   V1  Undefined means empty; once it holds a value, it does for ever, and all values are of one kind.
 *
 * The kind of a value stands for Go's concrete type: its `typeof`, and for an object also its prototype. Values that
 * differ in their properties only are of one kind: that is TypeScript's business.
 *
 * @go sync/atomic/value.go
 */
import { RuntimeError } from "@gopark/core";

/** What must be the same for all values. */
function kindOf(value: unknown): unknown {
  return typeof value === "object" ? Object.getPrototypeOf(value) : typeof value;
}

/** A mistake in using a Value, in Go's words. */
function misuse(text: string): RuntimeError {
  return new RuntimeError(`sync/atomic: ${text}`);
}

/**
 * A value for the goroutines of one thread, empty at first. The first value stored fixes the kind of all others: its
 * `typeof`, and for objects the class. None of its methods blocks.
 *
 * @example
 * ```ts
 * import { RuntimeError } from "@gopark/core";
 * import { Value } from "@gopark/sync";
 *
 * const address = new Value<string | URL>();
 * console.log(address.load()); // prints: undefined
 * address.store("http://a/");
 * try {
 *   address.store(new URL("http://b/"));
 * } catch (error) {
 *   if (error instanceof RuntimeError) console.log(error.message); // prints: sync/atomic: store of inconsistently typed value into Value
 * }
 * console.log(address.load()); // prints: http://a/
 * ```
 * @go atomic.Value
 * @differs D-23, D-25
 */
export class Value<T extends {}> {
  /** The value (V1). */
  private held: T | undefined = undefined;

  /** Makes one that holds a value, or an empty one. */
  constructor(initial?: T) {
    if (initial !== undefined) this.store(initial);
  }

  /** The value; undefined while it is empty. */
  load(): T | undefined {
    return this.held;
  }

  /**
   * Sets the value.
   * @throws RuntimeError `sync/atomic: store of nil value into Value` for undefined and null,
   * `sync/atomic: store of inconsistently typed value into Value`
   */
  store(value: T): void {
    this.accept("store", value);
    this.held = value;
  }

  /**
   * Sets the value; returns the old one, undefined if it was empty.
   * @throws RuntimeError `sync/atomic: swap of nil value into Value` for undefined and null,
   * `sync/atomic: swap of inconsistently typed value into Value`
   */
  swap(value: T): T | undefined {
    this.accept("swap", value);
    const old = this.held;
    this.held = value;
    return old;
  }

  /**
   * Sets the value if it is `old` by `===` (undefined: if it is empty); answers whether it was.
   * @throws RuntimeError `sync/atomic: compare and swap of nil value into Value` for undefined and null,
   * `sync/atomic: compare and swap of inconsistently typed values` if `old` and `value` differ in kind,
   * `sync/atomic: compare and swap of inconsistently typed value into Value`
   */
  compareAndSwap(old: T | undefined, value: T): boolean {
    this.accept("compare and swap", value, old);
    const isSame = this.held === (old ?? undefined);
    if (isSame) this.held = value;
    return isSame;
  }

  /** Throws unless `value` may be stored, in place of `old` if that is given. */
  private accept(verb: string, value: T, old?: T): void {
    if (value === undefined || value === null) throw misuse(`${verb} of nil value into Value`);
    const kind = kindOf(value);
    if (old != null && kindOf(old) !== kind) throw misuse(`${verb} of inconsistently typed values`);
    if (this.held !== undefined && kindOf(this.held) !== kind)
      throw misuse(`${verb} of inconsistently typed value into Value`);
  }
}
