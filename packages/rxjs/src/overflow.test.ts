import { describe, expect, it } from "vitest";
import { fromObservable } from "./from-observable.js";
import { checkOverflow, type OverflowOptions } from "./overflow.js";

const check = (options: unknown) => () => checkOverflow("where", options as OverflowOptions);

describe("the options of a buffer", () => {
  it("are taken if buffer and policy are said", () => {
    for (const overflow of ["dropOldest", "dropNewest", "latest", "error"] as const)
      expect(check({ buffer: 1, overflow })()).toEqual({ buffer: 1, overflow });
    expect(check({ buffer: 2 ** 32 - 1, overflow: "error" })).not.toThrow();
  });

  it.each([undefined, null, {}, { buffer: 1 }, { buffer: 1, overflow: "drop" }])(
    "V1 without a policy are refused: %j",
    (options) => {
      expect(check(options)).toThrow(TypeError);
      expect(check(options)).toThrow(
        "where: overflow: want one of dropOldest, dropNewest, latest, error, block, got",
      );
    },
  );

  it.each([undefined, 0, -1, 1.5, 2 ** 32, Number.NaN, Number.POSITIVE_INFINITY, "4"])(
    "V1 without a length are refused: %s",
    (buffer) => {
      expect(check({ buffer, overflow: "latest" })).toThrow(TypeError);
      expect(check({ buffer, overflow: "latest" })).toThrow(
        "where: buffer: want an integer from 1 to 2^32-1, got",
      );
    },
  );

  it("say how to pause and to resume if that is the policy", () => {
    const stop = (): void => {};
    expect(check({ buffer: 1, overflow: "block" })).toThrow("where: pause: want a function, got undefined");
    expect(check({ buffer: 1, overflow: "block", pause: stop })).toThrow("where: resume: want a function");
    expect(check({ buffer: 1, overflow: "block", pause: stop, resume: stop })).not.toThrow();
  });
});

it("an overflow says whose it is", () => {
  const ch = fromObservable([1, 2, 3], { buffer: 2, overflow: "error" });
  expect([ch.tryRecv(), ch.tryRecv()]).toEqual([
    [1, true],
    [2, true],
  ]);
  expect(() => ch.tryRecv()).toThrow("fromObservable: more than 2 values waiting");
});
