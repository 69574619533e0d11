/**
 * The scripts of a package that keeps its own names: what tsc makes of its sources, with the short names that it borrows.
 */

import { join } from "node:path";
import ts from "typescript";
import { repository } from "../packages.mjs";
import { borrowed } from "./borrowed.mjs";
import { namesIn } from "./lists.mjs";

/**
 * What tsc is told by the configuration that a package is built with.
 *
 * @param {string} folder the package's
 */
export function configOf(folder) {
  const { config } = ts.readConfigFile(join(folder, "tsconfig.build.json"), ts.sys.readFile);
  return ts.parseJsonConfigFileContent(config, ts.sys, folder);
}

/**
 * Writes the scripts.
 *
 * @param {import("typescript").ParsedCommandLine} config
 * @param {string} outDir
 * @param {boolean} inlineSources whether source maps hold the sources
 * @returns {readonly import("typescript").Diagnostic[]} what is wrong
 */
export function writeScripts({ fileNames, options }, outDir, inlineSources) {
  const scripts = ts.createProgram(fileNames, {
    ...options,
    outDir,
    declaration: false,
    declarationMap: false,
    isolatedDeclarations: false,
    sourceMap: true,
    inlineSources,
  });
  const before = [borrowed(scripts, namesIn(repository))];
  return scripts.emit(undefined, undefined, undefined, false, { before }).diagnostics;
}
