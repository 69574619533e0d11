/** The public face: what the package exports. */
import { expect, it } from "vitest";
import * as entry from "./index.js";

it("exports select and what follows from it", () => {
  expect(Object.keys(entry).sort()).toEqual([
    "TimeoutError",
    "all",
    "race",
    "select",
    "timeout",
    "trySelect",
  ]);
});
