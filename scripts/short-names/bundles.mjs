/**
 * The bundles that the short names are chosen for, as templates: text with gaps, one for each use of a property.
 */

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { deflateRawSync } from "node:zlib";
import { build } from "esbuild";
import { packages, repository } from "../packages.mjs";
import { configOf, writeScripts } from "./scripts.mjs";

/** What is bundled for the shared list: the smallest program, and everything. */
const SHARED = [
  'export { go, chan, run } from "@gopark/core"',
  'export * from "@gopark/core"; export * from "@gopark/select"; export * from "@gopark/sync"',
];

/** Bytes that gzip adds to what deflate makes. */
const FRAME = 18;

/** A bundle whose properties have no names yet. */
class Template {
  /** Text, property, text, property, ... text. @type {readonly string[]} */
  #parts;

  /** @param {readonly string[]} parts */
  constructor(parts) {
    this.#parts = parts;
  }

  /** The properties used. */
  get properties() {
    return this.#parts.filter((_, i) => i % 2 === 1);
  }

  /**
   * @param {Readonly<Record<string, string>>} names
   * @returns {number} bytes of the bundle with these names, compressed
   */
  size(names) {
    const text = this.#parts.map((part, i) => (i % 2 === 0 ? part : names[part])).join("");
    return deflateRawSync(text, { level: 9 }).length + FRAME;
  }
}

/**
 * @param {import("./lists.mjs").List} list the properties to leave open, and their packages
 * @returns {Promise<Template[]>}
 */
export async function templates({ names, owners }) {
  const own = packages().filter(({ name }) => owners.has(name));
  if (owners.has("gopark")) {
    const alias = Object.fromEntries(own.flatMap(({ entries }) => [...entries]));
    return Promise.all(SHARED.map((contents) => template(names, contents, repository, alias)));
  }
  return Promise.all(
    own.map(async ({ folder }) => {
      const scripts = mkdtempSync(join(tmpdir(), "gopark-names-"));
      writeScripts(configOf(folder), scripts, false);
      const made = await template(names, 'export * from "./index.js"', scripts);
      rmSync(scripts, { recursive: true });
      return made;
    }),
  );
}

/**
 * @param {Readonly<Record<string, string>>} names
 * @param {string} contents what is bundled
 * @param {string} resolveDir
 * @param {Record<string, string>} [alias]
 */
async function template(names, contents, resolveDir, alias = {}) {
  const properties = Object.keys(names);
  const { outputFiles } = await build({
    stdin: { contents, resolveDir },
    alias,
    bundle: true,
    external: ["@gopark/*", "rxjs", "effect", "effect/*"].filter((name) => !(name in alias)),
    minify: true,
    format: "esm",
    target: "es2022",
    tsconfigRaw: { compilerOptions: { useDefineForClassFields: false } },
    mangleProps: new RegExp(`^(?:${properties.join("|")})$`),
    mangleCache: Object.fromEntries(properties.map((name) => [name, `$${name}$`])),
    write: false,
  });
  const [text = ""] = outputFiles.map((file) => file.text);
  return new Template(text.split(/\$(\w+)\$/));
}
