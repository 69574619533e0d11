import { describe, expect, test } from "vitest";
import { chan } from "../chan.js";
import { adopt, isThenable, tagOf } from "./frame.js";

// biome-ignore lint/suspicious/noThenProperty: what is tested.
const thenable = { then() {} };
// biome-ignore lint/suspicious/noThenProperty: what is tested.
const otherThen = { then: 1 };

describe("what a body gives", () => {
  function* generator(): Generator<number> {
    yield 1;
  }
  async function* asyncGenerator(): AsyncGenerator<number> {
    yield 1;
  }

  test.each<[string, unknown, boolean]>([
    ["a generator", generator(), true],
    ["one that has ended", [...generator(), generator()].at(-1), true],
    ["an async generator", asyncGenerator(), false],
    ["an array's iterator", [1][Symbol.iterator](), false],
    ["an array", [1], false],
    ["an operation", chan().recv(), false],
    ["a promise", Promise.resolve(), false],
    ["a function", generator, false],
    ["a string", "Generator", false],
    ["null", null, false],
    ["undefined", undefined, false],
  ])("%s: whether it is a generator", (_name, value, is) => {
    expect(tagOf(value) === "Generator").toBe(is);
  });

  test.each<[string, unknown, boolean]>([
    ["a promise", Promise.resolve(), true],
    ["a thenable", thenable, true],
    ["a callable thenable", Object.assign(() => {}, thenable), true],
    ["an operation", chan().recv(), true],
    ["an object with another then", otherThen, false],
    ["a generator", generator(), false],
    ["a string", "then", false],
    ["null", null, false],
    ["undefined", undefined, false],
  ])("%s: whether it can be awaited", (_name, value, is) => {
    expect(isThenable(value)).toBe(is);
  });
});

describe("adopt", () => {
  test("makes a frame of any iterator: it yields and returns what that does", () => {
    function* source(): Generator<number, string, unknown> {
      const got = yield 1;
      return `got ${got}`;
    }
    const frame = adopt(source());
    expect(tagOf(frame)).toBe("Generator");
    expect(frame.next()).toEqual({ done: false, value: 1 });
    expect(frame.next("v")).toEqual({ done: true, value: "got v" });
  });
});
