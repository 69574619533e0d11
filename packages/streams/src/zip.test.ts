import { chan } from "@gopark/core";
import fc from "fast-check";
import { expect, test } from "vitest";
import { useFakeHost } from "../../core/test/fake-host.js";
import { collect, count, interval, pipe, zip } from "./index.js";
import { Probe, stageContract, valuesOf } from "./stage.contract.js";

stageContract("zip", () => zip([1, 2, 3]), { ahead: 2, leaves: true });

const fake = useFakeHost();

test("puts values side by side", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.integer({ min: -5, max: 5 }), { maxLength: 20 }), async (xs) => {
      expect(await pipe(xs, zip(["a", "b", "c"], new Set([1, 2, 3, 4])), collect())).toEqual(
        xs.slice(0, 3).map((x, i) => [x, "abc"[i], i + 1]),
      );
    }),
    { numRuns: 50 },
  );
});

test("the longer one is closed", async () => {
  const probe = new Probe(100);
  expect(await pipe([1, 2], zip(probe.sync()), count())).toBe(2);
  expect(probe.closed).toBe(1);
});

test("ends with the first that has ended and whose values have all been given, however silent the others are", async () => {
  expect(await valuesOf(fake, pipe(chan(), zip([])))).toEqual([]);
  const ch = chan<number>(2);
  ch.trySend(1);
  expect(await valuesOf(fake, pipe(ch, zip(["a"])))).toEqual([[1, "a"]]);
  expect(await valuesOf(fake, pipe(interval(10), zip(chan(), [])))).toEqual([]);
});

test("an error of one comes at once, however silent the others are", async () => {
  const failing = valuesOf(fake, pipe(chan(), zip(new Probe(5, 1).async()))).then(undefined, (e) => e.stage);
  expect(await failing).toBe("zip (stage 1)");
});

test("of one that waits for the others, two values are asked for", async () => {
  const [first, later] = [new Probe(), new Probe()];
  const ch = chan();
  const none = Promise.resolve(pipe(first.sync(), zip(ch, later.sync()), collect()));
  await fake.host.settle();
  expect([first.asked, later.asked]).toEqual([2, 2]);
  ch.close();
  expect(await fake.host.finish(none)).toEqual([]);
  expect([first.closed, later.closed]).toEqual([1, 1]);
});

test("what is no source is a mistake at once", () => {
  expect(() => zip(3 as never)).toThrow(/^zip: want a source/);
});
