import { run } from "@gopark/core";
import { expect, it } from "vitest";
import { checksum } from "./checksum.js";

it("gives Adler-32, of short texts and of those that take many blocks", async () => {
  expect(await run(() => checksum(""))).toBe(1);
  expect(await run(() => checksum("Wikipedia"))).toBe(0x11e60398);
  // 100,000 bytes of value 1: a counts them from 1 on, b sums up all values of a.
  const a = 100_001 % 65_521;
  const b = ((100_000 * 100_003) / 2) % 65_521;
  expect(await run(() => checksum("\u0001".repeat(100_000)))).toBe(b * 65_536 + a);
});
