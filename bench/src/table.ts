/** Results as text: Markdown tables, padded so that a terminal shows them in columns as well. */

import type { Goal, Metric, SubjectName } from "./case-spec.js";
import { isLowerBound, type Row, type Verdict } from "./results.js";

const unit: { readonly [M in Metric]: string } = {
  ns: "ns",
  bytes: "bytes",
  gap: "ms",
  peak: "MiB",
  wait: "ms",
};

/** Three significant digits, thousands grouped. */
export function figure(value: number | undefined): string {
  if (value === undefined) return "-";
  const digits = Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value) || 1)));
  return value.toLocaleString("en-US", { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

/** The first column reads from the left, the others are figures. */
export function markdownTable(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = header.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const line = (cells: readonly string[]): string =>
    `| ${widths.map((width, column) => pad(cells[column] ?? "", width, column)).join(" | ")} |`;
  const rule = widths.map((width, column) =>
    column === 0 ? "-".repeat(width) : `${"-".repeat(width - 1)}:`,
  );
  return [line(header), line(rule), ...rows.map(line)].join("\n");
}

function pad(cell: string, width: number, column: number): string {
  return column === 0 ? cell.padEnd(width) : cell.padStart(width);
}

export function resultTable(
  rows: readonly Row[],
  subjects: readonly SubjectName[],
  failed: ReadonlySet<string>,
): string {
  const header = ["case", ...subjects, "gopark/go", "peer/gopark", "gopark/floor"];
  return markdownTable(
    header,
    rows.map((row) => [
      `${row.spec.title} (${unit[row.metric]})`,
      ...subjects.map((subject) =>
        failed.has(`${row.spec.name} ${subject}`) ? "failed" : figure(row.medians.get(subject)),
      ),
      figure(row.goparkToGo),
      figure(row.peerToGopark),
      figure(row.goparkToFloor),
    ]),
  );
}

function goalText(goal: Goal): string {
  const sign = isLowerBound(goal) ? ">=" : "<=";
  return `${sign} ${goal.bound}${goal.boundNode26 === undefined ? "" : ` (Node 26: ${goal.boundNode26})`}`;
}

/** What is divided by what. */
function comparison(goal: Goal): string {
  if (goal.against === "self") return "gopark";
  const other = goal.against === "peers" ? "fastest peer" : goal.against;
  return isLowerBound(goal) ? `${other}/gopark` : `gopark/${other}`;
}

export function goalTable(verdicts: readonly Verdict[]): string {
  return markdownTable(
    ["goal", "bound", "measured", "verdict"],
    verdicts.map(({ spec, goal, measured, isMet }) => [
      `${spec.title}: ${comparison(goal)}, ${unit[goal.metric]}`,
      goalText(goal),
      figure(measured),
      isMet === undefined ? "not measured" : isMet ? "met" : "NOT MET",
    ]),
  );
}
