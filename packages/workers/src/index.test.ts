import { expect, it } from "vitest";
import * as workers from "./index.js";

it("the package exports what its documentation names", () => {
  expect(Object.keys(workers)).toEqual(
    expect.arrayContaining([
      "blocking",
      "gomaxprocs",
      "goroutine",
      "lockOSThread",
      "main",
      "move",
      "numCPU",
      "run",
      "serveM",
      "shared",
      "sharedChan",
      "stats",
      "struct",
      "unlockOSThread",
      "WorkerLost",
    ]),
  );
});
