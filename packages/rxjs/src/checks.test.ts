import { expect, it } from "vitest";
import { whole } from "./checks.js";

it("takes integers from 1 to the most that a channel can hold", () => {
  for (const n of [1, 16, 2 ** 32 - 1]) whole("n", n);
  for (const n of [0, -1, 1.5, Number.NaN, 2 ** 32, "1"])
    expect(() => whole("n", n as number)).toThrow(/^n: want an integer from 1 to 2\^32-1, got /);
});
