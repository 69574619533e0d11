import { sleep } from "@gopark/core";
import { expect, test } from "vitest";
import { forEach, pipe } from "./index.js";
import { Probe } from "./stage.contract.js";

test("is done when the last value is, in order, with the index", async () => {
  const seen: unknown[] = [];
  const result = await pipe(
    ["a", "b"],
    forEach(function* (value, i) {
      yield* sleep(0);
      seen.push([value, i]);
    }),
  );
  expect([result, seen]).toEqual([
    undefined,
    [
      ["a", 0],
      ["b", 1],
    ],
  ]);
});

test("a slow one slows the source", async () => {
  const probe = new Probe();
  await pipe(
    probe.sync(),
    forEach(async (n) => {
      await sleep(0);
      expect(probe.asked).toBe(n + 1);
    }),
  );
  expect(probe.asked).toBe(9);
});

test("no function is a mistake at once", () => {
  for (const bad of [undefined, null, 3, "f", {}]) {
    expect(() => forEach(bad as never)).toThrow(/^forEach: want a function, got /);
  }
});
