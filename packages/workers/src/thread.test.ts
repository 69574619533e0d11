import { afterEach, describe, expect, it, vi } from "vitest";
import { load } from "./shm/atomics.js";
import { alloc } from "./shm/heap.js";
import { HEAP, LIMIT, M_LANDED, MAX_MS, mLine } from "./shm/layout.js";
import { bytesTotal, bytesUsed, join, memory, newIndex, newMemory, thread } from "./thread.js";

describe("this thread", () => {
  afterEach(() => vi.unstubAllGlobals());

  it("TH1 sets a memory up once: who joins later finds what is there", () => {
    const shared = newMemory(1 << 20);
    join(shared, 0);
    alloc(64);
    join(shared, 3);
    expect([thread.index, thread.landed, bytesUsed()]).toEqual([3, mLine(3) + M_LANDED, 64]);
    expect(memory()).toBe(shared);
    join(shared, 0);
  });

  it("TH2 has whole pages, shared, that WebAssembly can use", () => {
    const { buffer, wasm } = newMemory(1);
    expect(buffer).toBeInstanceOf(SharedArrayBuffer);
    expect([buffer.byteLength, wasm?.buffer]).toEqual([65536, buffer]);
  });

  it("makes do without WebAssembly, and without shared memory", () => {
    vi.stubGlobal("WebAssembly", undefined);
    expect(newMemory(1)).toMatchObject({ wasm: null, buffer: expect.any(SharedArrayBuffer) });
    vi.stubGlobal("SharedArrayBuffer", undefined);
    const plain = newMemory(1 << 20);
    expect(plain).toMatchObject({ wasm: null, buffer: expect.any(ArrayBuffer) });
    join(plain, 0);
    expect([load(LIMIT), bytesTotal(), alloc(64)]).toEqual([1 << 20, 1 << 20, HEAP]);
  });

  it("gives every M an index of its own, up to the most there can be", () => {
    join(newMemory(1 << 20), 0);
    const indexes = Array.from({ length: MAX_MS }, newIndex);
    expect(indexes).toEqual([...Array.from({ length: MAX_MS - 1 }, (_, i) => i + 1), -1]);
  });
});
