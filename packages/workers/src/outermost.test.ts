import { type Gated, type Selecting, Sudog } from "@gopark/core/internal";
import { expect, it } from "vitest";
import { outermost } from "./outermost.js";

it("finds the select that is a case of none, however deep", () => {
  const alone = new Sudog(null as never, null);
  const selectOf = (owner: Sudog): Selecting => ({ owner, admits: () => true, fired: () => {} });
  const outer = selectOf(alone) as Gated;
  const inner = selectOf(new Sudog(null as never, outer));
  expect(outermost(alone)).toBe(null);
  expect(outermost(new Sudog(null as never, outer))).toBe(outer);
  expect(outermost(new Sudog(null as never, inner))).toBe(outer);
});
