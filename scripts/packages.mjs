/**
 * The workspaces of this repository, read from disk.
 *
 * Always true: nothing else in the tooling lists packages or their entry points by hand. A new folder under
 * `packages/` with a `package.json` is seen by the tests, the checks and the API docs without further wiring.
 */

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";

/** The folder that holds the root `package.json`. */
export const repository = dirname(dirname(fileURLToPath(import.meta.url)));

/**
 * One published package.
 *
 * @typedef {object} Package
 * @property {string} name its name in the registry, such as `@gopark/core`
 * @property {string} folder absolute path of its folder
 * @property {Manifest} manifest its `package.json`
 * @property {Map<string, string>} entries import specifier to absolute path of the source file behind it
 */

/**
 * The part of a `package.json` that the tooling reads.
 *
 * @typedef {object} Manifest
 * @property {string} name
 * @property {boolean} [private]
 * @property {Record<string, string | Record<string, string>>} [exports]
 * @property {Record<string, string>} [dependencies]
 * @property {Record<string, string>} [peerDependencies]
 * @property {Record<string, string>} [optionalDependencies]
 */

/**
 * The packages under `packages/`, in order of name.
 *
 * @param {string} [root]
 * @returns {Package[]}
 */
export function packages(root = repository) {
  const parent = join(root, "packages");
  if (!existsSync(parent)) return [];
  return readdirSync(parent)
    .sort()
    .filter((name) => existsSync(join(parent, name, "package.json")))
    .map((name) => {
      const folder = join(parent, name);
      const manifest = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
      return { name: manifest.name, folder, manifest, entries: entries(folder, manifest) };
    });
}

/**
 * Maps `exports` back to source: `./dist/x.js` is built from `src/x.ts`.
 *
 * @param {string} folder
 * @param {Manifest} manifest
 * @returns {Map<string, string>}
 */
function entries(folder, manifest) {
  const found = new Map();
  for (const [subpath, target] of Object.entries(manifest.exports ?? {})) {
    const file = typeof target === "string" ? target : target["default"];
    if (!file?.endsWith(".js")) continue;
    const source = file.replace(/^\.\/dist\//, "src/").replace(/\.js$/, ".ts");
    found.set(manifest.name + subpath.slice(1), join(folder, source));
  }
  return found;
}

/**
 * The packages whose properties share one list of short names (compile.mjs). All others use those names where they use
 * these packages; their own properties keep their names, or have a list in the package's folder.
 */
export const shortened = new Set(["@gopark/core", "@gopark/select", "@gopark/sync", "gopark"]);

/** The packages that are built into a few files. */
export const bundled = new Set(["@gopark/workers"]);

/** The packages that are built both into a few files, for platforms that load them one by one, and file by file. */
export const bundledForNode = new Set([
  "@gopark/core",
  "@gopark/select",
  "@gopark/sync",
  "@gopark/streams",
  "@gopark/rxjs",
  "@gopark/effect",
]);

/**
 * Is this entry outside semantic versioning? Such an entry is for sibling packages: it has no API page.
 *
 * @param {string} specifier
 */
export function isInternal(specifier) {
  return specifier.endsWith("/internal");
}

/**
 * The source files of a package, tests included, as absolute paths.
 *
 * @param {string} folder a package's folder
 * @returns {string[]}
 */
export function sources(folder) {
  const source = join(folder, "src");
  if (!existsSync(source)) return [];
  return readdirSync(source, { recursive: true, encoding: "utf8" })
    .filter((name) => /\.[cm]?[jt]sx?$/.test(name) && !name.endsWith(".d.ts"))
    .map((name) => join(source, name))
    .sort();
}

/**
 * Is this file there for tests alone, so that no user ever loads it?
 *
 * @param {string} file
 */
export function isTest(file) {
  return /\.(test|test-d|contract)\.[cm]?ts$/.test(file);
}

/**
 * A path as people write it: from the root, with forward slashes.
 *
 * @param {string} file
 * @param {string} [root]
 */
export function shortPath(file, root = repository) {
  return relative(root, file).split(sep).join("/");
}
