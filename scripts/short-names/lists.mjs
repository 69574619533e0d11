/**
 * The lists of short names: one for the packages that share their internals, and one for each package that has its own.
 *
 *   L1  `mangle.json` at the root is for the packages that `shortened` lists. Others borrow from it (borrowed.mjs).
 *   L2  `mangle.json` in a package's folder is for its own properties, which no other package may use.
 */

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { packages, repository, shortened } from "../packages.mjs";

/**
 * A list and what it is for.
 *
 * @typedef {object} List
 * @property {string} name a package, or `gopark` for those that share a list
 * @property {string} file
 * @property {Record<string, string>} names by property
 * @property {Record<string, string>} borrowed short names of what the package gets from others
 * @property {ReadonlySet<string>} owners the packages whose properties it names
 */

/** @param {string} folder @returns {Record<string, string>} the list that is kept there; empty if none is */
export function namesIn(folder) {
  const file = join(folder, "mangle.json");
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : {};
}

/** @returns {List[]} */
export function lists() {
  const shared = namesIn(repository);
  const own = packages().filter(({ name, folder }) => !shortened.has(name) && existsSync(listFile(folder)));
  return [
    { name: "gopark", file: listFile(repository), names: shared, borrowed: {}, owners: shortened },
    ...own.map(({ name, folder }) => ({
      name,
      file: listFile(folder),
      names: namesIn(folder),
      borrowed: shared,
      owners: new Set([name]),
    })),
  ];
}

/** @param {string} folder */
function listFile(folder) {
  return join(folder, "mangle.json");
}
