/** Names and their numbers. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { join, newMemory, type SharedMemory } from "../thread.js";
import { findName, nameId, nameOf } from "./names.js";

let one: SharedMemory;

beforeEach(() => {
  one = newMemory(1 << 20);
  join(one, 0);
});
afterEach(() => join(newMemory(), 0));

describe("names", () => {
  it("NA1 a name has one number, whoever asks", () => {
    const names = Array.from({ length: 1000 }, (_, i) => `file:///a/module.js#function${i}`);
    const ids = names.map(nameId);
    expect(new Set(ids).size).toBe(1000);
    expect(names.map(nameId)).toEqual(ids);
    // Another memory and back: what the thread remembers is gone, as on another thread.
    join(newMemory(1 << 20), 0);
    expect(findName(names[0]!)).toBe(0);
    join(one, 1);
    expect(names.map(findName)).toEqual(ids);
    expect(names.map(nameId)).toEqual(ids);
    expect(ids.map(nameOf)).toEqual(names);
  });

  it("names of all characters", () => {
    for (const name of ["", "a", "ü", "名前", "😀".repeat(100), "\ud800"])
      expect(nameOf(nameId(name))).toBe(name);
  });

  it("findName adds nothing", () => {
    expect(findName("nobody")).toBe(0);
    expect(findName("nobody")).toBe(0);
  });

  it("a full memory says so", () => {
    expect(() => nameId("x".repeat(1 << 20))).toThrow(/^shared memory is full: no room for the name/);
  });
});
