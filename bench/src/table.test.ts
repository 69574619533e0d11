import { describe, expect, it } from "vitest";
import { findCase } from "./cases.js";
import { rowsOf, verdictsOf } from "./results.js";
import { figure, goalTable, markdownTable } from "./table.js";

describe("the table", () => {
  it("shows three significant digits", () => {
    const values = [0.4567, 4.567, 45.67, 456.7, 4_567, 1_234_567];
    expect(values.map(figure)).toEqual(["0.457", "4.57", "45.7", "457", "4,567", "1,234,567"]);
    expect(figure(undefined)).toBe("-");
  });

  it("says of each goal what is divided by what", () => {
    const lines = (["streams-fused", "streams-memory", "sieve"] as const).flatMap((name) => {
      const [row] = rowsOf({ spec: findCase(name), samples: new Map() });
      return goalTable(verdictsOf(row!, 20)).split("\n").slice(2);
    });
    expect(
      lines.map((line) =>
        line
          .split("|")
          .slice(1, 3)
          .map((cell) => cell.trim()),
      ),
    ).toEqual([
      ["map.filter.scan, 1M numbers of an array: gopark/rxjs, ns", "<= 1.2"],
      ["map.filter.scan, 1M numbers of an array: effect/gopark, ns", ">= 20"],
      ["map.filter.scan, 1M numbers of an array: async-generators/gopark, ns", ">= 10"],
      ["1 GB of lines, slow sink: gopark, MiB", "<= 64"],
      ["prime sieve, first 1,500: fastest peer/gopark, ns", ">= 20"],
    ]);
  });

  it("is Markdown with aligned columns", () => {
    expect(markdownTable(["case", "go"], [["ring", "104"]])).toBe(
      ["| case |  go |", "| ---- | --: |", "| ring | 104 |"].join("\n"),
    );
  });
});
