import fc from "fast-check";
import { expect, it } from "vitest";
import { TopK } from "./top-k.js";

/** Counts with a counter for every key. */
function truth(keys: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
}

function counted(keys: readonly string[], room: number): TopK {
  const topK = new TopK(room);
  for (const key of keys) topK.add(key);
  return topK;
}

const keys = fc.array(fc.integer({ min: 0, max: 30 }).map(String), { maxLength: 300 });

it("K1 K2 keeps within its room, and no count is above the truth or too far below it", () => {
  fc.assert(
    fc.property(keys, fc.integer({ min: 1, max: 20 }), (all, room) => {
      const topK = counted(all, room);
      expect(topK.size).toBeLessThanOrEqual(2 * room);
      const found = new Map(topK.top(100).map(({ key, count }) => [key, count]));
      for (const [key, count] of truth(all)) {
        const got = found.get(key) ?? 0;
        expect(got).toBeLessThanOrEqual(count);
        expect(got).toBeGreaterThanOrEqual(count - topK.missed);
      }
    }),
  );
});

it("K3 is exact while there is room for all keys", () => {
  fc.assert(
    fc.property(keys, (all) => {
      const topK = counted(all, 16);
      expect(topK.missed).toBe(0);
      const wanted = [...truth(all)]
        .map(([key, count]) => ({ key, count }))
        .sort((left, right) => right.count - left.count || (left.key < right.key ? -1 : 1));
      expect(topK.top(100)).toEqual(wanted);
      expect(topK.top(3)).toEqual(wanted.slice(0, 3));
    }),
  );
});

it("keeps the frequent keys among many that come once", () => {
  const topK = new TopK(100);
  for (let i = 0; i < 100_000; i++) {
    topK.add(`once ${i}`);
    if (i % 10 === 0) topK.add("often");
  }
  const [first] = topK.top(1);
  expect(first?.key).toBe("often");
  expect(first?.count).toBeGreaterThanOrEqual(10_000 - topK.missed);
  expect(topK.missed).toBeLessThanOrEqual(110_000 / 100);
});
