/**
 * The bundles that the short names are chosen for, as templates: text with gaps, one for each use of a property.
 */

import { deflateRawSync } from "node:zlib";
import { build } from "esbuild";
import { packages, repository } from "../packages.mjs";

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
export function templates({ names, owners }) {
  const properties = Object.keys(names);
  const own = packages().filter(({ name }) => owners.has(name));
  const alias = Object.fromEntries(own.flatMap(({ entries }) => [...entries]));
  const mangleCache = Object.fromEntries(properties.map((name) => [name, `$${name}$`]));
  const contents = owners.has("gopark") ? SHARED : [...owners].map((name) => `export * from "${name}"`);
  return Promise.all(
    contents.map(async (contents) => {
      const { outputFiles } = await build({
        stdin: { contents, resolveDir: repository },
        alias,
        bundle: true,
        external: ["@gopark/*", "rxjs", "effect", "effect/*"].filter((name) => !(name in alias)),
        minify: true,
        format: "esm",
        target: "es2022",
        tsconfigRaw: { compilerOptions: { useDefineForClassFields: false } },
        mangleProps: new RegExp(`^(?:${properties.join("|")})$`),
        mangleCache,
        write: false,
      });
      const [text = ""] = outputFiles.map((file) => file.text);
      return new Template(text.split(/\$(\w+)\$/));
    }),
  );
}
