/** Where in a value the trouble is. */
import { describe, expect, it } from "vitest";
import { unsendable } from "./unsendable.js";

const f = (): void => {};

describe("what cannot be sent", () => {
  it("UN1 is the first in the order of sending, found once in a cycle", () => {
    const value: Record<string, unknown> = { a: { deep: [1, 2] }, "b c": [f], d: Symbol("later") };
    value["a"] = { back: value };
    expect(unsendable("send: value", value, null).message).toBe(
      'send: value["b c"][0]: a function cannot be sent to another thread',
    );
  });

  it("is not looked for in what is moved", () => {
    const inner = { f };
    const value = { inner, g: f };
    expect(unsendable("v", value, new Set([inner])).message).toMatch(/^v\.g: /);
  });

  it("that is gone by the second look is only said to be a part", () => {
    expect(unsendable("go: argument 1", { fine: true }, null)).toEqual(
      new TypeError("go: argument 1: a part of the value cannot be sent to another thread"),
    );
  });

  it("has a path through maps, sets, errors and views", () => {
    const detached = new ArrayBuffer(4);
    const view = new Uint8Array(detached);
    structuredClone(detached, { transfer: [detached] });
    const texts = [
      [new Map<unknown, unknown>([[1, f]]), "v.get(1): a function"],
      [new Map<unknown, unknown>([[{}, f]]), "v.get(...): a function"],
      [new Map<unknown, unknown>([[f, 1]]), "v.keys()[0]: a function"],
      [new Set([1, f]), "v.values()[1]: a function"],
      [new Error("e", { cause: [f] }), "v.cause[0]: a function"],
      [[view], "v[0].buffer: an ArrayBuffer that was moved away"],
      [{ "": f }, 'v[""]: a function'],
      [{ $ok_1: f }, "v.$ok_1: a function"],
    ] as const;
    for (const [value, text] of texts)
      expect(unsendable("v", value, null).message).toBe(`${text} cannot be sent to another thread`);
  });
});
