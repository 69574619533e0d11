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

  it("CN2 says so when the names of fields can't be read back", () => {
    const { name } = struct({ "a: b": f64 });
    expect(() => codecNumbered(nameId(name))).toThrow(/^sharedChan: want field names/);
  });
});
