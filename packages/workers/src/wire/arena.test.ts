/** Blocks of shared memory. */
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { views } from "../shm/atomics.js";
import { join, newMemory, type SharedMemory, thread } from "../thread.js";
import { bytesOf, free, isIdle, take } from "./arena.js";

let memory: SharedMemory;
beforeEach(() => {
  memory = newMemory(2 << 20);
  join(memory, 0);
});
afterEach(() => join(newMemory(), 0));

describe("arena", () => {
  it("AR1 AR3 blocks in use do not overlap, and are aligned", () => {
    const sizes = fc.array(fc.record({ bytes: fc.integer({ min: 0, max: 5000 }), keep: fc.boolean() }), {
      maxLength: 60,
    });
    fc.assert(
      fc.property(sizes, (list) => {
        const kept = new Map<number, number>();
        for (const { bytes, keep } of list) {
          const block = take(bytes);
          expect(block % 8).toBe(0);
          views.bytes.fill(kept.size & 255, block, block + bytes);
          for (const [other, size] of kept)
            expect(other + size <= block || block + bytes <= other).toBe(true);
          if (keep) kept.set(block, bytes);
          else free(block);
        }
        for (const block of kept.keys()) free(block);
        expect(isIdle()).toBe(true);
      }),
    );
  });

  it("a block that came back is used again", () => {
    const block = take(100);
    free(block);
    const used = bytesOf(0);
    for (let i = 0; i < 1000; i++) {
      const again = take(100);
      expect(again).toBe(block);
      free(again);
    }
    expect(bytesOf(0)).toBe(used);
  });

  it("AR2 a block given back by another M returns to its owner", () => {
    const blocks = [take(56), take(56), take(1000)];
    thread.index = 3;
    for (const block of blocks) free(block);
    const other = take(56);
    expect(blocks).not.toContain(other);
    free(other);
    thread.index = 0;
    expect(isIdle()).toBe(true);
    expect(blocks).toContain(take(56));
  });

  it("AR4 giving a block back twice is found at once", () => {
    const block = take(10);
    free(block);
    expect(() => free(block)).toThrow(/given back twice/);
  });

  it("when nothing is left, what large blocks have left serves, and then an error names the option", () => {
    const large = take(400_000);
    const blocks: number[] = [];
    const fill = (): void => {
      for (;;) blocks.push(take(50));
    };
    expect(fill).toThrow(
      "shared memory is full: no room for a value of 50 bytes in 2 MiB; want a larger option memory of run",
    );
    free(large);
    const more = blocks.length;
    expect(fill).toThrow("shared memory is full");
    const found = blocks.slice(more);
    expect(found.length).toBe(Math.ceil(400_008 / 64));
    expect(found.every((block) => large <= block && block < large + 400_064)).toBe(true);
    for (const each of blocks) free(each);
    expect(isIdle()).toBe(true);
  });

  it("a size beyond any memory is refused", () => {
    expect(() => take(2 ** 31)).toThrow(RangeError);
    expect(() => take(2 ** 40)).toThrow(RangeError);
  });
});
