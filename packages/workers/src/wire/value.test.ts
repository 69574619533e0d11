/** Values across threads: what comes out is what structuredClone gives, and nothing is left behind. */
import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { alloc } from "../shm/heap.js";
import { memory } from "../thread.js";
import { isIdle } from "./arena.js";
import { drop, put, take } from "./value.js";

let cell = 0;

beforeAll(() => {
  memory();
  cell = alloc(64);
});

/** Sends a value through a cell. */
function through(value: unknown): any {
  put(cell, value);
  return take(cell);
}

/** What tells two values apart that are deeply equal: the order of keys, references, prototypes, and dates. */
function shapeOf(value: unknown, seen = new Map<unknown, number>()): unknown {
  if (typeof value !== "object" || value === null) return Object.is(value, -0) ? "-0" : value;
  const known = seen.get(value);
  if (known !== undefined) return `#${known}`;
  seen.set(value, seen.size);
  const inner: unknown[] = [Object.prototype.toString.call(value)];
  if (value instanceof Date) inner.push(value.getTime());
  if (value instanceof Map) for (const [k, v] of value) inner.push(shapeOf(k, seen), shapeOf(v, seen));
  if (value instanceof Set) for (const v of value) inner.push(shapeOf(v, seen));
  if (ArrayBuffer.isView(value)) inner.push(value.byteOffset, value.byteLength, shapeOf(value.buffer, seen));
  if (value instanceof ArrayBuffer) inner.push(new Uint8Array(value).join());
  else if (!ArrayBuffer.isView(value))
    for (const k of Reflect.ownKeys(value)) {
      const d = Object.getOwnPropertyDescriptor(value, k) as PropertyDescriptor;
      // What engines keep of a stack is a value in some and an accessor in others, and they copy it as they like.
      if (k === "stack" && value instanceof Error) inner.push(k, d.enumerable, value.stack);
      else inner.push(k, d.enumerable, d.writable, shapeOf(d.value, seen));
    }
  return inner;
}

function expectClone(value: unknown): void {
  let want: unknown;
  try {
    want = structuredClone(value);
  } catch {
    // Objects of the host that it does not clone: newer ones of Node refuse what older ones emptied.
    expect(() => through(value)).toThrow();
    return;
  }
  const got = through(value);
  // Node finds a date that is none different from itself; the shapes tell.
  if (isDeepStrictEqual(want, structuredClone(value))) expect(isDeepStrictEqual(got, want)).toBe(true);
  expect(shapeOf(got)).toEqual(shapeOf(want));
}

describe("values", () => {
  it("any value arrives as structuredClone gives it", () => {
    const anything = fc.anything({
      withBigInt: true,
      withBoxedValues: true,
      withDate: true,
      withMap: true,
      withNullPrototype: true,
      withObjectString: true,
      withSet: true,
      withSparseArray: true,
      withTypedArray: true,
      withUnicodeString: true,
      maxDepth: 4,
    } as fc.ObjectConstraints);
    fc.assert(
      fc.property(anything, (value) => expectClone(value)),
      { numRuns: 2000 },
    );
    expect(isIdle()).toBe(true);
  });

  it("a date that is none arrives as one", () => {
    const [date] = through(new Map([["", [new Date(Number.NaN)]]])).get("");
    expect(date).toBeInstanceOf(Date);
    expect(date.getTime()).toBeNaN();
  });

  it("numbers, strings and bigints of all sizes arrive", () => {
    const ints = fc.oneof(
      fc.integer(),
      fc.double(),
      fc.bigInt(),
      fc.bigInt({ min: -(2n ** 200n), max: 2n ** 200n }),
    );
    const texts = fc.oneof(
      fc.string({ unit: "binary", maxLength: 40 }),
      fc.string({ unit: fc.integer({ min: 0, max: 255 }).map((c) => String.fromCharCode(c)), maxLength: 40 }),
      fc.string({
        unit: fc.integer({ min: 0, max: 65535 }).map((c) => String.fromCharCode(c)),
        maxLength: 40,
      }),
    );
    fc.assert(
      fc.property(fc.oneof(ints, texts), (value) => {
        expect(Object.is(through(value), value)).toBe(true);
        expect(through([value, { value }])).toEqual([value, { value }]);
      }),
      { numRuns: 2000 },
    );
    for (const n of [11, 12, 13, 1000, 100_000]) {
      for (const c of ["a", "ÿ", "Ā", "😀", "\ud800"]) expect(through(c.repeat(n))).toBe(c.repeat(n));
    }
    expect(isIdle()).toBe(true);
  });

  it("VA3 an integer comes out as a small integer, and -0 as -0", () => {
    for (const v of [
      0,
      -0,
      1,
      -1,
      2 ** 23,
      -(2 ** 23),
      2 ** 31 - 1,
      -(2 ** 31),
      2 ** 31,
      0.5,
      Number.NaN,
      -Infinity,
    ]) {
      expect(Object.is(through(v), v)).toBe(true);
      expect(Object.is(through([v])[0], v)).toBe(true);
      expect(Object.is(through({ v }).v, v)).toBe(true);
    }
  });

  it("references to the same object and cycles are kept", () => {
    const shared = { n: 1 };
    const cycle: Record<string, unknown> = { shared, list: [shared, shared] };
    cycle["self"] = cycle;
    cycle["map"] = new Map<unknown, unknown>([[cycle, shared]]);
    cycle["set"] = new Set<unknown>([cycle, shared]);
    const date = new Date(5);
    const buffer = new ArrayBuffer(100);
    cycle["more"] = [
      date,
      date,
      buffer,
      new Uint8Array(buffer, 4, 8),
      new DataView(buffer, 1),
      /a/g,
      Object("boxed"),
    ];
    (cycle["more"] as unknown[]).push(...(cycle["more"] as unknown[]));
    const error = new TypeError("bad", { cause: cycle });
    cycle["error"] = error;
    for (let i = 0; i < 20; i++) cycle[`k${i}`] = { i, shared };
    expectClone(cycle);
    expect(isIdle()).toBe(true);
  });

  it("objects with the same keys, and with almost the same", () => {
    expectClone(
      Array.from({ length: 100 }, (_, i) => ({ id: i, name: `n${i}`, [i % 3 === 0 ? "x" : "y"]: i / 2 })),
    );
    expectClone(Array.from({ length: 20 }, (_, i) => ({ [`k${i % 7}`]: i })));
    expectClone([{}, {}, { a: 1, b: 2 }, { b: 2, a: 1 }]);
    expectClone(JSON.parse('{"__proto__": {"x": 1}, "constructor": 2, "1": 3, "a b": 4}'));
  });

  it("arrays with holes, names, and numbers of all kinds", () => {
    expectClone(Object.assign(new Array(3), { 0: 1, 2: 3 }));
    expectClone(new Array(3));
    expectClone(Object.assign([1, 2, 3], { name: "named" }));
    expectClone(Object.assign(["a"], { index: 0, input: "a" }));
    expectClone(Array.from({ length: 1000 }, (_, i) => i));
    expectClone(Array.from({ length: 1000 }, (_, i) => i / 4));
    expectClone([1, 2, 3, -0]);
    expectClone([1, 2, "three"]);
    expectClone([1, undefined, 3]);
    const long: unknown[] = [];
    long.length = 1_000_000;
    long[999_999] = "end";
    expectClone(long);
    expectClone(Object.assign([], { length: 2 ** 32 - 1 }));
  });

  it("arrays of more than 64 numbers leave their names behind", () => {
    const list = Object.assign(
      Array.from({ length: 65 }, (_, i) => i),
      { name: "lost" },
    );
    expect(Object.keys(through(list)).length).toBe(65);
  });

  it("errors keep their class, message, stack and cause", () => {
    class Own extends RangeError {
      extra = 1;
    }
    for (const error of [
      new Error("a"),
      new TypeError("b", { cause: [1] }),
      new Own("c"),
      Object.assign(new Error("d"), { name: "SyntaxError" }),
      new AggregateError([1], "e"),
      new URIError(),
    ]) {
      const got = through(error);
      const want = structuredClone(error);
      expect(Object.getPrototypeOf(got)).toBe(Object.getPrototypeOf(want));
      expect([got.message, got.stack, got.cause]).toEqual([want.message, want.stack, want.cause]);
      expect(Object.hasOwn(got, "message")).toBe(Object.hasOwn(want, "message"));
    }
  });

  it("of the instance of a class its own properties arrive", () => {
    class Point {
      x = 1;
      #hidden = 2;
      get y(): number {
        return this.#hidden;
      }
    }
    expectClone(new Point());
    expectClone(Object.create(Map.prototype, { a: { value: 1, enumerable: true } }));
    class Table extends Map<string, number> {
      extra = 1;
    }
    expectClone(new Table([["a", 1]]));
    expectClone(new URL("http://localhost/"));
  });

  it("buffers of all sizes, views at offsets, and views of one buffer", () => {
    for (const n of [0, 1, 63, 64, 65, 1000, 100_000]) {
      const data = new Uint8Array(n).map((_, i) => i * 7);
      expectClone(data);
      expectClone({
        a: data.buffer,
        b: data,
        c: n > 9 ? data.subarray(3, 9) : 0,
        d: [new Float32Array(5).fill(1.5)],
      });
    }
    expectClone([new BigInt64Array([1n, -1n]), new Uint8ClampedArray([1, 300]), new Float64Array(20)]);
    expectClone(Buffer.from("abc"));
    const resizable = new (ArrayBuffer as any)(100, { maxByteLength: 900 });
    const got = through([resizable, new Uint8Array(resizable, 0, 4)]);
    expect([got[0].byteLength, got[0].maxByteLength, got[1].length]).toEqual([100, 900, 4]);
    expect(got[1].buffer).toBe(got[0]);
    expect(isIdle()).toBe(true);
  });

  it("a getter that deletes or sends does no harm", () => {
    const make = (): object => ({
      get a() {
        delete (this as any).b;
        return through({ nested: [1, 2] });
      },
      b: 1,
      c: 2,
    });
    expect(through(make())).toEqual({ a: { nested: [1, 2] }, c: 2 });
    expect(isIdle()).toBe(true);
  });

  it("VA1 what is dropped leaves nothing behind", () => {
    for (const value of [
      "x".repeat(50),
      "Ā".repeat(50),
      { a: [1, "b"] },
      new Uint8Array(5000),
      2n ** 90n,
      null,
      5,
    ]) {
      put(cell, value);
      drop(cell);
    }
    expect(isIdle()).toBe(true);
  });
});

describe("what cannot be sent", () => {
  const cases: [unknown, string][] = [
    [() => 1, "send: value: a function"],
    [{ items: [1, 2, 3, { f() {} }] }, "send: value.items[3].f: a function"],
    [{ "odd key": Symbol("s") }, 'send: value["odd key"]: a symbol'],
    [[[Symbol.iterator]], "send: value[0][0]: a symbol"],
    [new Map([["k", { deep: Promise.resolve() }]]), 'send: value.get("k").deep: a Promise'],
    [new Map([[() => 1, 1]]), "send: value.keys()[0]: a function"],
    [new Set([1, new WeakMap()]), "send: value.values()[1]: a WeakMap"],
    [new Error("e", { cause: { f() {} } }), "send: value.cause.f: a function"],
    [(function* () {})(), "send: value: a Generator"],
    [[1][Symbol.iterator](), "send: value: an Array Iterator"],
    [new WeakRef({}), "send: value: a WeakRef"],
    [Object(Symbol("boxed")), "send: value: a Symbol"],
  ];

  for (const [value, text] of cases) {
    it(text, () => {
      expect(() => structuredClone(value)).toThrow();
      expect(() => put(cell, value)).toThrow(`${text} cannot be sent to another thread`);
      expect(isIdle()).toBe(true);
    });
  }

  it("what can only be moved says so", () => {
    expect(() => put(cell, [new MessageChannel().port1])).toThrow(
      "send: value[0]: a MessagePort can only be moved to another thread: want move(value, [it])",
    );
  });

  it("names the argument of a go statement", () => {
    expect(() => put(cell, { cb() {} }, "go: argument 2")).toThrow(
      new TypeError("go: argument 2.cb: a function cannot be sent to another thread"),
    );
  });

  it("a buffer that was moved away", () => {
    const buffer = new ArrayBuffer(8);
    structuredClone(buffer, { transfer: [buffer] });
    const text = "send: value.a: an ArrayBuffer that was moved away cannot be sent to another thread";
    expect(() => put(cell, { a: buffer })).toThrow(text);
  });

  it("what a getter throws is thrown on", () => {
    const bad = new Error("from the getter");
    const value = {
      get a(): never {
        throw bad;
      },
    };
    expect(() => put(cell, [{ b: 1 }, value])).toThrow(bad);
    expect(through({ fine: true })).toEqual({ fine: true });
  });

  it("VA2 a value too large for the memory is refused, and says what to do", () => {
    expect(() => put(cell, new Uint8Array(64 * 1024 * 1024))).toThrow(
      /^shared memory is full: no room for a value of \d+ bytes in 64 MiB; want a larger option memory of run$/,
    );
    expect(through([1, 2])).toEqual([1, 2]);
    expect(isIdle()).toBe(true);
  });
});
