/**
 * Tells engines what is constant in a bundle, so that they compute with it rather than read it again and again.
 *
 *   CO1  A variable of a module's scope that nothing assigns is `const`. (esbuild makes all of them `var`.)
 *   CO2  What a module exports is a copy of such a constant, and what it imports from another file of the bundle or
 *        from a package of this repository is copied into one: exported and imported variables are read from a cell.
 *   CO3  What changes stays as it is, between the files of one bundle; no entry of a package exports such a variable.
 *   CO4  Lines stay where they are, and columns right of the name that is declared: source maps stay right.
 */

import ts from "typescript";

/** What stands from one place up to another becomes this text. @typedef {{ from: number, to: number, text: string }} Edit */

/** The name of a copy. @param {string} name */
const copyOf = (name) => `${name}$`;

/**
 * The files of one bundle, by name, with constants.
 *
 * @param {ReadonlyMap<string, string>} files
 * @param {(name: string) => boolean} isEntry whether that file is imported by others than files of the bundle
 * @param {(specifier: string) => boolean} isOurs whether that package is one of which no entry exports what changes
 * @returns {Map<string, string>}
 */
export function constant(files, isEntry, isOurs) {
  const modules = new Map([...files].map(([name, code]) => [name, new Module(name, code)]));
  for (const [name, { changing }] of modules)
    if (isEntry(name) && changing.size > 0)
      throw new Error(`${name}: want exports that nothing assigns, got ${[...changing].join(", ")}`);
  /** @param {string} specifier @param {string} name */
  const isFixed = (specifier, name) => {
    const module = modules.get(specifier.replace(/^\.\//, ""));
    return module === undefined ? isOurs(specifier) : !module.changing.has(name);
  };
  return new Map([...modules].map(([name, module]) => [name, module.rewrite(isFixed)]));
}

/** One file, as esbuild writes it. */
class Module {
  /** @type {ts.SourceFile} */
  #file;
  /** @type {ts.TypeChecker} */
  #checker;
  /** What is assigned after its declaration. @type {Set<ts.Symbol | undefined>} */
  #assigned = new Set();
  /** @type {ts.ExportSpecifier[]} */
  #exports;
  /** The names under which it exports what changes. @type {ReadonlySet<string>} */
  changing;

  /** @param {string} name @param {string} code */
  constructor(name, code) {
    const options = { allowJs: true, noResolve: true, noLib: true, target: ts.ScriptTarget.ES2022 };
    const host = ts.createCompilerHost(options);
    this.#file = ts.createSourceFile(name, code, options.target, true, ts.ScriptKind.JS);
    host.getSourceFile = (asked) => (asked === name ? this.#file : undefined);
    this.#checker = ts.createProgram([name], options, host).getTypeChecker();
    this.#collect(this.#file);
    this.#exports = this.#file.statements
      .filter(ts.isExportDeclaration)
      .flatMap(({ exportClause: list }) => (list && ts.isNamedExports(list) ? [...list.elements] : []));
    const changing = this.#exports.filter((one) => !this.#isFixed(this.#local(one)));
    this.changing = new Set(changing.map(({ name }) => name.text));
  }

  /** Finds all that is assigned. @param {ts.Node} node */
  #collect(node) {
    if (ts.isBinaryExpression(node)) {
      const { kind } = node.operatorToken;
      if (kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment)
        this.#assign(node.left);
    } else if (ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node)) {
      const { operator } = node;
      if (operator === ts.SyntaxKind.PlusPlusToken || operator === ts.SyntaxKind.MinusMinusToken)
        this.#assign(node.operand);
    } else if (ts.isForInStatement(node) || ts.isForOfStatement(node)) {
      this.#assign(node.initializer);
    }
    ts.forEachChild(node, (child) => this.#collect(child));
  }

  /** Notes the variables in what is assigned to, and those that a pattern or an operator only reads. @param {ts.Node} target */
  #assign(target) {
    if (ts.isPropertyAccessExpression(target) || ts.isElementAccessExpression(target)) return;
    if (ts.isIdentifier(target)) {
      const isShorthand = ts.isShorthandPropertyAssignment(target.parent);
      this.#assigned.add(
        isShorthand
          ? this.#checker.getShorthandAssignmentValueSymbol(target.parent)
          : this.#checker.getSymbolAtLocation(target),
      );
    }
    ts.forEachChild(target, (child) => this.#assign(child));
  }

  /** The variable behind an export. @param {ts.ExportSpecifier} one */
  #local(one) {
    return this.#checker.getExportSpecifierLocalTargetSymbol(one);
  }

  /** Whether nothing assigns it after its declaration. @param {ts.Symbol | undefined} symbol */
  #isFixed(symbol) {
    const declaration = symbol?.declarations?.[0];
    if (declaration === undefined || this.#assigned.has(symbol)) return false;
    return !ts.isVariableDeclaration(declaration) || declaration.initializer !== undefined;
  }

  /**
   * Its code, with constants.
   *
   * @param {(specifier: string, name: string) => boolean} isFixed whether what it imports never changes
   */
  rewrite(isFixed) {
    const { statements, text } = this.#file;
    const declared = statements.filter(ts.isVariableStatement).flatMap((one) => this.#declared(one));
    const imported = statements
      .filter(ts.isImportDeclaration)
      .flatMap((one) => this.#imported(one).filter(({ outer, specifier }) => isFixed(specifier, outer)));
    /** @type {Edit[]} */
    const edits = declared.map(({ edit }) => edit);
    // Imports are there before the first line of a module runs.
    const copies = imported.map(({ inner }) => `${inner.text}=${copyOf(inner.text)}`);
    if (copies.length > 0) edits.push({ from: 0, to: 0, text: `const ${copies.join(",")};` });
    for (const { outer, inner, isRenamed } of imported)
      edits.push(replaced(inner, isRenamed ? copyOf(inner.text) : `${outer} as ${copyOf(inner.text)}`));

    const fromOutside = new Set(imported.map(({ symbol }) => symbol));
    const own = new Set(declared.flatMap(({ symbols }) => symbols));
    /** @type {Set<ts.Symbol | undefined>} */
    const copied = new Set();
    for (const one of this.#exports) {
      const symbol = this.#local(one);
      if (!own.has(symbol) && !fromOutside.has(symbol)) continue;
      const { parent, propertyName, name } = one;
      const inner = propertyName ?? name;
      edits.push(replaced(inner, copyOf(inner.text) + (propertyName ? "" : ` as ${name.text}`)));
      if (!own.has(symbol) || copied.has(symbol)) continue;
      copied.add(symbol);
      const place = parent.parent.getStart();
      edits.push({ from: place, to: place, text: `const ${copyOf(inner.text)}=${inner.text};` });
    }
    // From the back, so that places stay valid; at one place what is replaced first, then what is put before it.
    return edits
      .sort((a, b) => b.from - a.from)
      .reduce((code, { from, to, text }) => code.slice(0, from) + text + code.slice(to), text);
  }

  /** What a statement declares and nothing assigns. @param {ts.VariableStatement} statement */
  #declared(statement) {
    const [declaration, ...others] = statement.declarationList.declarations;
    const value = declaration?.initializer;
    if (declaration === undefined || value === undefined || others.length > 0) return [];
    const { name } = declaration;
    const symbols = namesIn(name).map((one) => this.#checker.getSymbolAtLocation(one));
    if (!symbols.every((symbol) => this.#isFixed(symbol))) return [];
    // As long as `var name = ` (CO4).
    const edit = { from: statement.getStart(), to: value.getStart(), text: `const ${name.getText()}=` };
    return [{ symbols, edit }];
  }

  /** What a statement imports by name. @param {ts.ImportDeclaration} statement */
  #imported({ importClause, moduleSpecifier }) {
    const specifier = /** @type {ts.StringLiteral} */ (moduleSpecifier).text;
    const bindings = importClause?.namedBindings;
    if (bindings === undefined || !ts.isNamedImports(bindings)) return [];
    return bindings.elements.map(({ propertyName, name: inner }) => ({
      specifier,
      outer: (propertyName ?? inner).text,
      inner,
      isRenamed: propertyName !== undefined,
      symbol: this.#checker.getSymbolAtLocation(inner),
    }));
  }
}

/** @param {ts.Node} node @param {string} text @returns {Edit} */
function replaced(node, text) {
  return { from: node.getStart(), to: node.end, text };
}

/** The names that a declaration binds. @param {ts.BindingName} name @returns {ts.Identifier[]} */
function namesIn(name) {
  if (ts.isIdentifier(name)) return [name];
  return name.elements.flatMap((one) => (ts.isBindingElement(one) ? namesIn(one.name) : []));
}
