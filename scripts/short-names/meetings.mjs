/**
 * Which properties of the mangle list meet on an object.
 *
 * Two properties may have the same short name if no object has both. Types tell: an object has the properties of
 * its class and of what that extends, or of the literal that made it, and code only asks an object for a property
 * that its type has. The exception is an optional property, which is asked for where it may be missing: that one
 * meets every other.
 *
 *   N1  Properties that no type declares together, none of them optional, never meet.
 *   N2  What a class implements, or a literal is given for, has its names from there: those of others are foreign.
 *   N3  What is asked of an object by a type that is written on the spot (`as { name: string }`) is foreign.
 *   N4  A class that users can extend has no short name that a field of theirs is likely to have: `open` lists its
 *       properties.
 */

import { join } from "node:path";
import ts from "typescript";
import { isInternal, isTest, packages, repository, sources } from "../packages.mjs";

/** Our words for objects of the host. */
const HOST = new Set(["NodeLike", "HostGlobals", "InspectorSession", "Property"]);

/** What is known of the properties: by name, those it meets; and which belong to a class that users can extend. */
export class Meetings {
  /** @type {Map<string, Set<string>>} */
  #met = new Map();
  /** @type {Set<string>} */
  open = new Set();
  /** Names of all properties, mangled or not. @type {Set<string>} */
  all = new Set();
  /** Those that some object may lack. @type {Set<string>} */
  optional = new Set();
  /** Those that users see. @type {Set<string>} */
  published = new Set();
  /** Those of objects that are not ours. @type {Set<string>} */
  foreign = new Set();
  /** Types whose properties were published, and their declarations. @type {Set<ts.Type | ts.Node>} */
  #seen = new Set();
  /** The files that are built. @type {Set<string>} */
  #own;

  /** @param {ReadonlySet<string>} owners the packages whose properties are looked at */
  constructor(owners) {
    const own = packages().filter(({ name }) => owners.has(name));
    const files = own.flatMap(({ folder }) => sources(folder).filter((file) => !isTest(file)));
    const entries = own.flatMap((one) => [...one.entries]);
    const config = ts.readConfigFile(join(repository, "tsconfig.base.json"), ts.sys.readFile).config;
    const { options } = ts.parseJsonConfigFileContent(config, ts.sys, repository);
    const known = packages().flatMap((one) => [...one.entries]);
    const paths = Object.fromEntries(known.map(([specifier, file]) => [specifier, [file]]));
    this.program = ts.createProgram(files, { ...options, paths, types: ["node"], noEmit: true });
    this.checker = this.program.getTypeChecker();
    this.#own = new Set(files);
    for (const source of this.program.getSourceFiles())
      if (this.#own.has(source.fileName)) this.#visit(source);
    for (const [specifier, file] of entries) if (!isInternal(specifier)) this.#visitEntry(file);
  }

  /**
   * @param {string} name
   * @returns {string[]} the properties that a property meets
   */
  neighbours(name) {
    const met = this.optional.has(name)
      ? this.all
      : new Set([...(this.#met.get(name) ?? []), ...this.optional]);
    return [...met].filter((other) => other !== name);
  }

  /** @param {ts.Node} node */
  #visit(node) {
    if (ts.isClassLike(node)) {
      this.#add(this.checker.getTypeAtLocation(node));
      const symbol = node.name && this.checker.getSymbolAtLocation(node.name);
      if (symbol) this.#add(this.checker.getTypeOfSymbolAtLocation(symbol, node));
      for (const { types } of node.heritageClauses ?? [])
        for (const one of types)
          for (const property of this.checker.getTypeAtLocation(one).getProperties()) this.#use(property);
    } else if (ts.isInterfaceDeclaration(node) || ts.isTypeLiteralNode(node)) {
      this.#add(this.checker.getTypeAtLocation(node));
      if (ts.isInterfaceDeclaration(node) && HOST.has(node.name.text)) this.#give(node);
    } else if (ts.isAsExpression(node)) {
      this.#giveLiterals(node.type);
    } else if (ts.isPropertyAccessExpression(node)) {
      this.#use(this.checker.getSymbolAtLocation(node.name));
    } else if (ts.isBindingElement(node) && ts.isObjectBindingPattern(node.parent)) {
      const name = (node.propertyName ?? node.name).getText();
      this.#use(this.checker.getTypeAtLocation(node.parent).getProperty(name));
    } else if (ts.isObjectLiteralExpression(node)) {
      const wanted = this.checker.getContextualType(node);
      this.#add(this.checker.getTypeAtLocation(node), wanted ? this.#partsOf(wanted) : []);
    }
    ts.forEachChild(node, (child) => this.#visit(child));
  }

  /** The classes that an entry exports, also under another name. @param {string} file */
  #visitEntry(file) {
    const source = this.program.getSourceFile(file);
    const module = source && this.checker.getSymbolAtLocation(source);
    if (!module) throw new Error(`no module: ${file}`);
    for (const exported of this.checker.getExportsOfModule(module)) {
      const symbol = this.#resolve(exported);
      this.#publish(this.checker.getDeclaredTypeOfSymbol(symbol));
      this.#publish(this.checker.getTypeOfSymbol(symbol));
      let declaration = symbol.valueDeclaration;
      if (declaration && ts.isVariableDeclaration(declaration) && declaration.initializer)
        declaration = this.#resolve(
          this.checker.getSymbolAtLocation(declaration.initializer),
        )?.valueDeclaration;
      if (!declaration || !ts.isClassLike(declaration)) continue;
      for (const property of this.checker.getTypeAtLocation(declaration).getProperties())
        this.open.add(property.name);
    }
  }

  /**
   * @template {ts.Symbol | undefined} S
   * @param {S} symbol
   * @returns {ts.Symbol | S} what an import or a re-export stands for
   */
  #resolve(symbol) {
    return symbol && symbol.flags & ts.SymbolFlags.Alias ? this.checker.getAliasedSymbol(symbol) : symbol;
  }

  /** The types of objects that a type allows. @param {ts.Type} type @returns {ts.Type[]} */
  #partsOf(type) {
    const whole = this.checker.getNonNullableType(type);
    return whole.isUnion() ? whole.types : [whole];
  }

  /** What is taken for an object of a type written on the spot is not ours. @param {ts.Node} type */
  #giveLiterals(type) {
    if (ts.isTypeLiteralNode(type)) this.#give(type);
    else ts.forEachChild(type, (child) => this.#giveLiterals(child));
  }

  /** All that an interface speaks of belongs to others. @param {ts.Node} node */
  #give(node) {
    if ((ts.isPropertySignature(node) || ts.isMethodSignature(node)) && ts.isIdentifier(node.name))
      this.foreign.add(node.name.text);
    ts.forEachChild(node, (child) => this.#give(child));
  }

  /** A property is asked for: whose is it? @param {ts.Symbol | undefined} symbol */
  #use(symbol) {
    for (const one of symbol?.declarations ?? [])
      if (symbol && !this.#own.has(one.getSourceFile().fileName)) this.foreign.add(symbol.name);
  }

  /** What users reach from a type. @param {ts.Type} type */
  #publish(type) {
    // One look at each declaration: its type arguments are looked at where they are given.
    if (type.flags & ts.TypeFlags.Object)
      for (const one of this.checker.getTypeArguments(/** @type {ts.TypeReference} */ (type)))
        this.#publish(one);
    const isClass = type.getConstructSignatures().length > 0;
    const key = (isClass ? undefined : type.symbol?.declarations?.[0]) ?? type;
    if (this.#seen.has(key)) return;
    this.#seen.add(key);
    if (type.isUnionOrIntersection()) for (const one of type.types) this.#publish(one);
    for (const signature of [...type.getCallSignatures(), ...type.getConstructSignatures()]) {
      this.#publish(signature.getReturnType());
      for (const parameter of signature.getParameters())
        this.#publish(this.checker.getTypeOfSymbol(parameter));
    }
    for (const property of type.getProperties()) {
      const [declaration] = property.declarations ?? [];
      if (!declaration || !this.#own.has(declaration.getSourceFile().fileName)) continue;
      const isHidden =
        ts.getCombinedModifierFlags(declaration) & (ts.ModifierFlags.Private | ts.ModifierFlags.Protected);
      if (isHidden) continue;
      this.published.add(property.name);
      this.#publish(this.checker.getTypeOfSymbol(property));
    }
  }

  /** @param {ts.Type} type @param {ts.Type[]} more */
  #add(type, more = []) {
    const properties = [type, ...more].flatMap((one) => one.getProperties());
    const names = properties.map(({ name }) => name);
    for (const symbol of properties) this.#use(symbol);
    for (const { name, flags } of properties) {
      this.all.add(name);
      if (flags & ts.SymbolFlags.Optional) this.optional.add(name);
      const met = this.#met.get(name) ?? new Set();
      for (const other of names) if (other !== name) met.add(other);
      this.#met.set(name, met);
    }
  }
}
