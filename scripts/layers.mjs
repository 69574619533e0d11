/**
 * Who may import whom: the arrows between packages, and the two walls inside core.
 *
 *   A1  A package imports only the packages and libraries its row in `arrows` names.
 *   A2  It reaches a package through `@gopark/name`, or core also through `@gopark/core/internal`. No other path.
 *   A3  What it imports stands in its `package.json`, and nothing that its row does not name stands there.
 *   A4  Node's own modules are imported under `src/host/` alone, and never by core.
 *   A5  `core/src/runtime/` imports nothing outside itself.
 *   A6  In core, only `runtime/host.ts` and the `globals.ts` it uses touch what the host decides: its queues, clocks, timers and dice.
 *
 * Tests (`*.test.ts`, `*.test-d.ts`, `*.contract.ts`) are free of all six.
 * Run by `npm run layers`: prints one line per breach and exits 1 if there is any.
 */

import { readFileSync } from "node:fs";
import { isBuiltin } from "node:module";
import { dirname, relative, resolve, sep } from "node:path";
import { pathToFileURL } from "node:url";
import ts from "typescript";
import { isTest, packages, repository, shortPath, sources } from "./packages.mjs";

/**
 * A row of the table: what one package may import.
 *
 * @typedef {object} Row
 * @property {string[]} packages sibling packages
 * @property {string[]} [libraries] dependencies from the registry
 * @property {string[]} [peers] libraries the user brings
 * @property {string} [node] where `node:` modules may be imported, a path prefix inside the package
 * @property {boolean} [loads] may it `import()` what only the user's program names?
 */

/** @type {Record<string, Row>} */
export const arrows = {
  "@gopark/core": { packages: [] },
  "@gopark/select": { packages: ["@gopark/core"] },
  "@gopark/sync": { packages: ["@gopark/core"] },
  "@gopark/workers": {
    packages: ["@gopark/core", "@gopark/select", "@gopark/sync"],
    libraries: ["comlink"],
    node: "src/host/",
    loads: true,
  },
  "@gopark/streams": { packages: ["@gopark/core", "@gopark/select", "@gopark/sync"], node: "src/host/" },
  "@gopark/rxjs": { packages: ["@gopark/core", "@gopark/streams"], peers: ["rxjs"] },
  "@gopark/effect": { packages: ["@gopark/core", "@gopark/streams"], peers: ["effect"] },
  "@gopark/actors": { packages: ["@gopark/core", "@gopark/select"] },
  "@gopark/testing": { packages: ["@gopark/core"] },
  gopark: { packages: ["@gopark/core", "@gopark/select", "@gopark/sync"] },
};

/** The one entry besides a package's own name that siblings may import. */
const seam = "@gopark/core/internal";

/** Globals whose answers differ from run to run (A6). `globalThis` is among them: it is the way to all others. */
const hostGlobals = new Set(
  (
    "setTimeout clearTimeout setInterval clearInterval setImmediate clearImmediate queueMicrotask " +
    "MessageChannel BroadcastChannel requestAnimationFrame requestIdleCallback scheduler " +
    "performance crypto process navigator globalThis self window global"
  ).split(" "),
);

/** Members of otherwise harmless globals that differ from run to run (A6). */
const hostMembers = new Set(["Math.random", "Date.now"]);

/**
 * One breach of a rule.
 *
 * @typedef {object} Breach
 * @property {string} file path from the root
 * @property {number} line from 1; 1 where a whole file is meant
 * @property {string} found what was imported or touched
 * @property {string} allowed what would have been allowed there
 */

/**
 * All breaches in a repository, in order of file and line.
 *
 * @param {string} [root]
 * @returns {Breach[]}
 */
export function breaches(root = repository) {
  /** @type {Breach[]} */
  const found = [];
  for (const pkg of packages(root)) {
    const row = arrows[pkg.name];
    const manifestPath = shortPath(`${pkg.folder}/package.json`, root);
    if (row === undefined) {
      const allowed = `the packages with a row in scripts/layers.mjs: ${Object.keys(arrows).join(", ")}`;
      found.push({ file: manifestPath, line: 1, found: `package ${pkg.name}`, allowed });
      continue;
    }
    const files = sources(pkg.folder).filter((file) => !isTest(file));
    for (const file of files) {
      const text = readFileSync(file, "utf8");
      const source = ts.createSourceFile(file, text, ts.ScriptTarget.ES2022, true);
      for (const { specifier, line, isLiteral } of imports(source)) {
        const allowed = isLiteral
          ? whyNot(pkg, row, file, specifier)
          : row.loads
            ? undefined
            : "a module named by a string literal";
        const what = isLiteral ? `"${specifier}"` : specifier;
        if (allowed !== undefined) found.push({ file: shortPath(file, root), line, found: what, allowed });
      }
    }
    found.push(...undeclared(pkg, row, manifestPath));
    if (pkg.name === "@gopark/core") {
      const inside = new Set(
        ["host.ts", "globals.ts"].map((file) => resolve(pkg.folder, "src", "runtime", file)),
      );
      const outside = files.filter((file) => !inside.has(file));
      found.push(...hostTouches(outside, root));
    }
  }
  return found.sort((a, b) => (a.file === b.file ? a.line - b.line : a.file < b.file ? -1 : 1));
}

/**
 * What would be allowed in place of this import, or undefined if the import is (A1, A2, A4, A5 and the half of
 * A3 that starts from the import).
 *
 * @param {import("./packages.mjs").Package} pkg
 * @param {Row} row
 * @param {string} file
 * @param {string} specifier
 * @returns {string | undefined}
 */
function whyNot(pkg, row, file, specifier) {
  const inPackage = relative(pkg.folder, file).split(sep).join("/");
  if (specifier.startsWith(".")) {
    const target = relative(pkg.folder, resolve(dirname(file), specifier))
      .split(sep)
      .join("/");
    if (!target.startsWith("src/")) return `files under src/ of ${pkg.name}`;
    const inRuntime = pkg.name === "@gopark/core" && inPackage.startsWith("src/runtime/");
    return inRuntime && !target.startsWith("src/runtime/") ? "files under src/runtime/" : undefined;
  }
  if (isBuiltin(specifier)) {
    if (row.node === undefined) return `no module of Node's anywhere in ${pkg.name}`;
    return inPackage.startsWith(row.node) ? undefined : `modules of Node's under ${row.node} alone`;
  }
  const name = packageOf(specifier);
  const libraries = [...(row.libraries ?? []), ...(row.peers ?? [])];
  const isSibling = row.packages.includes(name);
  if (!isSibling && !libraries.includes(name)) return described(row);
  if (isSibling && specifier !== name && specifier !== seam)
    return name === "@gopark/core" ? `"${name}" or "${seam}"` : `"${name}"`;
  if (!declared(pkg.manifest).includes(name)) return `it, once ${pkg.name}'s package.json declares "${name}"`;
  return undefined;
}

/**
 * The other half of A3: dependencies the row does not name, and libraries declared the wrong way.
 *
 * @param {import("./packages.mjs").Package} pkg
 * @param {Row} row
 * @param {string} file
 * @returns {Breach[]}
 */
function undeclared(pkg, row, file) {
  const asDependency = [...row.packages, ...(row.libraries ?? [])];
  const asPeer = row.peers ?? [];
  const lines = readFileSync(`${pkg.folder}/package.json`, "utf8").split("\n");
  /** @param {string} name */
  const lineOf = (name) => Math.max(1, lines.findIndex((line) => line.includes(`"${name}":`)) + 1);
  const { dependencies = {}, optionalDependencies = {}, peerDependencies = {} } = pkg.manifest;
  const wrong = [
    ...Object.keys({ ...dependencies, ...optionalDependencies }).filter(
      (name) => !asDependency.includes(name),
    ),
    ...Object.keys(peerDependencies).filter((name) => !asPeer.includes(name)),
  ];
  return wrong.map((name) => ({
    file,
    line: lineOf(name),
    found: `dependency "${name}"`,
    allowed: described(row),
  }));
}

/** @param {Row} row */
function described(row) {
  const peers = (row.peers ?? []).map((name) => `${name} (as a peer)`);
  return [...row.packages, ...(row.libraries ?? []), ...peers].join(", ") || "no other package";
}

/** @param {import("./packages.mjs").Manifest} manifest */
function declared(manifest) {
  return Object.keys({
    ...manifest.dependencies,
    ...manifest.optionalDependencies,
    ...manifest.peerDependencies,
  });
}

/** @param {string} specifier */
function packageOf(specifier) {
  return specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/");
}

/**
 * Every module a file names: import and export declarations, `import()`, `import("x").T`, `require`, and
 * `/// <reference types>`.
 *
 * @param {ts.SourceFile} source
 * @returns {{ specifier: string, line: number, isLiteral: boolean }[]} `isLiteral` is false for a computed name
 */
export function imports(source) {
  /** @type {{ specifier: string, line: number, isLiteral: boolean }[]} */
  const found = [];
  /** @param {string} specifier @param {number} position */
  const add = (specifier, position, isLiteral = true) => {
    found.push({ specifier, line: source.getLineAndCharacterOfPosition(position).line + 1, isLiteral });
  };
  for (const reference of source.typeReferenceDirectives) add(reference.fileName, reference.pos);
  /** @param {ts.Node} node */
  const visit = (node) => {
    const name = moduleName(node);
    if (name !== undefined) {
      const isLiteral = ts.isStringLiteralLike(name);
      add(isLiteral ? name.text : name.getText(source), name.getStart(source), isLiteral);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/**
 * The part of a node that names a module, if the node imports one.
 *
 * @param {ts.Node} node
 * @returns {ts.Node | undefined}
 */
function moduleName(node) {
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return node.moduleSpecifier;
  if (ts.isExternalModuleReference(node)) return node.expression;
  if (ts.isImportTypeNode(node))
    return ts.isLiteralTypeNode(node.argument) ? node.argument.literal : node.argument;
  if (!ts.isCallExpression(node)) return undefined;
  const isImport = node.expression.kind === ts.SyntaxKind.ImportKeyword;
  const isRequire = ts.isIdentifier(node.expression) && node.expression.text === "require";
  return isImport || isRequire ? node.arguments[0] : undefined;
}

/**
 * Uses of the host's globals (A6).
 *
 * The program is bound without any library and without following imports: an identifier that then has no
 * declaration, or only an ambient one (`declare const process`), is a global; one that has a declaration of
 * its own (a parameter called `process`) is not.
 *
 * @param {string[]} files
 * @param {string} root
 * @returns {Breach[]}
 */
function hostTouches(files, root) {
  const program = ts.createProgram(files, {
    noLib: true,
    noResolve: true,
    types: [],
    target: ts.ScriptTarget.ES2022,
  });
  const checker = program.getTypeChecker();
  /** @type {Breach[]} */
  const found = [];
  for (const file of files) {
    const source = program.getSourceFile(file);
    if (source === undefined) continue;
    /** @param {ts.Node} node */
    const visit = (node) => {
      const touched = hostGlobal(node, checker) ?? importOfGlobals(node);
      if (touched !== undefined) {
        const line = source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1;
        const allowed = "nothing of the host's outside src/runtime/host.ts and globals.ts";
        found.push({ file: shortPath(file, root), line, found: touched, allowed });
      }
      ts.forEachChild(node, visit);
    };
    visit(source);
  }
  return found;
}

/**
 * What brings the host's globals into a file that is not the host's, if this node does.
 *
 * @param {ts.Node} node
 * @returns {string | undefined}
 */
function importOfGlobals(node) {
  if (!ts.isImportDeclaration(node) || node.importClause?.isTypeOnly) return undefined;
  const file = node.getSourceFile().fileName.split("/").pop() ?? "";
  const isOf =
    /\/globals\.js"$/.test(node.moduleSpecifier.getText()) && !/^host(-process.*)?\.ts$/.test(file);
  return isOf ? node.moduleSpecifier.getText() : undefined;
}

/**
 * The name of the host's global this node reads, if it does.
 *
 * @param {ts.Node} node
 * @param {ts.TypeChecker} checker
 * @returns {string | undefined}
 */
function hostGlobal(node, checker) {
  if (ts.isNewExpression(node) && node.expression.getText() === "Date" && !node.arguments?.length)
    return "new Date()";
  if (!ts.isIdentifier(node) || ts.isPartOfTypeNode(node)) return undefined;
  const parent = node.parent;
  if (ts.isPropertyAccessExpression(parent) && parent.name === node) return undefined;
  const member = ts.isPropertyAccessExpression(parent) ? `${node.text}.${parent.name.text}` : "";
  const name = hostMembers.has(member) ? member : hostGlobals.has(node.text) ? node.text : undefined;
  if (name === undefined || declares(parent, node)) return undefined;
  const declarations =
    (ts.isShorthandPropertyAssignment(parent)
      ? checker.getShorthandAssignmentValueSymbol(parent)
      : checker.getSymbolAtLocation(node)
    )?.declarations ?? [];
  return declarations.every(isAmbient) ? name : undefined;
}

/**
 * Does `parent` give something the name `node`, rather than read what the name stands for?
 *
 * @param {ts.Node} parent
 * @param {ts.Identifier} node
 */
function declares(parent, node) {
  if (ts.isShorthandPropertyAssignment(parent)) return false;
  if (ts.isBindingElement(parent)) return parent.initializer !== node;
  return "name" in parent && parent.name === node;
}

/** @param {ts.Declaration} declaration */
function isAmbient(declaration) {
  for (let node = /** @type {ts.Node} */ (declaration); node !== undefined; node = node.parent)
    if (
      ts.canHaveModifiers(node) &&
      ts.getModifiers(node)?.some((m) => m.kind === ts.SyntaxKind.DeclareKeyword)
    )
      return true;
  return false;
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const found = breaches();
  for (const { file, line, found: what, allowed } of found)
    console.error(`${file}:${line}: ${what} is not allowed here; allowed: ${allowed}`);
  console.log(`layers: ${packages().length} packages, ${found.length} breaches`);
  process.exitCode = found.length > 0 ? 1 : 0;
}
