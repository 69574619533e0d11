/**
 * What all atomic integers do, whatever their width and sign.
 */
import { describe, expect, it } from "vitest";

/** An atomic integer under test. */
interface Integer<N> {
  readonly buffer: ArrayBufferLike;
  readonly byteOffset: number;
  load(): N;
  store(value: N): void;
  add(delta: N): N;
  swap(value: N): N;
  compareAndSwap(old: N, value: N): boolean;
  and(mask: N): N;
  or(mask: N): N;
}

/** One kind of atomic integer. */
export interface IntegerKind<N> {
  readonly name: string;
  readonly Integer: {
    new (initial?: N): Integer<N>;
    new (buffer: ArrayBufferLike, byteOffset?: number): Integer<N>;
  };
  /** The number of a small number. */
  readonly of: (n: number) => N;
  /** The least and the greatest value. */
  readonly min: N;
  readonly max: N;
  /** What is far outside the range, and what it wraps to. */
  readonly wraps: readonly (readonly [outside: N, inside: N])[];
  readonly bytes: number;
}

export function integerContract<N extends number | bigint>({
  name,
  Integer,
  of,
  min,
  max,
  wraps,
  bytes,
}: IntegerKind<N>): void {
  describe(name, () => {
    it("AT-02 is zero at first, or what it is given", () => {
      expect(new Integer().load()).toBe(of(0));
      expect(new Integer(of(7)).load()).toBe(of(7));
      expect(new Integer(max).load()).toBe(max);
    });

    it("AT-01 add gives the new value, swap the old one, compareAndSwap whether it did", () => {
      const n = new Integer(of(5));
      expect(n.add(of(2))).toBe(of(7));
      expect(n.swap(of(1))).toBe(of(7));
      expect(n.compareAndSwap(of(7), of(9))).toBe(false);
      expect(n.load()).toBe(of(1));
      expect(n.compareAndSwap(of(1), of(9))).toBe(true);
      expect(n.load()).toBe(of(9));
      n.store(of(3));
      expect(n.load()).toBe(of(3));
    });

    it("AT-03 wraps around at both ends", () => {
      expect(new Integer(max).add(of(1))).toBe(min);
      expect(new Integer(min).add(of(-1))).toBe(max);
      for (const [outside, inside] of wraps) {
        const n = new Integer(outside);
        expect(n.load()).toBe(inside);
        expect(n.compareAndSwap(outside, outside)).toBe(true);
        n.store(of(0));
        expect(n.add(outside)).toBe(inside);
        expect(n.load()).toBe(inside);
        expect(n.swap(outside)).toBe(inside);
        expect(n.and(outside)).toBe(inside);
        expect(n.or(outside)).toBe(inside);
        expect(n.load()).toBe(inside);
      }
    });

    it("AT-10 and, or give the old value", () => {
      const n = new Integer(of(0b1100));
      expect(n.or(of(0b0110))).toBe(of(0b1100));
      expect(n.and(of(0b0101))).toBe(of(0b1110));
      expect(n.load()).toBe(of(0b0100));
    });

    it("each has a value of its own, over many pages", () => {
      const all = Array.from({ length: 300 }, (_, i) => new Integer(of(i % 100)));
      for (const n of all) n.add(of(1));
      expect(all.map((n) => n.load())).toEqual(all.map((_, i) => of((i % 100) + 1)));
      const places = new Map<ArrayBufferLike, Set<number>>();
      for (const { buffer, byteOffset } of all) {
        expect(byteOffset % bytes).toBe(0);
        const taken = places.get(buffer) ?? new Set();
        expect(taken.has(byteOffset)).toBe(false);
        places.set(buffer, taken.add(byteOffset));
      }
      expect(places.size).toBeGreaterThan(1);
    });

    it("lies in shared memory, and over memory that it is given", () => {
      const mine = new Integer(of(1));
      expect(mine.buffer).toBeInstanceOf(SharedArrayBuffer);
      const yours = new Integer(mine.buffer, mine.byteOffset);
      expect(yours.byteOffset).toBe(mine.byteOffset);
      expect(yours.add(of(4))).toBe(of(5));
      expect(mine.load()).toBe(of(5));
      const given = new SharedArrayBuffer(2 * bytes);
      const [first, second] = [new Integer(given), new Integer(given, bytes)];
      second.store(max);
      expect([first.load(), second.load(), new Integer(given, bytes).load()]).toEqual([of(0), max, max]);
      const plain = new Integer(new ArrayBuffer(bytes));
      expect(plain.add(of(2))).toBe(of(2));
      expect(plain.compareAndSwap(of(2), of(3))).toBe(true);
    });

    it("refuses a place that is not aligned, or outside the memory", () => {
      const memory = new SharedArrayBuffer(4 * bytes);
      for (const offset of [1, bytes / 2, 4 * bytes, -bytes])
        expect(() => new Integer(memory, offset)).toThrow(RangeError);
    });
  });
}
