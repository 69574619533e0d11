/**
 * Loaded before a snippet runs: tells which `console.log` printed what.
 *
 * Each call that `run.mjs` rewrote writes one line, a record separator followed by `[site, text]` as JSON.
 * Anything else on standard output was written by other means.
 */

import { format } from "node:util";

/** @type {any} */ (globalThis).printedBy =
  (/** @type {number} */ site) =>
  (/** @type {unknown[]} */ ...values) => {
    process.stdout.write(`\u001e${JSON.stringify([site, format(...values)])}\n`);
  };
