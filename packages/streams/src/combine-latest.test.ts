import { expect, test } from "vitest";
import { useFakeHost } from "../../core/test/fake-host.js";
import { combineLatest, interval, pipe, take } from "./index.js";
import { stageContract, valuesOf } from "./stage.contract.js";

stageContract("combineLatest", () => combineLatest([1, 2, 3]), { ahead: Number.POSITIVE_INFINITY });

const fake = useFakeHost();

test("gives the latest of each with every new value, once each has given one", async () => {
  const pairs = pipe(interval(10), take(3), combineLatest(pipe(interval(16), take(2))));
  expect(await valuesOf(fake, pairs)).toEqual([
    [0, 0],
    [1, 0],
    [2, 0],
    [2, 1],
  ]);
});

test("gives nothing if one gives nothing", async () => {
  expect(await valuesOf(fake, pipe([1, 2], combineLatest([])))).toEqual([]);
});

test("what is no source is a mistake at once", () => {
  expect(() => combineLatest(3 as never)).toThrow(/^combineLatest: want a source/);
});
