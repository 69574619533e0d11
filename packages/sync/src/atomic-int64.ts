/**
 * Int64 and Uint64: integers of 64 bits that are read and changed in one step. Bigints, as a number has only 53.
 *
 * @go sync/atomic/type.go Int64, Uint64
 */
import { Arena } from "./atomic-arena.js";
import { AtomicInteger } from "./atomic-integer.js";

const INT64: Arena<BigInt64Array> = /* @__PURE__ */ new Arena(BigInt64Array);
const UINT64: Arena<BigUint64Array> = /* @__PURE__ */ new Arena(BigUint64Array);

/**
 * A signed integer of 64 bits, a bigint, for many goroutines, zero at first. Otherwise like `Int32`.
 *
 * @throws RangeError if `byteOffset` is no multiple of 8, or outside the buffer
 * @throws TypeError if a value is no bigint
 * @example
 * ```ts
 * import { Int64 } from "@gopark/sync";
 *
 * const n = new Int64(2n ** 63n - 1n);
 * console.log(n.add(1n)); // prints: -9223372036854775808n
 * ```
 * @go atomic.Int64
 */
export class Int64 extends AtomicInteger<bigint> {
  /** @internal */
  protected arena(): Arena<BigInt64Array> {
    return INT64;
  }

  /** @internal */
  protected sum(a: bigint, b = 0n): bigint {
    return BigInt.asIntN(64, a + b);
  }
}

/**
 * An unsigned integer of 64 bits, a bigint, for many goroutines, zero at first. It wraps around: `add(-1n)` subtracts.
 * Otherwise like `Int32`.
 *
 * @throws RangeError if `byteOffset` is no multiple of 8, or outside the buffer
 * @throws TypeError if a value is no bigint
 * @example
 * ```ts
 * import { Uint64 } from "@gopark/sync";
 *
 * const n = new Uint64();
 * console.log(n.add(-1n)); // prints: 18446744073709551615n
 * ```
 * @go atomic.Uint64
 */
export class Uint64 extends AtomicInteger<bigint> {
  /** @internal */
  protected arena(): Arena<BigUint64Array> {
    return UINT64;
  }

  /** @internal */
  protected sum(a: bigint, b = 0n): bigint {
    return BigInt.asUintN(64, a + b);
  }
}
