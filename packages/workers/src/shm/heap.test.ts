import { beforeEach, describe, expect, it } from "vitest";
import { freshMemory } from "../../test/shm/threads.js";
import { get, put } from "./atomics.js";
import { alloc } from "./heap.js";
import { BUMP, HEAP, LIMIT } from "./layout.js";

describe("the heap", () => {
  beforeEach(() => freshMemory());

  it("HE1 HE2 gives memory out in pieces of 64 bytes, each once", () => {
    expect([alloc(1), alloc(64), alloc(65), alloc(1)]).toEqual([HEAP, HEAP + 64, HEAP + 128, HEAP + 256]);
  });

  it("answers 0 when there is not that much, and still gives out less", () => {
    const left = get(LIMIT) - get(BUMP);
    expect(alloc(left + 64)).toBe(0);
    expect(alloc(left)).toBe(HEAP);
    expect(alloc(1)).toBe(0);
  });

  it("does not take a sum beyond 2^31 for room", () => {
    put(LIMIT, 0x7fffffc0);
    put(BUMP, 0x7fff0000);
    expect(alloc(0x7fff0000)).toBe(0);
    expect(alloc(64)).toBe(0x7fff0000);
  });
});
