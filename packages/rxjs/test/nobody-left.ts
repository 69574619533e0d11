/**
 * After each test of the file: nobody may be waiting on behalf of a program, and nothing be expected from outside.
 */
import { m } from "@gopark/core/internal";
import { afterEach, beforeEach, expect } from "vitest";

/** Checks that every test gives back what it has counted as expected from outside. */
export function leavesNobody(): void {
  let before = 0;
  beforeEach(() => {
    before = m.external;
  });
  afterEach(() => expect(m.external, "expected from outside").toBe(before));
}
