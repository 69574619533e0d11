/**
 * Atomics in the memory that all threads of a program share.
 *
 *   SA1  Each has a line of memory for itself: threads that use different ones don't slow each other down.
 */
import {
  Bool as LocalBool,
  Int32 as LocalInt32,
  Int64 as LocalInt64,
  Uint32 as LocalUint32,
  Uint64 as LocalUint64,
} from "@gopark/sync";
import { adopt, defineKind, Place, type SharedHandle, settleAt } from "../handles.js";
import { type i32, views } from "../shm/atomics.js";
import { BOOL, INT32, INT64, OBJECT_HEAD, UINT32, UINT64 } from "../shm/object.js";

/** Where the value lies in the object; a multiple of 8. */
const CELL = 40;

/** The address of a new atomic, or of one that is there. */
function addressFor(at: unknown, kind: i32): i32 {
  return settleAt(at, kind, OBJECT_HEAD);
}

/** What ends each constructor: a new one gets its first value, one that is there already keeps what it has. */
function begin<T>(atomic: SharedHandle & { store(value: T): void }, initial: T | undefined, zero: T): void {
  if (!((initial as unknown) instanceof Place)) atomic.store(initial ?? zero);
  adopt(atomic);
}

/**
 * A signed integer of 32 bits for goroutines on all threads: an `Int32` of sync in the memory they share. Send it to
 * another thread like any value.
 *
 * @throws RangeError the shared memory is full
 * @example
 * ```ts
 * import { shared } from "@gopark/workers";
 *
 * const n = new shared.Int32(5);
 * console.log(n.add(2), n.compareAndSwap(7, 1), n.load()); // prints: 7 true 1
 * ```
 * @go atomic.Int32
 */
export class Int32 extends LocalInt32 implements SharedHandle {
  /** @internal */
  readonly addr: i32;

  /** Makes one with a value of its own. */
  constructor(initial?: number) {
    const addr = addressFor(initial, INT32);
    super(views.words.buffer, addr + CELL);
    this.addr = addr;
    begin(this, initial, 0);
  }
}

/**
 * An unsigned integer of 32 bits for goroutines on all threads: a `Uint32` of sync in the memory they share.
 *
 * @throws RangeError the shared memory is full
 * @example
 * ```ts
 * import { shared } from "@gopark/workers";
 *
 * const n = new shared.Uint32(1);
 * console.log(n.add(-2), n.add(2)); // prints: 4294967295 1
 * ```
 * @go atomic.Uint32
 */
export class Uint32 extends LocalUint32 implements SharedHandle {
  /** @internal */
  readonly addr: i32;

  /** Makes one with a value of its own. */
  constructor(initial?: number) {
    const addr = addressFor(initial, UINT32);
    super(views.words.buffer, addr + CELL);
    this.addr = addr;
    begin(this, initial, 0);
  }
}

/**
 * A signed integer of 64 bits for goroutines on all threads: an `Int64` of sync in the memory they share.
 *
 * @throws RangeError the shared memory is full
 * @example
 * ```ts
 * import { shared } from "@gopark/workers";
 *
 * const n = new shared.Int64(2n ** 40n);
 * console.log(n.add(1n), n.swap(0n)); // prints: 1099511627777n 1099511627777n
 * ```
 * @go atomic.Int64
 */
export class Int64 extends LocalInt64 implements SharedHandle {
  /** @internal */
  readonly addr: i32;

  /** Makes one with a value of its own. */
  constructor(initial?: bigint) {
    const addr = addressFor(initial, INT64);
    super(views.words.buffer, addr + CELL);
    this.addr = addr;
    begin(this, initial, 0n);
  }
}

/**
 * An unsigned integer of 64 bits for goroutines on all threads: a `Uint64` of sync in the memory they share.
 *
 * @throws RangeError the shared memory is full
 * @example
 * ```ts
 * import { shared } from "@gopark/workers";
 *
 * const n = new shared.Uint64();
 * console.log(n.add(-1n)); // prints: 18446744073709551615n
 * ```
 * @go atomic.Uint64
 */
export class Uint64 extends LocalUint64 implements SharedHandle {
  /** @internal */
  readonly addr: i32;

  /** Makes one with a value of its own. */
  constructor(initial?: bigint) {
    const addr = addressFor(initial, UINT64);
    super(views.words.buffer, addr + CELL);
    this.addr = addr;
    begin(this, initial, 0n);
  }
}

/**
 * A flag for goroutines on all threads, false at first: a `Bool` of sync in the memory they share.
 *
 * @throws RangeError the shared memory is full
 * @example
 * ```ts
 * import { shared } from "@gopark/workers";
 *
 * const isDone = new shared.Bool();
 * console.log(isDone.compareAndSwap(false, true), isDone.load()); // prints: true true
 * ```
 * @go atomic.Bool
 */
export class Bool extends LocalBool implements SharedHandle {
  /** @internal */
  readonly addr: i32;

  /** Makes one with a value of its own. */
  constructor(initial?: boolean) {
    const addr = addressFor(initial, BOOL);
    super(views.words.buffer, addr + CELL);
    this.addr = addr;
    begin(this, initial, false);
  }
}

/** A class of these: makes a handle of an atomic that is there, or a new one with its value. */
type Atomic = { readonly prototype: object };

/** Makes atomics of a kind travel. */
function define(kind: i32, of: Atomic): void {
  defineKind(kind, of.prototype, { make: (place) => new (of as new (at: Place) => SharedHandle)(place) });
}

define(INT32, Int32);
define(UINT32, Uint32);
define(INT64, Int64);
define(UINT64, Uint64);
define(BOOL, Bool);
