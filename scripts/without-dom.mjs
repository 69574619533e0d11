/**
 * The type tests again, on the published declarations, as in an ordinary project for Node: one without lib DOM.
 *
 *   WD1  A type test stands where it is built from, so what it imports of its package is what the build has made of that.
 *   WD2  Faults are those of our own files. What the types of a library lack is nothing that can be mended here.
 *   WD3  Whatever leads to an `any` is a fault: in a project that skips the check of libraries (`skipLibCheck`) an unknown
 *        name is one silently, and tests of what must not compile would compile.
 */

import { readFileSync } from "node:fs";
import { join, sep } from "node:path";
import { pathToFileURL } from "node:url";
import ts from "typescript";
import { packages, repository, shortPath, sources } from "./packages.mjs";

/** Type tests about the objects of a page, which only lib DOM knows. */
const forPages = new Set(["packages/streams/src/from-event.test-d.ts"]);

/** @type {import("typescript").CompilerOptions} */
const options = {
  target: ts.ScriptTarget.ES2022,
  lib: ["lib.es2022.d.ts"],
  types: ["node"],
  module: ts.ModuleKind.NodeNext,
  strict: true,
  exactOptionalPropertyTypes: true,
  noEmit: true,
};

/**
 * The faults of the declarations in `dist/`, one string each.
 *
 * @param {Map<string, string>} texts programs that use them, by absolute path; they need not be on disk
 */
export function faultsWithoutDom(texts) {
  const host = ts.createCompilerHost(options);
  const { fileExists, readFile } = host;
  host.fileExists = (file) => texts.has(file) || fileExists(file);
  host.readFile = (file) => texts.get(file) ?? readFile(file);
  const program = ts.createProgram([...texts.keys()], options, host);
  const own = join(repository, "packages") + sep;
  return program
    .getSourceFiles()
    .filter(({ fileName }) => join(fileName).startsWith(own))
    .flatMap((file) => [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)])
    .map(({ file, start, messageText }) => {
      const line = (file?.getLineAndCharacterOfPosition(start ?? 0).line ?? 0) + 1;
      const text = ts.flattenDiagnosticMessageText(messageText, "\n");
      return `${file && shortPath(file.fileName)}:${line} ${text}`;
    });
}

/** The type tests of all packages (WD1), and for each package a program that imports every entry. */
export function typeTests() {
  const texts = new Map();
  for (const { folder, entries } of packages()) {
    const imports = [...entries.keys()].map((entry) => `import ${JSON.stringify(entry)};\n`);
    texts.set(join(folder, "dist", "entries.ts"), imports.join(""));
    for (const file of sources(folder))
      if (file.endsWith(".test-d.ts") && !forPages.has(shortPath(file)))
        texts.set(file.replace(`${sep}src${sep}`, `${sep}dist${sep}`), readFileSync(file, "utf8"));
  }
  return texts;
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const faults = faultsWithoutDom(typeTests());
  for (const fault of faults) console.error(fault);
  console.log(`types without lib DOM: ${faults.length === 0 ? "fit to publish" : "not fit to publish"}`);
  if (faults.length > 0) process.exitCode = 1;
}
