/**
 * Counts a test run from Vitest's JSON report.
 *
 * Always true: a run that did not go well never counts as all passed. A file that does not load is one failure,
 * and so is a run that ends badly, or leaves no report, without any test having failed.
 */

/**
 * @param {string | undefined} report the JSON text; undefined if the run left none
 * @param {number | null} code the run's exit code; null if a signal ended it
 * @returns {{ passed: number, failed: number, skipped: number }}
 */
export function countTests(report, code) {
  const count = { passed: 0, failed: 0, skipped: 0 };
  for (const { status, assertionResults } of files(report)) {
    const failedBefore = count.failed;
    for (const result of assertionResults)
      if (result.status === "passed") count.passed++;
      else if (result.status === "failed") count.failed++;
      else count.skipped++;
    if (status === "failed" && count.failed === failedBefore) count.failed++;
  }
  const isAll = report !== undefined && code === 0;
  if (!isAll && count.failed === 0) count.failed++;
  return count;
}

/**
 * What failed, each with its file, its title and why; empty if no test says that it failed.
 *
 * @param {string | undefined} report the JSON text; undefined if the run left none
 */
export function failures(report) {
  return files(report)
    .filter(({ status }) => status === "failed")
    .flatMap(({ name = "", message = "", assertionResults }) => {
      const failed = assertionResults.filter((result) => result.status === "failed");
      if (failed.length === 0) return [`${name}\n${message}`];
      return failed.map((test) =>
        [`${name}: ${test.fullName}`, ...(test.failureMessages ?? []).map(why)].join("\n"),
      );
    });
}

/** Of a test that took too long Vitest tells the stack alone, with a name of its own in place of words. @param {string} message */
function why(message) {
  return message.replace("STACK_TRACE_ERROR", "it had not ended when its time was over");
}

/**
 * @typedef {{ status: string, fullName?: string, failureMessages?: string[] }} Result
 * @param {string | undefined} report
 * @returns {{ status: string, name?: string, message?: string, assertionResults: Result[] }[]}
 */
function files(report) {
  if (report === undefined) return [];
  try {
    return JSON.parse(report).testResults;
  } catch {
    return [{ status: "failed", assertionResults: [] }];
  }
}
