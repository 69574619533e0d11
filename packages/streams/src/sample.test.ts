import { expect, test } from "vitest";
import { useFakeHost } from "../../core/test/fake-host.js";
import { interval, pipe, sample, take } from "./index.js";
import { stageContract, valuesOf } from "./stage.contract.js";

stageContract("sample", () => sample(2), { ahead: Number.POSITIVE_INFINITY });

const fake = useFakeHost();

test("gives the latest value now and then, if it is new", async () => {
  expect(await valuesOf(fake, pipe(interval(4), take(6), sample(9)))).toEqual([1, 3]);
  expect(await valuesOf(fake, pipe(interval(4), take(6), sample(interval(9))))).toEqual([1, 3]);
  expect(await valuesOf(fake, pipe(interval(30), take(2), sample(20)))).toEqual([0]);
});

test("a notifier that has ended never speaks again", async () => {
  expect(await valuesOf(fake, pipe(interval(4), take(6), sample(pipe(interval(10), take(1)))))).toEqual([1]);
});

test("bad arguments are mistakes at once", () => {
  expect(() => sample(0)).toThrow("sample: want milliseconds above 0, got 0 (number)");
  expect(() => sample(undefined as never)).toThrow(/^sample: want a source/);
});
