/** What objects are made of. */
import { runInNewContext } from "node:vm";
import { describe, expect, it } from "vitest";
import * as kinds from "./kinds.js";

const { kindOf } = kinds;

describe("kinds", () => {
  it("of everything that can be cloned", () => {
    class Own {}
    class OwnMap extends Map {
      override get [Symbol.toStringTag](): string {
        return "Disguised";
      }
    }
    const cases: [object, number][] = [
      [{}, kinds.ORDINARY],
      [Object.create(null), kinds.ORDINARY],
      [new Own(), kinds.ORDINARY],
      [[], kinds.ARRAY],
      [new Date(), kinds.DATE],
      [/r/, kinds.REGEXP],
      [new Map(), kinds.MAP],
      [new OwnMap(), kinds.MAP],
      [new Set(), kinds.SET],
      [new TypeError(), kinds.ERROR],
      [new ArrayBuffer(1), kinds.BUFFER],
      [new Uint8Array(1), kinds.VIEW],
      [new DataView(new ArrayBuffer(1)), kinds.VIEW],
      [Object(1), kinds.BOXED],
      [Object("s"), kinds.BOXED],
      [Object(false), kinds.BOXED],
      [Object(1n), kinds.BOXED],
      [new SharedArrayBuffer(1), kinds.HOSTED],
      [new Blob([]), kinds.HOSTED],
      [new MessageChannel().port1, kinds.MOVABLE],
      [new ReadableStream(), kinds.MOVABLE],
      [new AbortController().signal, kinds.STUCK],
      [Promise.resolve(), kinds.STUCK],
      [new WeakMap(), kinds.STUCK],
      [(function* () {})(), kinds.STUCK],
      [Object(Symbol("s")), kinds.STUCK],
    ];
    // Twice: the second time what was found out about a class is known.
    for (const _ of [1, 2])
      for (const [value, kind] of cases) expect([value, kindOf(value)]).toEqual([value, kind]);
  });

  it("KI1 what only looks like something is ordinary", () => {
    expect(kindOf(Object.create(Map.prototype))).toBe(kinds.ORDINARY);
    expect(kindOf(Object.create(Date.prototype))).toBe(kinds.ORDINARY);
    expect(kindOf({ [Symbol.toStringTag]: "Map" })).toBe(kinds.ORDINARY);
    expect(kindOf(Object.create(Error.prototype, { message: { value: "m" } }))).toBe(kinds.ORDINARY);
  });

  it("objects of another realm are of the same kinds", () => {
    const make = (code: string): object => runInNewContext(code);
    expect(kindOf(make("[]"))).toBe(kinds.ARRAY);
    expect(kindOf(make("({})"))).toBe(kinds.ORDINARY);
    expect(kindOf(make("new Map()"))).toBe(kinds.MAP);
    expect(kindOf(make("new Date()"))).toBe(kinds.DATE);
    expect(kindOf(make("new TypeError('t')"))).toBe(kinds.ERROR);
    expect(kindOf(make("new Uint8Array(1)"))).toBe(kinds.VIEW);
  });

  it("unbox gives the primitive, and refuses what is not boxed", () => {
    expect([Object(1), Object("s"), Object(true), Object(2n)].map(kinds.unbox)).toEqual([1, "s", true, 2n]);
    expect(() => kinds.unbox({})).toThrow(TypeError);
  });
});
