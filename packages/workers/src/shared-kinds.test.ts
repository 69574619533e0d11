import { expect, it } from "vitest";
import { knowShared } from "./shared-kinds.js";

it("makes all of shared and shared channels known", () => {
  expect(knowShared()).toBe(11);
});
