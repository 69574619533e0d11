import { expect, test } from "vitest";
import * as sync from "./index.js";

test("these are the public names", () => {
  expect(Object.keys(sync).sort()).toEqual([
    "Bool",
    "Cond",
    "ErrGroup",
    "Int32",
    "Int64",
    "Mutex",
    "Once",
    "Pointer",
    "Pool",
    "RWMutex",
    "SingleFlight",
    "SyncMap",
    "Uint32",
    "Uint64",
    "Value",
    "WaitGroup",
    "Weighted",
    "onceFunc",
    "onceValue",
    "onceValues",
  ]);
});
