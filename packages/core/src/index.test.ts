import { expect, test } from "vitest";
import * as core from "./index.js";

test("these are the public names", () => {
  expect(Object.keys(core).sort()).toEqual([
    "Deadlock",
    "FatalError",
    "GoPanic",
    "RuntimeError",
    "call",
    "chan",
    "current",
    "debug",
    "go",
    "goexit",
    "gosched",
    "main",
    "nilChan",
    "numGoroutine",
    "report",
    "run",
    "sleep",
    "stack",
    "wait",
  ]);
});
