import { beforeEach, describe, expect, it } from "vitest";
import { freshMemory } from "../../test/shm/threads.js";
import { get, load, put, store } from "./atomics.js";
import { OBJECTS } from "./layout.js";
import { poisonOf } from "./lock.js";
import {
  CHAN,
  FREE,
  freeObject,
  LINE_A,
  LOCK,
  MUTEX,
  newObject,
  OBJECT_KIND,
  OBJECT_NEXT,
  REFS,
  release,
  retain,
} from "./object.js";

/** All objects ever made, the newest first. */
function all(): number[] {
  const objects: number[] = [];
  for (let obj = load(OBJECTS); obj !== 0; obj = get(obj + OBJECT_NEXT)) objects.push(obj);
  return objects;
}

describe("objects", () => {
  beforeEach(() => freshMemory());

  it("OB2 are all in one list, also when they are free", () => {
    const [a, b] = [newObject(CHAN, 100, 0), newObject(MUTEX, 64, 1)];
    freeObject(a, 0);
    expect(all()).toEqual([b, a]);
    expect([a, b].map((obj) => get(obj + OBJECT_KIND))).toEqual([FREE, MUTEX]);
  });

  it("OB3 count their handles, and say which was the last", () => {
    const obj = newObject(CHAN, 64, 0);
    retain(obj);
    expect([release(obj), release(obj)]).toEqual([0, 1]);
  });

  it("are used again by objects of the same size, all zeros but the head", () => {
    const obj = newObject(CHAN, 200, 0);
    for (let at = LINE_A; at < 256; at += 4) put(obj + at, 7);
    freeObject(obj, 0);
    expect(newObject(CHAN, 64, 0)).not.toBe(obj);
    expect(newObject(MUTEX, 129, 1)).toBe(obj);
    expect(get(obj + REFS)).toBe(1);
    for (let at = LINE_A; at < 256; at += 4) expect(get(obj + at)).toBe(at === REFS ? 1 : 0);
    expect(all()).toHaveLength(2);
  });

  it("are as large as the memory has room for", () => {
    freshMemory(16 << 20);
    const obj = newObject(CHAN, (8 << 20) - 64, 0);
    expect(obj).not.toBe(0);
    freeObject(obj, 0);
    expect([newObject(CHAN, 5 << 20, 0), newObject(CHAN, 8 << 20, 0)]).toEqual([obj, 0]);
  });

  it("LO3 are never used again when they are poisoned", () => {
    const obj = newObject(CHAN, 64, 0);
    store(obj + LOCK, poisonOf(3));
    freeObject(obj, 0);
    expect(newObject(CHAN, 64, 0)).not.toBe(obj);
  });

  it("answer 0 when there is no room, or never could be", () => {
    expect(newObject(CHAN, 1 << 20, 0)).toBe(0);
    expect(newObject(CHAN, (1 << 30) + 1, 0)).toBe(0);
    expect(all()).toEqual([]);
  });
});
