/**
 * The bundles that the short names are chosen for, as templates: text with gaps, one for each use of a property.
 */

import { deflateRawSync } from "node:zlib";
import { build } from "esbuild";
import { packages, repository } from "../packages.mjs";

/** What is bundled: the smallest program, and everything. */
const CONTENTS = [
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
 * @param {readonly string[]} properties those to leave open
 * @returns {Promise<Template[]>}
 */
export function templates(properties) {
  const alias = Object.fromEntries(packages().flatMap(({ entries }) => [...entries]));
  const mangleCache = Object.fromEntries(properties.map((name) => [name, `$${name}$`]));
  return Promise.all(
    CONTENTS.map(async (contents) => {
      const { outputFiles } = await build({
        stdin: { contents, resolveDir: repository },
        alias,
        bundle: true,
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
