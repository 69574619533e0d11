import { afterEach, expect, it, vi } from "vitest";
import { alive, collect } from "../../core/test/garbage.js";
import { Arena, type Cells } from "./atomic-arena.js";

afterEach(() => vi.unstubAllGlobals());

it("gives every cell of a page once, then opens the next page", () => {
  for (const [kind, cells] of [
    [Int32Array, 128],
    [BigUint64Array, 64],
  ] as const) {
    const arena = new Arena<Cells>(kind);
    const pages = new Set<Cells>();
    for (let i = 0; i < 2 * cells + 1; i++) {
      pages.add(arena.open());
      expect(arena.used++).toBe(i % cells);
    }
    expect([...pages].map((page) => page.length)).toEqual([cells, cells, cells]);
    expect(new Set([...pages].map((page) => page.buffer)).size).toBe(3);
  }
});

it("a page is held by the arena until the next one is opened", async () => {
  const arena = new Arena(BigInt64Array);
  const open = new WeakRef(arena.open());
  for (let i = 0; i < 64; i++) arena.used++;
  await collect();
  expect(open.deref()).toBeInstanceOf(BigInt64Array);
  arena.open();
  expect(await alive([open])).toBe(0);
});

it("where the host has no shared memory, pages are plain memory that atomic instructions work on", () => {
  vi.stubGlobal("SharedArrayBuffer", undefined);
  const page = new Arena(Int32Array).open();
  expect(page.buffer).toBeInstanceOf(ArrayBuffer);
  expect([Atomics.add(page, 0, 5), Atomics.load(page, 0)]).toEqual([0, 5]);
});
