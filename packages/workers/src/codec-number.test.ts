import { describe, expect, it } from "vitest";
import { bigint, bool, bytes, type Codec, f64, i32, struct, structured } from "./codec.js";
import { codecNumbered, numberOf } from "./codec-number.js";
import { memory } from "./thread.js";
import { nameId } from "./wire/names.js";

memory();

describe("codecNumbered", () => {
  it("gives the codec of this thread that has the number", () => {
    const codec = struct({ x: f64 });
    expect(codecNumbered(numberOf(codec))).toBe(codec);
  });

  it.each([f64, i32, bool, bigint, bytes, structured])(
    "CN1 gives $name for its number, and no other",
    (codec: Codec<any>) => {
      expect(codecNumbered(numberOf(codec))).toBe(codec);
    },
  );

  it.each([struct({}), struct({ a: i32 }), struct({ x: f64, at: struct({ n: i32, $on: bool }), y_2: f64 })])(
    "makes another thread's codec from its name: $name",
    (codec) => {
      // As a thread does that has not seen it: by a number that it has not given.
      const copy = codecNumbered(nameId(codec.name));
      expect(copy.name).toBe(codec.name);
      expect((copy as typeof codec).size).toBe(codec.size);
    },
  );

  it.each(["größe", "first name", "a: b", 'said "x\\', "}", ", ", "", "__proto__", "\ud800", "10"])(
    "CN2 makes another thread's struct with a field %j",
    (field) => {
      const codec = struct({ [field]: f64, n: i32, inner: struct({ [field]: i32 }) });
      const copy = codecNumbered(nameId(codec.name));
      expect(copy.name).toBe(codec.name);
      expect(copy).toEqual(codec);
    },
  );
});
