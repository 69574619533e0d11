import { expect, test } from "vitest";
import { useFakeHost } from "../../core/test/fake-host.js";
import { interval, pipe, take, throttle } from "./index.js";
import { stageContract, valuesOf } from "./stage.contract.js";

stageContract("throttle", () => throttle(2), { ahead: 3 });
stageContract("throttle, trailing", () => throttle(2, { trailing: true }), { ahead: 3 });

const fake = useFakeHost();

test("gives a value, then a pause; with leading and trailing as told", async () => {
  const source = () => pipe(interval(4), take(7));
  expect(await valuesOf(fake, pipe(source(), throttle(9)))).toEqual([0, 3, 6]);
  expect(await valuesOf(fake, pipe(source(), throttle(9, { trailing: true })))).toEqual([0, 2, 4, 6]);
  expect(await valuesOf(fake, pipe(source(), throttle(9, { leading: false, trailing: true })))).toEqual([
    2, 4, 6,
  ]);
  expect(await valuesOf(fake, pipe(source(), throttle(9, { leading: false })))).toEqual([]);
});

test("bad milliseconds are a mistake at once", () => {
  expect(() => throttle(-1)).toThrow("throttle: want milliseconds, got -1 (number)");
});
