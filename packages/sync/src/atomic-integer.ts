/**
 * What the atomic integers have in common: their cell, and what needs no arithmetic.
 *
 *   I1  The value is that of one cell, `cells[index]`, and every access is an atomic instruction: all of them, of all
 *       threads that share the memory, happen in one order.
 *   I2  The cell wraps around: what is stored is taken modulo 2^32 or 2^64.
 *
 * Arithmetic stands in the classes themselves: a `+` that sees numbers and bigints takes twice as long for both.
 *
 * @go sync/atomic/type.go
 */
import type { Arena, Cells } from "./atomic-arena.js";

/** The base of the atomic integers; N is number or bigint. */
export abstract class AtomicInteger<N extends number | bigint> {
  /**
   * The memory. All four kinds look the same here, as a number or bigint is passed on as it is.
   * @internal
   */
  protected readonly cells: Int32Array;
  /**
   * Its place in the memory, in cells.
   * @internal
   */
  protected readonly index: number;

  /** Makes one with a value of its own. */
  constructor(initial?: N);
  /** Lays one over memory, whose content is its value. */
  constructor(buffer: ArrayBufferLike, byteOffset?: number);
  constructor(at?: N | ArrayBufferLike, byteOffset?: number) {
    const arena = this.arena();
    if (typeof at === "object") {
      this.cells = new arena.kind(at, byteOffset, 1) as Int32Array;
      this.index = 0;
    } else {
      this.cells = arena.open() as Int32Array;
      // It takes the free cell (N1 of atomic-arena.ts).
      this.index = arena.used++;
      if (at !== undefined) this.store(at);
    }
  }

  /** The memory it lies in, which other atomics may share: with `byteOffset`, what another thread needs to use it. */
  get buffer(): ArrayBufferLike {
    return this.cells.buffer;
  }

  /** Where in `buffer` it lies, in bytes. */
  get byteOffset(): number {
    return this.cells.subarray(this.index).byteOffset;
  }

  /** The value. */
  load(): N {
    return Atomics.load(this.cells, this.index) as N;
  }

  /** Sets the value. */
  store(value: N): void {
    Atomics.store(this.cells, this.index, value as number);
  }

  /** Sets the value; returns the old one. */
  swap(value: N): N {
    return Atomics.exchange(this.cells, this.index, value as number) as N;
  }

  /** Sets the value to its bits that are set in `mask` as well; returns the old value. */
  and(mask: N): N {
    return Atomics.and(this.cells, this.index, mask as number) as N;
  }

  /** Sets the bits of the value that are set in `mask`; returns the old value. */
  or(mask: N): N {
    return Atomics.or(this.cells, this.index, mask as number) as N;
  }

  /** Adds to the value, which wraps around; returns the new value. Add a negative number to subtract. */
  add(delta: N): N {
    return this.sum(Atomics.add(this.cells, this.index, delta as number) as N, delta);
  }

  /** Sets the value if it is `old`; answers whether it was. */
  compareAndSwap(old: N, value: N): boolean {
    const seen = Atomics.compareExchange(this.cells, this.index, old as number, value as number);
    return seen === this.sum(old);
  }

  /**
   * Where its kind finds cells.
   * @internal
   */
  protected abstract arena(): Arena<Cells>;

  /**
   * The sum as its kind of cell would hold it (I2).
   * @internal
   */
  protected abstract sum(a: N, b?: N): N;
}
