import { expect, test } from "vitest";
import * as core from "./index.js";
import * as internal from "./internal.js";

test("the seam has what select, sync and workers build on", () => {
  expect(Object.keys(internal)).toEqual(
    expect.arrayContaining([
      "HChan",
      "Operation",
      "Sched",
      "Sudog",
      "TimerHeap",
      "WaitQ",
      "claim",
      "currentSched",
      "goready",
      "handleYield",
      "host",
      "isYieldable",
      "m",
      "newproc",
      "park",
      "wake",
    ]),
  );
});

test("it and the public door share one runtime", async () => {
  const sched = await core.run(() => internal.currentSched());
  expect(sched).toBeInstanceOf(internal.Sched);
  expect(core.chan()).toBeInstanceOf(internal.HChan);
});
