/**
 * Builds one package: `src/` to `dist/`, in the package's own folder. The `build` script of every package.
 *
 *   B1  Declarations come from tsc, which checks the types; JavaScript comes from esbuild, file by file, from
 *       the same files.
 *   B2  The properties named in `mangle.json` get short names in the packages that `shortened` lists, the same in all, so
 *       that one may use another's internals through its seam. A name in that list belongs to no public type and to no
 *       object of the host or of another library; those that never meet on an object may share a short name
 *       (short-names.mjs). Bundlers shorten variables, but they may not touch properties: the list is what
 *       keeps a bundle small.
 *   B3  Any other package keeps the names of its own properties. Those that are declared in a shortened package have
 *       their short names in it as well (short-names/borrowed.mjs).
 *   B4  A package whose modules every thread loads when it starts is a few files (`bundled`): a file costs a thread a
 *       millisecond. All others are left as they are written, for bundlers to take what is used.
 *   B5  `dist/` holds nothing of an earlier build.
 */

import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { build } from "esbuild";
import ts from "typescript";
import { bundled, repository, shortened } from "./packages.mjs";
import { borrowed } from "./short-names/borrowed.mjs";

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
const program = ts.createProgram(parsed.fileNames, parsed.options);
stopOn(ts.getPreEmitDiagnostics(program));
stopOn(program.emit(undefined, undefined, undefined, true).diagnostics);

/** @type {Record<string, string>} */
const names = JSON.parse(readFileSync(join(repository, "mangle.json"), "utf8"));
const { name } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
if (shortened.has(name))
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
else {
  const isBundled = bundled.has(name);
  const outDir = isBundled ? mkdtempSync(join(tmpdir(), "gopark-compile-")) : join(folder, "dist");
  const scripts = ts.createProgram(parsed.fileNames, {
    ...parsed.options,
    outDir,
    declaration: false,
    declarationMap: false,
    isolatedDeclarations: false,
    sourceMap: true,
    inlineSources: isBundled,
  });
  stopOn(
    scripts.emit(undefined, undefined, undefined, false, { before: [borrowed(scripts, names)] }).diagnostics,
  );
  if (isBundled) {
    const entries = parsed.fileNames.map((file) => basename(file, ".ts")).filter(isEntry);
    await build({
      entryPoints: entries.map((entry) => join(outDir, `${entry}.js`)),
      outdir: join(folder, "dist"),
      bundle: true,
      splitting: true,
      packages: "external",
      format: "esm",
      target: "es2022",
      platform: "neutral",
      sourcemap: true,
      logLevel: "warning",
    });
    rmSync(outDir, { recursive: true });
  }
}

/** Whether a file is where users or threads come in. @param {string} file */
function isEntry(file) {
  return file === "index" || /(^|-)entry-node$/.test(file);
}
