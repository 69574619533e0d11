import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { logBlocks, makeLog } from "./make-log.js";
import { parse } from "./record.js";

it.each([1, 1_000, 300_000])("makes %i bytes and no more than a line beyond", (size) => {
  const text = [...logBlocks(size, 1)].join("");
  expect(text.endsWith("\n")).toBe(true);
  expect(text.length).toBeGreaterThanOrEqual(size);
  expect(text.length - size).toBeLessThan(80);
});

it("makes lines of one day, in order, that can be read", () => {
  const lines = [...logBlocks(200_000, 1)].join("").trimEnd().split("\n");
  const records = lines.map((line) => parse(line));
  const times = records.map((record) => record?.time ?? "unreadable");
  expect(times).toEqual([...times].sort());
  expect(new Set(times.map((time) => time.slice(0, 10)))).toEqual(new Set(["2026-03-01"]));
  expect(new Set(times.map((time) => time.slice(11, 13))).size).toBe(24);
});

it("makes the same for the same seed, and another for another", () => {
  const [one, same, other] = [1, 1, 2].map((seed) => [...logBlocks(10_000, seed)].join(""));
  expect(one).toBe(same);
  expect(one).not.toBe(other);
});

it("writes what it makes", async () => {
  const dir = mkdtempSync(join(tmpdir(), "make-log-"));
  const file = join(dir, "log");
  await makeLog(file, 500_000, 7);
  expect(readFileSync(file, "utf8")).toBe([...logBlocks(500_000, 7)].join(""));
  expect(statSync(file).size).toBeGreaterThanOrEqual(500_000);
  rmSync(dir, { recursive: true });
  await expect(makeLog(join(dir, "log"), 1, 1)).rejects.toThrow("ENOENT");
});
