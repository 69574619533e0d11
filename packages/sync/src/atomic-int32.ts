/**
 * Int32 and Uint32: integers of 32 bits that are read and changed in one step.
 *
 * @go sync/atomic/type.go Int32, Uint32
 */
import { Arena } from "./atomic-arena.js";
import { AtomicInteger } from "./atomic-integer.js";

const INT32: Arena<Int32Array> = /* @__PURE__ */ new Arena(Int32Array);
const UINT32: Arena<Uint32Array> = /* @__PURE__ */ new Arena(Uint32Array);

/**
 * A signed integer of 32 bits for many goroutines, zero at first. It wraps around. None of its methods blocks.
 *
 * It lies in shared memory where the host has it: another thread may lay an atomic over the same place, given
 * `buffer` and `byteOffset`. On one thread no goroutine is interrupted between two operations, so a plain
 * variable would do as well.
 *
 * @throws RangeError if `byteOffset` is no multiple of 4, or outside the buffer
 * @example
 * ```ts
 * import { Int32 } from "@gopark/sync";
 *
 * const n = new Int32(5);
 * console.log(n.add(2), n.swap(1), n.load()); // prints: 7 7 1
 * console.log(n.compareAndSwap(1, 10), n.compareAndSwap(1, 20), n.load()); // prints: true false 10
 * ```
 * @example Two that lie in the same place.
 * ```ts
 * import { Int32 } from "@gopark/sync";
 *
 * const mine = new Int32();
 * const yours = new Int32(mine.buffer, mine.byteOffset); // on another thread, as a rule
 * yours.add(3);
 * console.log(mine.load()); // prints: 3
 * ```
 * @go atomic.Int32
 */
export class Int32 extends AtomicInteger<number> {
  /** @internal */
  protected arena(): Arena<Int32Array> {
    return INT32;
  }

  /** @internal */
  protected sum(a: number, b = 0): number {
    return (a + (b | 0)) | 0;
  }
}

/**
 * An unsigned integer of 32 bits for many goroutines, zero at first. It wraps around: `add(-1)` subtracts. Otherwise like
 * `Int32`.
 *
 * @throws RangeError if `byteOffset` is no multiple of 4, or outside the buffer
 * @example
 * ```ts
 * import { Uint32 } from "@gopark/sync";
 *
 * const n = new Uint32(1);
 * console.log(n.add(-2), n.add(2)); // prints: 4294967295 1
 * console.log(n.or(0b110), n.and(0b011), n.load()); // prints: 1 7 3
 * ```
 * @go atomic.Uint32
 */
export class Uint32 extends AtomicInteger<number> {
  /** @internal */
  protected arena(): Arena<Uint32Array> {
    return UINT32;
  }

  /** @internal */
  protected sum(a: number, b = 0): number {
    return (a + (b | 0)) >>> 0;
  }
}
