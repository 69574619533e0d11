import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Ring } from "./ring.js";

/** Throws unless R1 to R3 hold. */
function checkRing(ring: Ring<unknown>): void {
  const { count, start, mask, slots } = ring as unknown as {
    count: number;
    start: number;
    mask: number;
    slots: unknown[];
  };
  const isHeld = (i: number): boolean => ((i - start) & mask) < count;
  if (count < 0 || count > slots.length) throw new Error("R1 is broken");
  if (slots.length !== mask + 1 || (slots.length & mask) !== 0) throw new Error("R2 is broken");
  if (slots.some((value, i) => (value !== undefined) !== isHeld(i))) throw new Error("R3 is broken");
}

describe("a ring", () => {
  test("it does what an array does, as it fills, grows, wraps round and empties", () => {
    const burst = fc.record({ kind: fc.constantFrom("put", "take"), n: fc.integer({ min: 1, max: 40 }) });
    fc.assert(
      fc.property(fc.array(burst, { maxLength: 30, size: "max" }), (bursts) => {
        const ring = new Ring<number>();
        const model: number[] = [];
        let last = 0;
        for (const { kind, n } of bursts)
          for (let i = 0; i < n; i++) {
            if (kind === "put") {
              ring.append(++last);
              model.push(last);
            } else if (model.length > 0 && ring.take() !== model.shift())
              throw new Error("the order is wrong");
            if (ring.count !== model.length) throw new Error("the count is wrong");
            checkRing(ring);
          }
        while (model.length > 0) expect(ring.take()).toBe(model.shift());
      }),
      { numRuns: 500 },
    );
  });

  test("it is as big as it was ever full, not as the values that passed through", () => {
    const ring = new Ring<number>();
    for (let i = 0; i < 1000; i++) {
      for (let n = 0; n < 3; n++) ring.append(n);
      for (let n = 0; n < 3; n++) ring.take();
    }
    expect((ring as unknown as { slots: unknown[] }).slots.length).toBe(4);
  });

  test("a value that was taken is not kept alive", () => {
    const ring = new Ring<object>();
    ring.append({});
    ring.take();
    expect((ring as unknown as { slots: unknown[] }).slots.every((slot) => slot === undefined)).toBe(true);
  });

  test("an undefined that was put is taken as a value", () => {
    const ring = new Ring<undefined>();
    ring.append(undefined);
    expect(ring.count).toBe(1);
    expect(ring.take()).toBe(undefined);
    expect(ring.count).toBe(0);
  });
});
