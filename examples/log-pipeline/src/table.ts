/**
 * Summaries as lines of text.
 */
import type { Summary } from "./windows.js";

/** `1,234` */
export function count(n: number): string {
  return n.toLocaleString("en-US");
}

/** Megabytes are millions of bytes. */
export function megabytes(bytes: number): string {
  const value = (bytes / 1e6).toLocaleString("en-US", { minimumFractionDigits: 1, maximumFractionDigits: 1 });
  return `${value} MB`;
}

function share(part: number, whole: number): string {
  return `${((100 * part) / Math.max(1, whole)).toFixed(1)} %`;
}

const columns = [20, 13, 9, 14] as const;

function row(cells: readonly string[], last: string): string {
  const [first, ...others] = cells.map((cell, index) =>
    index === 0 ? cell.padEnd(columns[0]) : cell.padStart(columns[index] as number),
  );
  return `${[first, ...others].join("")}   ${last}`;
}

/** What stands above the windows. */
export const heading: string = row(["window", "requests", "errors", "sent"], "most asked for");

/** A window in one line. */
export function windowLine({ window, requests, errors, bytes, top }: Summary): string {
  const first = top[0];
  const path = first === undefined ? "" : `${first.key} (${count(first.count)})`;
  return row([window, count(requests), share(errors, requests), megabytes(bytes)], path);
}

/** The paths of a summary, most asked for first. */
export function topTable({ top, requests, missed }: Summary): string {
  const lines = top.map(
    ({ key, count: times }, index) =>
      `${String(index + 1).padStart(3)}. ${count(times).padStart(12)} ${share(times, requests).padStart(8)}   ${key}`,
  );
  // The counters were too few for all paths: say what they are worth.
  if (missed > 0) lines.push(`     each count is at most ${count(missed)} below the truth`);
  return lines.join("\n");
}
