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
 *   B3  In any other package, properties that are declared in a shortened package have their short names as well
 *       (short-names/scripts.mjs). Those of its own keep their names, except what its own `mangle.json` lists: the rules
 *       are those of B2, and nobody but the package itself may use them.
 *   B4  A package whose modules every thread loads when it starts is a few files: a file costs a thread a millisecond.
 *       That is all there is of those that `bundled` lists. What a thread runs that loads no module of the user's
 *       (`*-entry-node`) is one file of CommonJS, with what it imports: Node has that up sooner still. Those that `bundledForNode` lists have both: in `dist/node/` for
 *       platforms that load files, and as they are written, for bundlers to take what is used. A program meets one of the two:
 *       which one is a condition of the package's exports.
 *   B5  `dist/` holds nothing of an earlier build.
 *   B6  In what is bundled, engines are told what is constant (constants.mjs).
 */

import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { build } from "esbuild";
import ts from "typescript";
import { constant } from "./constants.mjs";
import { bundled, bundledForNode, packages, repository, shortened } from "./packages.mjs";
import { namesIn } from "./short-names/lists.mjs";
import { configOf, writeScripts } from "./short-names/scripts.mjs";

const folder = process.cwd();
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

const parsed = configOf(folder);
stopOn(parsed.errors);
const program = ts.createProgram(parsed.fileNames, parsed.options);
stopOn(ts.getPreEmitDiagnostics(program));
stopOn(program.emit(undefined, undefined, undefined, true).diagnostics);

const { name, exports } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
/** @type {import("esbuild").BuildOptions} */
const common = {
  outdir: join(folder, "dist"),
  format: "esm",
  target: "es2022",
  platform: "neutral",
  sourcemap: true,
  logLevel: "warning",
};
if (shortened.has(name)) {
  /** @type {import("esbuild").BuildOptions} */
  const source = {
    ...common,
    ...shortening(namesIn(repository)),
    ...readFrom(join(folder, "src")),
    tsconfig: join(folder, "tsconfig.build.json"),
  };
  await build({ ...source, entryPoints: parsed.fileNames });
  if (bundledForNode.has(name)) {
    const files = parsed.fileNames.map((file) => relative(join(folder, "src"), file));
    await bundle(source, files.filter(isEntry), join(folder, "dist/node"));
  }
} else {
  const isBundled = bundled.has(name);
  const own = namesIn(folder);
  // What tsc writes is what is published, or else what esbuild reads.
  const isLast = !isBundled && Object.keys(own).length === 0;
  const outDir = isLast ? join(folder, "dist") : mkdtempSync(join(tmpdir(), "gopark-compile-"));
  stopOn(writeScripts(parsed, outDir, !isLast));
  if (!isLast) {
    const files = parsed.fileNames.map((file) => relative(join(folder, "src"), file).replace(/\.ts$/, ".js"));
    const entries = files.filter(isEntry);
    /** @type {import("esbuild").BuildOptions} */
    const source = { ...common, ...shortening(own), ...readFrom(outDir) };
    if (isBundled) await bundle(source, entries, join(folder, "dist"));
    else await build({ ...source, entryPoints: files });
    if (bundledForNode.has(name)) await bundle(source, entries, join(folder, "dist/node"));
    const alone = isBundled ? files.filter((file) => file.endsWith("-entry-node.js")) : [];
    await build({
      ...source,
      entryPoints: alone,
      bundle: true,
      nodePaths: [join(repository, "node_modules")],
      format: "cjs",
      outExtension: { ".js": ".cjs" },
    });
    rmSync(outDir, { recursive: true });
  }
}

/** What makes esbuild read the files of a folder: no path outside it gets into what is built. @param {string} from */
function readFrom(from) {
  return { outbase: from, absWorkingDir: from };
}

/**
 * Builds a few files of many, in which constants are known as such.
 *
 * @param {import("esbuild").BuildOptions} options
 * @param {string[]} entryPoints
 * @param {string} outdir
 */
async function bundle(options, entryPoints, outdir) {
  const { outputFiles } = await build({
    ...options,
    entryPoints,
    outdir,
    bundle: true,
    splitting: true,
    packages: "external",
    write: false,
  });
  const ours = packages().map((one) => one.name);
  const scripts = outputFiles.filter(({ path }) => path.endsWith(".js"));
  const files = constant(
    new Map(scripts.map(({ path, text }) => [relative(outdir, path), text])),
    isEntry,
    (specifier) => ours.some((one) => `${specifier}/`.startsWith(`${one}/`)),
  );
  mkdirSync(outdir, { recursive: true });
  for (const { path, contents } of outputFiles)
    writeFileSync(path, files.get(relative(outdir, path)) ?? contents);
}

/** What makes esbuild shorten the properties of a list. @param {Record<string, string>} list */
function shortening(list) {
  const properties = Object.keys(list);
  return properties.length === 0
    ? {}
    : { mangleProps: new RegExp(`^(?:${properties.join("|")})$`), mangleCache: list };
}

/** Whether a file is where users or threads come in. @param {string} file its path, in src/ or dist/ */
function isEntry(file) {
  const name = file.replace(/\.[jt]s$/, "");
  return JSON.stringify(exports).includes(`"./dist/${name}.js"`) || name === "entry-node";
}
