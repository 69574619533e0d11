import { describe, expect, test } from "vitest";
import { CALL, CALLED, complete, SUSPEND, SUSPENDED } from "./suspend.js";

describe("the results of operations", () => {
  test("S0 suspended and called carry tokens of their own", () => {
    expect(SUSPENDED).toEqual({ done: false, value: SUSPEND });
    expect(CALLED).toEqual({ done: false, value: CALL });
    expect(SUSPEND).not.toBe(CALL);
  });

  test("a yield* hands them through as they are, however deep", () => {
    const results = [SUSPENDED, CALLED];
    const op = { [Symbol.iterator]: () => ({ next: () => results.shift() ?? complete("v") }) };
    function* nested(depth: number): Generator<unknown, unknown, unknown> {
      return depth === 0 ? yield* op : yield* nested(depth - 1);
    }
    const frame = nested(10);
    expect(frame.next()).toBe(SUSPENDED);
    expect(frame.next()).toBe(CALLED);
    expect(frame.next()).toEqual({ done: true, value: "v" });
  });

  test("a completed one carries the value it was given last", () => {
    for (const value of [1, undefined, "v", null]) expect(complete(value)).toEqual({ done: true, value });
  });
});
