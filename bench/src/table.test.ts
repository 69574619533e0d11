import { describe, expect, it } from "vitest";
import { figure, markdownTable } from "./table.js";

describe("the table", () => {
  it("shows three significant digits", () => {
    const values = [0.4567, 4.567, 45.67, 456.7, 4_567, 1_234_567];
    expect(values.map(figure)).toEqual(["0.457", "4.57", "45.7", "457", "4,567", "1,234,567"]);
    expect(figure(undefined)).toBe("-");
  });

  it("is Markdown with aligned columns", () => {
    expect(markdownTable(["case", "go"], [["ring", "104"]])).toBe(
      ["| case |  go |", "| ---- | --: |", "| ring | 104 |"].join("\n"),
    );
  });
});
