/**
 * A reporter of Vitest that says which test files run: what a run was at when it was stopped.
 *
 * Always true: the file named by `GOPARK_RUNNING` holds a line for each test file that has begun and not ended, with
 * the last test known to have begun in it. A thread that is blocked tells no more: its test may be the one after.
 */

import { writeFileSync } from "node:fs";
import { relative } from "node:path";
import { repository } from "./packages.mjs";

// biome-ignore lint/style/noDefaultExport: what Vitest loads a reporter by.
export default class Running {
  /** The last test that has begun, by file. @type {Map<string, string>} */
  #files = new Map();

  /** @param {import("vitest/node").TestModule} module */
  onTestModuleQueued(module) {
    this.#set(module, "loading");
  }

  /** @param {import("vitest/node").TestCase} test */
  onTestCaseReady(test) {
    // It may be told after the end of its file.
    if (this.#files.has(test.module.moduleId)) this.#set(test.module, test.fullName);
  }

  /** @param {import("vitest/node").TestModule} module */
  onTestModuleEnd(module) {
    this.#files.delete(module.moduleId);
    this.#write();
  }

  /**
   * @param {import("vitest/node").TestModule} module
   * @param {string} what
   */
  #set(module, what) {
    this.#files.set(module.moduleId, what);
    this.#write();
  }

  #write() {
    const { GOPARK_RUNNING } = process.env;
    if (GOPARK_RUNNING === undefined) return;
    const lines = [...this.#files].map(([file, test]) => `${relative(repository, file)}: ${test}\n`);
    writeFileSync(GOPARK_RUNNING, lines.join(""));
  }
}
