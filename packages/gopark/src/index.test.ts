/** The umbrella: all names of core, select and sync, and no other. */
import * as core from "@gopark/core";
import * as select from "@gopark/select";
import * as sync from "@gopark/sync";
import { expect, it } from "vitest";
import * as gopark from "./index.js";

it("re-exports core, select and sync", () => {
  const names = [core, select, sync].flatMap((entry) => Object.keys(entry)).sort();
  expect(Object.keys(gopark).sort()).toEqual(names);
  expect(new Set(names).size).toBe(names.length);
});
