/** Objects that come again. */
import { describe, expect, it } from "vitest";
import { Met } from "./met.js";

describe("the objects of a message", () => {
  it("ME1 count from 0, few or many, and are forgotten together", () => {
    const met = new Met();
    for (const n of [3, 100, 3]) {
      const objects = Array.from({ length: n }, () => ({}));
      for (const each of objects) expect(met.numberOf(each)).toBe(-1);
      expect(objects.map((each) => met.numberOf(each))).toEqual(objects.map((_, i) => i));
      met.clear();
    }
  });
});
