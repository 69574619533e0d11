/** Codecs: what they write, and what they refuse. */
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { bigint, bool, bytes, type Codec, f64, i32, struct, structured } from "./codec.js";
import { alloc } from "./shm/heap.js";
import { memory } from "./thread.js";
import { isIdle } from "./wire/arena.js";
import { drop } from "./wire/value.js";

let cell = 0;
beforeAll(() => {
  memory();
  cell = alloc(64);
});

function through<T>(codec: Codec<T>, value: T): T {
  codec.put(cell, value, "send: value");
  return codec.take(cell);
}

const int = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });
const big = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });

describe("codecs", () => {
  it("each gives back what it was given", () => {
    const nested = struct({ x: f64, inner: struct({ ok: bool, id: bigint }), n: i32 });
    const small = struct({ a: i32, b: bool });
    fc.assert(
      fc.property(fc.double(), int, fc.boolean(), big, (x, n, ok, id) => {
        expect(Object.is(through(f64, x), x)).toBe(true);
        expect(through(i32, n)).toBe(n);
        expect(through(bool, ok)).toBe(ok);
        expect(through(bigint, id)).toBe(id);
        expect(through(nested, { x, inner: { ok, id }, n })).toEqual({ x, inner: { ok, id }, n });
        expect(through(small, { a: n, b: ok })).toEqual({ a: n, b: ok });
        expect(through(structured, [x, { id }])).toEqual([x, { id }]);
      }),
    );
    expect(isIdle()).toBe(true);
  });

  it("bytes arrive in a buffer of their own, of their own length", () => {
    const data = new Uint8Array([0, 1, 2, 3, 4]).subarray(1, 3);
    const got = through(bytes, data);
    expect([...got]).toEqual([1, 2]);
    expect(got.buffer.byteLength).toBe(2);
    expect(got.buffer).toBeInstanceOf(ArrayBuffer);
    expect(through(bytes, new Uint8Array(0)).length).toBe(0);
    expect(through(bytes, Buffer.from("abc"))).toEqual(new Uint8Array([97, 98, 99]));
    expect(isIdle()).toBe(true);
  });

  it("CO1 what a codec wrote can be dropped without it", () => {
    bytes.put(cell, new Uint8Array(100), "");
    drop(cell);
    struct({ a: f64, b: f64 }).put(cell, { a: 1, b: 2 }, "");
    drop(cell);
    struct({ a: i32 }).put(cell, { a: 1 }, "");
    drop(cell);
    f64.put(cell, 1, "");
    drop(cell);
    expect(isIdle()).toBe(true);
  });

  it("a struct tells its fields, in their order", () => {
    const codec = struct({ n: i32, x: f64, inner: struct({ ok: bool }) });
    expect(codec.name).toBe("struct{n: i32, x: f64, inner: struct{ok: bool}}");
    expect(codec.size).toBe(16);
    expect(Object.keys(through(codec, { inner: { ok: true }, x: 1, n: 2 }))).toEqual(["n", "x", "inner"]);
  });

  const wrong: [string, Codec<any>, unknown, string][] = [
    ["a string for f64", f64, "1", "send: value: want a number, got 1 (string)"],
    ["a fraction for i32", i32, 0.5, "send: value: want an integer from -2^31 to 2^31 - 1, got 0.5 (number)"],
    [
      "2^31 for i32",
      i32,
      2 ** 31,
      "send: value: want an integer from -2^31 to 2^31 - 1, got 2147483648 (number)",
    ],
    ["0 for bool", bool, 0, "send: value: want a boolean, got 0 (number)"],
    ["1 for bigint", bigint, 1, "send: value: want a bigint from -2^63 to 2^63 - 1, got 1 (number)"],
    [
      "2^63 for bigint",
      bigint,
      2n ** 63n,
      "want a bigint from -2^63 to 2^63 - 1, got 9223372036854775808 (bigint)",
    ],
    ["an array for bytes", bytes, [1], "send: value: want a Uint8Array, got Array (object)"],
    [
      "null for a struct",
      struct({ a: i32 }),
      null,
      "send: value: want an object struct{a: i32}, got null (object)",
    ],
    ["a missing field", struct({ a: f64, b: f64 }), { a: 1 }, "send: value.b: want a number, got undefined"],
    [
      "a wrong field of an inner struct",
      struct({ a: struct({ b: bool }), c: bigint }),
      { a: { b: 1 }, c: 1n },
      "send: value.a.b: want a boolean, got 1 (number)",
    ],
  ];
  for (const [name, codec, value, text] of wrong) {
    it(`${name} is refused, and CO2 nothing is written`, () => {
      expect(() => codec.put(cell, value, "send: value")).toThrow(TypeError);
      expect(() => codec.put(cell, value, "send: value")).toThrow(text);
      expect(isIdle()).toBe(true);
    });
  }

  it("a struct of values without a size is refused", () => {
    expect(() => struct({ a: bytes as any })).toThrow(
      'struct: field "a": want a codec of fixed size, got Bytes (object)',
    );
    expect(() => struct({ a: 1 as any })).toThrow(
      'struct: field "a": want a codec of fixed size, got 1 (number)',
    );
  });

  it("what a getter of a struct throws is thrown on", () => {
    const bad = new Error("from the getter");
    const value = {
      a: 1,
      get b(): number {
        throw bad;
      },
    };
    expect(() => struct({ a: f64, b: f64 }).put(cell, value, "send: value")).toThrow(bad);
    expect(isIdle()).toBe(true);
  });
});
