import { expect, it } from "vitest";
import { heading, megabytes, topTable, windowLine } from "./table.js";
import type { Summary } from "./windows.js";

const summary: Summary = {
  window: "2026-03-01T00",
  requests: 20_000,
  errors: 150,
  bytes: 1_234_567,
  top: [
    { key: "/items/0", count: 1_000 },
    { key: "/items/1", count: 10 },
  ],
  missed: 0,
};

it("has the figures of a window below their headings", () => {
  const columns = (line: string): number[] =>
    ["requests", "errors", "sent"].map((name) => line.indexOf(name) + name.length);
  const line = windowLine(summary);
  expect(line).toBe("2026-03-01T00              20,000    0.8 %        1.2 MB   /items/0 (1,000)");
  const [requests, errors, sent] = columns(heading);
  expect(
    [line.slice(0, requests), line.slice(0, errors), line.slice(0, sent)].map((part) =>
      part.split(/ {2,}/).at(-1),
    ),
  ).toEqual(["20,000", "0.8 %", "1.2 MB"]);
});

it("has a line for a window without requests", () => {
  expect(windowLine({ ...summary, requests: 0, errors: 0, bytes: 0, top: [] })).toContain("0.0 %");
});

it("has the paths in order, and says what their counts are worth", () => {
  const exact = ["  1.        1,000    5.0 %   /items/0", "  2.           10    0.1 %   /items/1"];
  expect(topTable(summary).split("\n")).toEqual(exact);
  expect(topTable({ ...summary, missed: 1_500 }).split("\n")).toEqual([
    ...exact,
    "     each count is at most 1,500 below the truth",
  ]);
});

it("writes megabytes with one decimal", () => {
  expect([0, 999_999, 1_234_500_000].map(megabytes)).toEqual(["0.0 MB", "1.0 MB", "1,234.5 MB"]);
});
