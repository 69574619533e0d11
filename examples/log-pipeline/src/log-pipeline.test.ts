import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { numGoroutine } from "@gopark/core";
import { StreamError } from "@gopark/streams";
import { afterEach, beforeEach, expect, it } from "vitest";
import { type LogPipeline, logPipeline } from "./log-pipeline.js";
import { logBlocks } from "./make-log.js";
import type { Summary } from "./windows.js";

let dir: string;
let options: Omit<LogPipeline, "show">;

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "log-pipeline-"));
  const { signal } = new AbortController();
  options = { file: join(dir, "log"), window: "hour", top: 5, room: 4_096, signal };
});
afterEach(() => {
  expect(numGoroutine()).toBe(0);
  rmSync(dir, { recursive: true });
});

/** The most frequent of some words, counted by a plain loop. */
function mostFrequent(words: readonly string[], k: number) {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return [...counts]
    .map(([key, count]) => ({ key, count }))
    .sort((left, right) => right.count - left.count || (left.key < right.key ? -1 : 1))
    .slice(0, k);
}

it("comes to what a plain loop over the whole file comes to", async () => {
  const text = [...logBlocks(400_000, 3)].join("");
  writeFileSync(options.file, text);
  const shown: Summary[] = [];
  const { total, unreadable } = await logPipeline({
    ...options,
    show: (summary) => void shown.push(summary),
  });

  const fields = text
    .trimEnd()
    .split("\n")
    .map((line) => line.split(" "));
  const summaryOf = (window: string, rows: string[][]): Summary => ({
    window,
    requests: rows.length,
    errors: rows.filter((row) => Number(row[3]) >= 500).length,
    bytes: rows.reduce((sum, row) => sum + Number(row[4]), 0),
    top: mostFrequent(
      rows.map((row) => row[2] as string),
      5,
    ),
    missed: 0,
  });
  const hours = [...new Set(fields.map((row) => (row[0] as string).slice(0, 13)))];
  expect(hours).toHaveLength(24);
  expect(shown).toEqual(
    hours.map((hour) =>
      summaryOf(
        hour,
        fields.filter((row) => row[0]?.startsWith(hour)),
      ),
    ),
  );
  expect(total).toEqual(summaryOf("all", fields));
  expect(unreadable).toBe(0);
});

it("counts lines that are none of the log's, and goes on", async () => {
  writeFileSync(options.file, `hello\n2026-03-01T07:15:02.123Z GET /a 200 1 1.0\r\n\n${"x".repeat(999)}`);
  const shown: Summary[] = [];
  const outcome = await logPipeline({ ...options, show: (summary) => void shown.push(summary) });
  expect(shown).toHaveLength(1);
  expect(outcome).toMatchObject({ total: { requests: 1, bytes: 1 }, unreadable: 3 });
});

it("shows nothing of an empty file", async () => {
  writeFileSync(options.file, "");
  const show = (): never => expect.unreachable();
  expect(await logPipeline({ ...options, show })).toMatchObject({
    total: { requests: 0, top: [] },
    unreadable: 0,
  });
});

it("says what is wrong with a file that can't be read", async () => {
  const error = await logPipeline({ ...options, show() {} }).catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(StreamError);
  expect(error).toMatchObject({ stage: "source", cause: { code: "ENOENT" } });
});

it("stops where it is when the signal aborts", async () => {
  writeFileSync(options.file, [...logBlocks(2_000_000, 1)].join(""));
  const interrupt = new AbortController();
  let windows = 0;
  const show = (): void => {
    if (++windows === 2) interrupt.abort(new Error("enough"));
  };
  await expect(logPipeline({ ...options, signal: interrupt.signal, show })).rejects.toThrow("enough");
  expect(windows).toBeLessThan(24);
});
