/**
 * Nothing that went wrong in a test run is counted as passed.
 */

import { expect, test } from "vitest";
import { countTests, failures } from "./count-tests.mjs";

/**
 * A report of one file.
 *
 * @param {string} status
 * @param {string[]} results
 */
const report = (status, ...results) =>
  JSON.stringify({ testResults: [{ status, assertionResults: results.map((each) => ({ status: each })) }] });

test("tests count one by one", () => {
  const text = report("failed", "passed", "passed", "failed", "pending", "todo");
  expect(countTests(text, 1)).toEqual({ passed: 2, failed: 1, skipped: 2 });
  expect(countTests(report("passed", "passed"), 0)).toEqual({ passed: 1, failed: 0, skipped: 0 });
});

test("a file that does not load is one failure", () => {
  expect(countTests(report("failed"), 1)).toEqual({ passed: 0, failed: 1, skipped: 0 });
});

test("a run that ends badly with no failing test is one failure", () => {
  expect(countTests(report("passed", "passed"), 1)).toEqual({ passed: 1, failed: 1, skipped: 0 });
  expect(countTests(report("passed", "passed"), null)).toEqual({ passed: 1, failed: 1, skipped: 0 });
});

test("a run without a readable report is one failure", () => {
  expect(countTests(undefined, 0)).toEqual({ passed: 0, failed: 1, skipped: 0 });
  expect(countTests("{", 0)).toEqual({ passed: 0, failed: 1, skipped: 0 });
});

test("each failure has its file, its title and why", () => {
  const result = { status: "failed", fullName: "adds up", failureMessages: ["expected 2, got 3"] };
  const late = {
    status: "failed",
    fullName: "ends",
    failureMessages: ["Error: STACK_TRACE_ERROR\n    at a.test.ts:3"],
  };
  const failed = [
    { status: "failed", name: "a.test.ts", assertionResults: [{ status: "passed" }, result, late] },
    { status: "failed", name: "b.test.ts", message: "does not load", assertionResults: [] },
    { status: "passed", name: "c.test.ts", assertionResults: [{ status: "passed" }] },
  ];
  expect(failures(JSON.stringify({ testResults: failed }))).toEqual([
    "a.test.ts: adds up\nexpected 2, got 3",
    "a.test.ts: ends\nError: it had not ended when its time was over\n    at a.test.ts:3",
    "b.test.ts\ndoes not load",
  ]);
  expect(failures(undefined)).toEqual([]);
});
