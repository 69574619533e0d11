import { beforeEach, describe, expect, it } from "vitest";
import { freshMemory } from "../../test/shm/threads.js";
import {
  add,
  attach,
  cas,
  exchange,
  get,
  load,
  notify,
  put,
  spin,
  store,
  views,
  wait,
  waitAsync,
} from "./atomics.js";
import { HEAP } from "./layout.js";

const a = HEAP;

describe("the seam", () => {
  beforeEach(() => freshMemory());

  it("reads and writes words by their address in bytes", () => {
    store(a, -5);
    put(a + 4, 7);
    expect([load(a), get(a), get(a + 4)]).toEqual([-5, -5, 7]);
    expect(views.words[a >> 2]).toBe(-5);
  });

  it("answers what a word was before it changed", () => {
    store(a, 1);
    expect([cas(a, 0, 9), cas(a, 1, 2), exchange(a, 3), add(a, -1), load(a)]).toEqual([1, 1, 2, 3, 2]);
  });

  it("wraps around at 32 bits", () => {
    store(a, 0x7fffffff);
    add(a, 1);
    expect(load(a)).toBe(-0x80000000);
  });

  it("AT2 has views of the same bytes for values", () => {
    views.floats[a >> 3] = 0.5;
    expect(views.bytes[a + 7]).toBe(0x3f);
    expect(views.bigs[a >> 3]).toBe(0x3fe0000000000000n);
  });

  it("replaces the views when another memory is attached", () => {
    store(a, 1);
    attach(new ArrayBuffer(a + 64));
    expect([load(a), views.words[a >> 2]]).toEqual([0, 0]);
  });

  it("does not sleep while a word differs, and says so when it would wait for one that does", async () => {
    store(a, 1);
    wait(a, 0, 1e9);
    expect(waitAsync(a, 0)).toBe(null);
  });

  it("gives a promise for the next notify", async () => {
    const changed = waitAsync(a, 0);
    notify(a);
    expect(await changed).toBe("ok");
  });

  it("pauses, and after some rounds sleeps, without an end of its own", () => {
    for (const rounds of [0, 1, 199, 200, 5000]) expect(spin(rounds)).toBe(undefined);
  });
});
