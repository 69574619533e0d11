import { expect, test } from "vitest";
import * as adapter from "./index.js";

test("the package exports what it documents, and nothing else", () => {
  expect(Object.keys(adapter).sort()).toEqual([
    "EffectFailure",
    "exit",
    "fromEffect",
    "fromQueue",
    "fromStream",
    "goScoped",
    "goparkLayer",
    "goparkScheduler",
    "runFork",
    "toEffect",
    "toQueue",
    "toStream",
  ]);
});
