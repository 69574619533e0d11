import { sleep } from "@gopark/core";
import { expect, test } from "vitest";
import { useFakeHost } from "../../core/test/fake-host.js";
import { debounce, map, pipe } from "./index.js";
import { stageContract, valuesOf } from "./stage.contract.js";

stageContract("debounce", () => debounce(2), { ahead: Number.POSITIVE_INFINITY });

const fake = useFakeHost();

test("gives the last value before a pause, and what waits at the end", async () => {
  const gaps = [1, 1, 20, 1, 30, 2];
  const bursts = pipe(
    gaps,
    map((ms, i) => sleep(ms).map(() => i)),
    debounce(10),
  );
  expect(await valuesOf(fake, bursts)).toEqual([1, 3, 5]);
});

test("bad milliseconds are a mistake at once", () => {
  expect(() => debounce(undefined as never)).toThrow(
    "debounce: want milliseconds, got undefined (undefined)",
  );
});
