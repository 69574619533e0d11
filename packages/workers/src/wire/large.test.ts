/** Large blocks: one list for all threads. */
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import * as atomics from "../shm/atomics.js";
import { LIMIT, WIRE_HEAD } from "../shm/layout.js";
import { join, newMemory, thread } from "../thread.js";
import { free, take } from "./arena.js";
import { carve, isLargeIdle, releaseLarge } from "./large.js";

vi.mock("../shm/atomics.js", async (original) => {
  const real = await original<typeof atomics>();
  return { ...real, put: vi.fn(real.put) };
});

const { get, store } = atomics;
const put = vi.mocked(atomics.put);
const realPut = put.getMockImplementation() as typeof atomics.put;
const LOCK = WIRE_HEAD + 1024;
const LIST = WIRE_HEAD + 1028;
const KB = 1024;

beforeEach(() => join(newMemory(4 << 20), 0));
afterEach(() => join(newMemory(), 0));

/** The free blocks, first and last + 1 address of each. */
function freeBlocks(): [number, number][] {
  const list: [number, number][] = [];
  for (let at = get(LIST); at !== 0; at = get(at + 8)) list.push([at, at + get(at + 4)]);
  return list;
}

/** Checks LA1 and LA3, and that nothing in use is free. */
function expectWhole(used: Iterable<number>): void {
  const parts = freeBlocks();
  let last = 0;
  for (const [from, to] of parts) {
    expect(from).toBeGreaterThan(last);
    expect([from % 64, to % 64]).toEqual([0, 0]);
    expect(to).toBeGreaterThan(from);
    expect(to).toBeLessThanOrEqual(get(LIMIT));
    last = to;
  }
  for (const block of used) {
    const [from, to] = [block - 8, block - 8 + get(block - 4)];
    expect(parts.every(([a, b]) => b <= from || to <= a)).toBe(true);
  }
}

describe("large blocks", () => {
  it("LA1 LA3 in use do not overlap; free, they are one again", () => {
    const step = fc.record({
      bytes: fc.integer({ min: 17_000, max: 300_000 }),
      drop: fc.nat(20),
      by: fc.nat(5),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const used: number[] = [];
        for (const { bytes, drop, by } of steps) {
          thread.index = by;
          if (drop < used.length) free(used.splice(drop, 1)[0] as number);
          else {
            try {
              used.push(take(bytes));
            } catch (error) {
              expect(error).toBeInstanceOf(RangeError);
            }
          }
          expectWhole(used);
        }
        for (const block of used) free(block);
        expect(isLargeIdle()).toBe(true);
        expect(freeBlocks().length).toBeLessThanOrEqual(1);
      }),
    );
  });

  it("that one thread has given back are there for another, whole, in part or joined", () => {
    thread.index = 1;
    const large = take(3000 * KB);
    thread.index = 0;
    expect(() => take(3000 * KB)).toThrow("shared memory is full");
    free(large);
    thread.index = 2;
    const parts = Array.from({ length: 20 }, () => take(140 * KB));
    thread.index = 0;
    for (const part of parts) free(part);
    free(take(3000 * KB));
    expect(isLargeIdle()).toBe(true);
  });

  it("take no more than they need", () => {
    // Two of the next power of two would not fit.
    const blocks = [take(1200 * KB), take(1200 * KB), take(1000 * KB)];
    for (const block of blocks) free(block);
    expect(isLargeIdle()).toBe(true);
  });

  it("grow into the heap behind the last free one", () => {
    const first = take(1500 * KB);
    free(first);
    const all = take(3400 * KB);
    expect(all).toBe(first);
    free(all);
    expect(isLargeIdle()).toBe(true);
  });

  it("a slab that is cut off one is no block any more", () => {
    free(take(100 * KB));
    const slab = carve(64 * KB);
    expect(isLargeIdle()).toBe(true);
    expect(freeBlocks().every(([from, to]) => to <= slab || slab + 64 * KB <= from)).toBe(true);
  });

  // What is free before: between blocks in use, beside free ones, the last of all.
  const scenes: [string, (blocks: number[]) => number[], (blocks: number[]) => void][] = [
    ["a block between two free ones is given back", (b) => [b[0]!, b[2]!], (b) => free(b[1]!)],
    ["a block before a free one is given back", (b) => [b[2]!], (b) => free(b[1]!)],
    ["a block behind a free one is given back", (b) => [b[0]!], (b) => free(b[1]!)],
    ["a block among used ones is given back", () => [], (b) => free(b[1]!)],
    ["part of a free block is taken", (b) => [b[1]!], () => take(20 * KB)],
    ["a free block is taken", (b) => [b[0]!, b[2]!], () => take(100 * KB)],
    ["the last free block grows", (b) => [b[0]!, b[4]!], () => take(2000 * KB)],
  ];
  it.each(scenes)("LA2 the list is whole wherever a thread ends while %s", (_name, before, act) => {
    class Ended extends Error {}
    for (let writes = 0; ; writes++) {
      join(newMemory(4 << 20), 0);
      const blocks = Array.from({ length: 5 }, () => take(100 * KB));
      const dropped = before(blocks);
      for (const block of dropped) free(block);
      thread.index = 3;
      let left = writes;
      put.mockImplementation((a, v) => {
        if (left-- === 0) throw new Ended();
        realPut(a, v);
      });
      let isOver = false;
      try {
        act(blocks);
        isOver = true;
      } catch (error) {
        if (!(error instanceof Ended)) throw error;
      } finally {
        put.mockImplementation(realPut);
      }
      thread.index = 0;
      releaseLarge(3);
      expectWhole(blocks.filter((block) => !dropped.includes(block) && block !== blocks[1]));
      free(take(100 * KB));
      if (isOver) break;
    }
  });

  it("a lock of another thread's is not released", () => {
    store(LOCK, 2);
    releaseLarge(3);
    expect(get(LOCK)).toBe(2);
    releaseLarge(1);
    expect(get(LOCK)).toBe(0);
  });
});
