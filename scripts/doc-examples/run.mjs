/**
 * Compiles snippets and runs each in a process of its own.
 *
 * Types come from the packages' source, so that a mistake is reported against what is written now. Running
 * uses the packages as users get them: by their names, from `dist/`. Build first.
 */

import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { transform } from "esbuild";
import ts from "typescript";
import { isInternal, repository, shortPath } from "../packages.mjs";
import { matches, promised, turnsMatch } from "./snippets.mjs";

/** Where modules are written: inside the repository, so that their imports resolve as in a user's project. */
const parent = join(repository, ".doc-examples");

/** A snippet that is still running after this long never ends. */
const limit = 20_000;

/** @typedef {import("./snippets.mjs").Snippet} Snippet */

/**
 * Makes a folder for the modules of one run, so that runs at the same time do not meet.
 *
 * @returns {{ folder: string, remove(): void }}
 */
export function makeFolder() {
  mkdirSync(parent, { recursive: true });
  const folder = mkdtempSync(join(parent, "run-"));
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/**
 * The file of a snippet's module: its name is where the snippet stands in the docs.
 *
 * @param {string} folder
 * @param {Snippet} snippet
 */
function fileOf(folder, snippet) {
  const place = shortPath(snippet.file).replaceAll("/", ".");
  return join(folder, `${place}.${snippet.line}.ts`);
}

/**
 * The compiler options of the repository, less what only concerns published code.
 *
 * @returns {ts.CompilerOptions}
 */
function options() {
  const config = ts.readConfigFile(join(repository, "tsconfig.json"), ts.sys.readFile);
  const parsed = ts.parseJsonConfigFileContent(config.config, ts.sys, repository);
  return {
    ...parsed.options,
    incremental: false,
    noUnusedLocals: false,
    noUnusedParameters: false,
    moduleDetection: ts.ModuleDetectionKind.Force,
  };
}

/**
 * Type-checks snippets and looks for exports without an example, in one program.
 *
 * @param {string} folder
 * @param {Snippet[]} snippets
 * @param {import("../packages.mjs").Package[]} packages
 * @returns {{ errors: Map<Snippet, string[]>, bare: Map<string, string[]> }} `bare` has, for each public entry,
 *   the names of its exports that have no example
 */
export function check(folder, snippets, packages) {
  const files = new Map(snippets.map((snippet) => [fileOf(folder, snippet), snippet]));
  for (const [file, snippet] of files) writeFileSync(file, snippet.code);
  const entries = packages.flatMap((pkg) => [...pkg.entries].filter(([specifier]) => !isInternal(specifier)));
  const program = ts.createProgram([...files.keys(), ...entries.map(([, file]) => file)], options());
  const checker = program.getTypeChecker();

  const errors = new Map();
  for (const [file, snippet] of files) {
    const source = program.getSourceFile(file);
    const diagnostics = [
      ...program.getSyntacticDiagnostics(source),
      ...program.getSemanticDiagnostics(source),
    ];
    const place = shortPath(snippet.file);
    const texts = diagnostics.map(({ start = 0, messageText }) => {
      const line = source ? source.getLineAndCharacterOfPosition(start).line + 1 : snippet.line;
      return `${place}:${line}: ${ts.flattenDiagnosticMessageText(messageText, "\n")}`;
    });
    errors.set(snippet, texts);
  }

  const bare = new Map();
  for (const [specifier, file] of entries) {
    const source = program.getSourceFile(file);
    const symbol = source && checker.getSymbolAtLocation(source);
    bare.set(specifier, symbol ? withoutExample(symbol, checker, "") : [`${shortPath(file)} is no module`]);
  }
  return { errors, bare };
}

/**
 * The exports of a module, and of the modules it exports as objects, that have no `@example`.
 *
 * @param {ts.Symbol} module
 * @param {ts.TypeChecker} checker
 * @param {string} prefix
 * @returns {string[]}
 */
function withoutExample(module, checker, prefix) {
  return checker.getExportsOfModule(module).flatMap((exported) => {
    const isAlias = (exported.flags & ts.SymbolFlags.Alias) !== 0;
    const symbol = isAlias ? checker.getAliasedSymbol(exported) : exported;
    const name = prefix + exported.name;
    if (symbol.flags & ts.SymbolFlags.ValueModule) return withoutExample(symbol, checker, `${name}.`);
    return symbol.getJsDocTags(checker).some((tag) => tag.name === "example") ? [] : [name];
  });
}

/**
 * Runs a snippet and compares what it prints with what it says.
 *
 * @param {string} folder
 * @param {Snippet} snippet
 * @returns {Promise<string[]>} what is wrong; empty if all is well
 */
export async function run(folder, snippet) {
  const { sites, whole } = promised(snippet);
  let code = snippet.code;
  for (const [site, { start, end }] of [...sites.entries()].reverse())
    code = `${code.slice(0, start)}printedBy(${site})${code.slice(end)}`;
  const file = fileOf(folder, snippet);
  const compiled = await transform(code, {
    loader: "ts",
    format: "esm",
    target: "es2022",
    sourcemap: "inline",
    sourcefile: file,
    tsconfigRaw: { compilerOptions: { verbatimModuleSyntax: true } },
  });
  const module = file.replace(/\.ts$/, ".mjs");
  writeFileSync(module, compiled.code);
  const { stdout, trouble } = await start(module);
  if (trouble !== undefined) return [trouble];

  const place = shortPath(snippet.file);
  /** @type {string[][]} */
  const printed = sites.map(() => []);
  let output = "";
  let isForeign = false;
  for (const line of stdout.split(/(?<=\n)/)) {
    if (line.startsWith("\u001e")) {
      const [site, text] = JSON.parse(line.slice(1));
      printed[site]?.push(text);
      output += `${text}\n`;
    } else {
      isForeign ||= line !== "";
      output += line;
    }
  }
  const wrong = sites.flatMap(({ line, turns }, site) =>
    turns === undefined || turnsMatch(turns, printed[site] ?? [])
      ? []
      : [`${place}:${line}: says it prints "${turns.join(" | ")}", printed "${printed[site]?.join(" | ")}"`],
  );
  if (whole !== undefined && !matches(whole.join("\n"), output))
    wrong.push(`${place}:${snippet.line}: says it prints, in all\n${whole.join("\n")}\nprinted\n${output}`);
  if (whole === undefined && isForeign)
    wrong.push(`${place}:${snippet.line}: prints what it does not say\n${output}`);
  return wrong;
}

/**
 * Runs a module in a process of its own. It runs at the root, so that it can name files that are there for sure.
 *
 * @param {string} module
 * @returns {Promise<{ stdout: string, trouble: string | undefined }>}
 */
function start(module) {
  const prelude = new URL("./prelude.mjs", import.meta.url).href;
  const clock = new URL("../virtual-time.mjs", import.meta.url).href;
  const args = ["--enable-source-maps", "--import", clock, "--import", prelude, module];
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      args,
      { cwd: repository, timeout: limit, killSignal: "SIGKILL", maxBuffer: 16 << 20 },
      (error, stdout, stderr) => {
        if (error === null) resolve({ stdout, trouble: undefined });
        else if (error.killed)
          resolve({ stdout, trouble: `still runs after ${limit} ms\n${stdout}${stderr}` });
        else resolve({ stdout, trouble: `exits with code ${error.code}\n${stderr}` });
      },
    );
    child.stdin?.end();
  });
}
