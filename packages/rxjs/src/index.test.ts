import { expect, it } from "vitest";
import * as rxjs from "./index.js";

it("the package exports what its documentation names, and nothing else", () => {
  expect(Object.keys(rxjs).sort()).toEqual([
    "OverflowError",
    "fromObservable",
    "goparkScheduler",
    "next",
    "throughGoroutines",
    "throughWorkers",
    "toObservable",
  ]);
});
