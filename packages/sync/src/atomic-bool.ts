/**
 * Bool: a flag that is read and changed in one step.
 *
 *   B1  Its cell is 0 or 1, unless somebody else writes to the memory: then all but 0 is true.
 *
 * @go sync/atomic/type.go Bool
 */
import { Int32 } from "./atomic-int32.js";

/**
 * A boolean for many goroutines, false at first. It lies in an `Int32`, in shared memory where the host has it. None of
 * its methods blocks.
 *
 * @throws RangeError if `byteOffset` is no multiple of 4, or outside the buffer
 * @example Only the first one closes.
 * ```ts
 * import { Bool } from "@gopark/sync";
 *
 * const isClosed = new Bool();
 * for (const name of ["a", "b"]) {
 *   if (isClosed.compareAndSwap(false, true)) console.log(name, "closes"); // prints: a closes
 * }
 * ```
 * @go atomic.Bool
 */
export class Bool {
  /** Where it lies. */
  private readonly cell: Int32;

  /** Makes one with a value of its own. */
  constructor(initial?: boolean);
  /** Lays one over memory, whose content is its value. */
  constructor(buffer: ArrayBufferLike, byteOffset?: number);
  constructor(at?: boolean | ArrayBufferLike, byteOffset?: number) {
    this.cell = new Int32((typeof at === "object" ? at : +!!at) as ArrayBufferLike, byteOffset);
  }

  /** The memory it lies in, which other atomics may share: with `byteOffset`, what another thread needs to use it. */
  get buffer(): ArrayBufferLike {
    return this.cell.buffer;
  }

  /** Where in `buffer` it lies, in bytes. */
  get byteOffset(): number {
    return this.cell.byteOffset;
  }

  /** The value. */
  load(): boolean {
    return this.cell.load() !== 0;
  }

  /** Sets the value. */
  store(value: boolean): void {
    this.cell.store(+value);
  }

  /** Sets the value; returns the old one. */
  swap(value: boolean): boolean {
    return this.cell.swap(+value) !== 0;
  }

  /** Sets the value if it is `old`; answers whether it was. */
  compareAndSwap(old: boolean, value: boolean): boolean {
    return this.cell.compareAndSwap(+old, +value);
  }
}
