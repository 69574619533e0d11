import { expect, it } from "vitest";
import type { LogRecord } from "./record.js";
import { END, type Summary, type WindowLength, Windows } from "./windows.js";

const record = (time: string, path = "/a", status = 200, bytes = 1): LogRecord => ({
  time,
  path,
  status,
  bytes,
});

/** The windows of some records. */
function windowsOf(records: readonly LogRecord[], length: WindowLength = "hour", k = 2): Summary[] {
  const windows = new Windows(length, k, 100);
  return [...records, END].flatMap((each) => windows.take(each) ?? []);
}

it("counts what happened in each window, and the paths asked for most", () => {
  const found = windowsOf([
    record("2026-03-01T00:10", "/a", 200, 10),
    record("2026-03-01T00:20", "/b", 503, 20),
    record("2026-03-01T00:59", "/b", 200, 30),
    record("2026-03-01T02:00", "/c", 500, 1),
  ]);
  expect(found).toEqual([
    {
      window: "2026-03-01T00",
      requests: 3,
      errors: 1,
      bytes: 60,
      top: [
        { key: "/b", count: 2 },
        { key: "/a", count: 1 },
      ],
      missed: 0,
    },
    { window: "2026-03-01T02", requests: 1, errors: 1, bytes: 1, top: [{ key: "/c", count: 1 }], missed: 0 },
  ]);
});

it.each<[WindowLength, string[]]>([
  ["day", ["2026-03-01", "2026-03-02"]],
  ["hour", ["2026-03-01T00", "2026-03-01T01", "2026-03-02T00"]],
  ["minute", ["2026-03-01T00:00", "2026-03-01T00:01", "2026-03-01T01:00", "2026-03-02T00:00"]],
])("is as long as was asked for: %s", (length, names) => {
  const times = ["01T00:00:00", "01T00:00:59", "01T00:01:00", "01T01:00:00", "02T00:00:00"];
  const found = windowsOf(
    times.map((time) => record(`2026-03-${time}`)),
    length,
  );
  expect(found.map(({ window }) => window)).toEqual(names);
});

it("gives no window for no record", () => {
  expect(windowsOf([])).toEqual([]);
});
