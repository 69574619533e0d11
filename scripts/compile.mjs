/**
 * Builds one package: `src/` to `dist/`, in the package's own folder. The `build` script of every package.
 *
 *   B1  Declarations come from tsc, which checks the types; JavaScript comes from esbuild, file by file, from
 *       the same files.
 *   B2  The properties named in `mangle.json` get short names, the same in all packages, so that a package may
 *       use another's internals through its seam. A name in that list belongs to no public type and to no
 *       object of the host or of another library; those that never meet on an object may share a short name
 *       (short-names.mjs). Bundlers shorten variables, but they may not touch properties: the list is what
 *       keeps a bundle small.
 *   B3  `dist/` holds nothing of an earlier build.
 */

import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import ts from "typescript";
import { repository } from "./packages.mjs";

const folder = process.cwd();
const config = join(folder, "tsconfig.build.json");
rmSync(join(folder, "dist"), { recursive: true, force: true });

/** @type {import("typescript").FormatDiagnosticsHost} */
const format = {
  getCanonicalFileName: (name) => name,
  getCurrentDirectory: () => folder,
  getNewLine: () => "\n",
};

/** @param {readonly import("typescript").Diagnostic[]} diagnostics */
function stopOn(diagnostics) {
  if (diagnostics.length === 0) return;
  process.stderr.write(ts.formatDiagnosticsWithColorAndContext(diagnostics, format));
  process.exit(1);
}

const parsed = ts.parseJsonConfigFileContent(
  ts.readConfigFile(config, ts.sys.readFile).config,
  ts.sys,
  folder,
);
stopOn(parsed.errors);
const program = ts.createProgram(parsed.fileNames, { ...parsed.options, emitDeclarationOnly: true });
stopOn(ts.getPreEmitDiagnostics(program));
stopOn(program.emit().diagnostics);

/** @type {Record<string, string>} */
const names = JSON.parse(readFileSync(join(repository, "mangle.json"), "utf8"));
await build({
  entryPoints: parsed.fileNames,
  outdir: join(folder, "dist"),
  outbase: join(folder, "src"),
  format: "esm",
  target: "es2022",
  platform: "neutral",
  sourcemap: true,
  tsconfig: config,
  mangleProps: new RegExp(`^(?:${Object.keys(names).join("|")})$`),
  mangleCache: names,
  logLevel: "warning",
});
