/**
 * Short names in a package that keeps its own: those of properties that a shortened package declares.
 *
 *   BO1  A property has its short name if the type it is asked of declares it in a shortened package, or the class or
 *        the literal that has it stands for such a type, over however many classes and interfaces that declare it again. By
 *        types, not by names: a property of the same name in another type keeps it.
 */

import ts from "typescript";

/** Declarations of the shortened packages, as their users see them. */
const shortenedFile = /\/packages\/(core|select|sync|gopark)\/(dist|src)\//;

/**
 * A transformer that gives borrowed properties their short names.
 *
 * @param {ts.Program} program
 * @param {Record<string, string>} names
 * @returns {ts.TransformerFactory<ts.SourceFile>}
 */
export function borrowed(program, names) {
  const checker = program.getTypeChecker();

  /** @param {ts.Symbol | undefined} symbol */
  const isBorrowed = (symbol) =>
    symbol?.declarations?.some(
      (one) =>
        shortenedFile.test(one.getSourceFile().fileName) ||
        ts.getJSDocTags(one.parent).some(({ tagName }) => tagName.text === "borrowed"),
    ) ?? false;

  /** Whether a type has a property that it got from a shortened package. @param {ts.Type} type @param {string} name @returns {boolean} */
  const inherits = (type, name) =>
    (type.isUnionOrIntersection() ? type.types : [type]).some((one) =>
      isBorrowed(checker.getPropertyOfType(one, name)),
    );

  /** The types that a class stands for. @param {ts.ClassLikeDeclaration} node */
  const parentsOf = (node) =>
    (node.heritageClauses ?? []).flatMap(({ types }) => types.map((one) => checker.getTypeAtLocation(one)));

  /** @param {ts.ClassLikeDeclaration} node @param {string} name @returns {boolean} */
  const isMember = (node, name) => parentsOf(node).some((type) => reaches(type, name));

  /** Whether the property named by this identifier is borrowed. @param {ts.Identifier} node */
  const isShort = (node) => {
    const { parent } = node;
    const name = node.text;
    if (ts.isPropertyAccessExpression(parent) && parent.name === node)
      return reaches(checker.getTypeAtLocation(parent.expression), name);
    if (
      ts.isBindingElement(parent) &&
      (parent.propertyName ?? parent.name) === node &&
      ts.isObjectBindingPattern(parent.parent)
    )
      return reaches(checker.getTypeAtLocation(parent.parent), name);
    if (!("name" in parent) || parent.name !== node) return false;
    // A method may stand in a literal as well.
    if (ts.isClassLike(parent.parent)) return isMember(parent.parent, name);
    if (ts.isObjectLiteralElementLike(parent)) {
      const literal = /** @type {ts.ObjectLiteralExpression} */ (parent.parent);
      const wanted = checker.getContextualType(literal);
      return wanted !== undefined && reaches(wanted, name);
    }
    return false;
  };

  /** Whether a property that is asked of a type is borrowed: declared there, or in a class that overrides one that is. @param {ts.Type} type @param {string} name @returns {boolean} */
  const reaches = (type, name) => {
    const whole = checker.getApparentType(checker.getNonNullableType(type));
    const symbol = checker.getPropertyOfType(whole, name);
    if (isBorrowed(symbol)) return true;
    if (whole.isUnionOrIntersection()) return whole.types.some((one) => reaches(one, name));
    return (symbol?.declarations ?? []).some((one) => {
      if (ts.isClassElement(one) && ts.isClassLike(one.parent)) return isMember(one.parent, name);
      if (ts.isInterfaceDeclaration(one.parent))
        return (one.parent.heritageClauses ?? []).some(({ types }) =>
          types.some((base) => reaches(checker.getTypeAtLocation(base), name)),
        );
      return ts.isPropertyAssignment(one) ||
        ts.isShorthandPropertyAssignment(one) ||
        ts.isMethodDeclaration(one)
        ? ts.isObjectLiteralExpression(one.parent) &&
            inherits(checker.getContextualType(one.parent) ?? type, name)
        : false;
    });
  };

  return (context) => (file) => {
    /** @param {ts.Node} node @returns {ts.Node} */
    const visit = (node) => {
      const { factory } = context;
      if (ts.isShorthandPropertyAssignment(node) && names[node.name.text] && isShort(node.name))
        return factory.createPropertyAssignment(
          /** @type {string} */ (names[node.name.text]),
          factory.createIdentifier(node.name.text),
        );
      if (
        ts.isBindingElement(node) &&
        !node.propertyName &&
        ts.isIdentifier(node.name) &&
        names[node.name.text] &&
        isShort(node.name)
      )
        return factory.updateBindingElement(
          node,
          node.dotDotDotToken,
          factory.createIdentifier(/** @type {string} */ (names[node.name.text])),
          node.name,
          node.initializer && /** @type {ts.Expression} */ (visit(node.initializer)),
        );
      if (ts.isIdentifier(node) && names[node.text] && isShort(node))
        return factory.createIdentifier(/** @type {string} */ (names[node.text]));
      return ts.visitEachChild(node, visit, context);
    };
    return ts.visitEachChild(file, visit, context);
  };
}
