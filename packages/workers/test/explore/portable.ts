/**
 * The files of `src/shm/` as programs that can be stopped before every access to shared memory.
 *
 * Each function that accesses it becomes a generator function, each call of one a `yield*`, and the seam `atomics.ts` is
 * the explorer's. What runs is the source itself, statement by statement: there is no second description of it that could be
 * wrong. A patch is a change to the text: an algorithm that is broken on purpose.
 */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import ts from "typescript";

/** A file of `src/shm/`, as loaded: its functions are generator functions, its constants numbers. */
export type Loaded = Record<string, any>;

/** A change to the text of a file, which must have the old text once. */
export interface Patch {
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

/** How files are loaded. */
export interface LoadOptions {
  /** Whether plain accesses can stop as well. */
  readonly stopsAtPlain?: boolean;
  readonly patches?: readonly Patch[];
}

/** A file as its importers see it, and which of its functions can be stopped. */
interface File {
  readonly exports: Loaded;
  readonly stops: ReadonlySet<string>;
  /** And which read anything. */
  readonly reads: ReadonlySet<string>;
}

/** What functions that read call when they are entered and left. */
export interface Frames {
  enter(): unknown;
  leave(frame: unknown, v: unknown): unknown;
}

const folder = fileURLToPath(new URL("../../src/shm/", import.meta.url));
const ATOMIC = ["load", "store", "cas", "exchange", "add", "notify", "spin", "wait"];
const PLAIN = ["get", "put", "copyWide"];

function parse(name: string, patches: readonly Patch[]): ts.SourceFile {
  let text = readFileSync(`${folder}${name}.ts`, "utf8");
  for (const { file, from, to } of patches) {
    if (file !== name) continue;
    if (text.split(from).length !== 2) throw new Error(`patch: ${file} does not have "${from}" once`);
    text = text.replace(from, () => to);
  }
  return ts.createSourceFile(`${name}.ts`, text, ts.ScriptTarget.ES2022, true);
}

/** The names that a file imports from another one, and what that one calls itself. */
function importsOf(file: ts.SourceFile): Map<string, string> {
  const from = new Map<string, string>();
  for (const statement of file.statements) {
    if (!ts.isImportDeclaration(statement) || statement.importClause?.isTypeOnly) continue;
    const names = statement.importClause?.namedBindings;
    if (names === undefined || !ts.isNamedImports(names)) throw new Error(`${file.fileName}: strange import`);
    const other = (statement.moduleSpecifier as ts.StringLiteral).text.slice(2, -3);
    for (const { name } of names.elements) from.set(name.text, other);
  }
  return from;
}

/** The names that are called in a function. */
function callsIn(node: ts.Node, calls: Set<string> = new Set()): Set<string> {
  if (ts.isCallExpression(node) && ts.isIdentifier(node.expression)) calls.add(node.expression.text);
  ts.forEachChild(node, (child) => void callsIn(child, calls));
  return calls;
}

/** A function whose answer is all that is left of what it read: it says when it is entered and left. */
function framed(body: ts.Block, context: ts.TransformationContext): ts.Block {
  const { factory } = context;
  const leave = (value: ts.Expression): ts.Expression =>
    factory.createCallExpression(factory.createIdentifier("$leave"), undefined, [
      factory.createIdentifier("$frame"),
      value,
    ]);
  const visit = (node: ts.Node): ts.Node =>
    ts.isReturnStatement(node)
      ? factory.updateReturnStatement(node, leave(node.expression ?? factory.createNumericLiteral(0)))
      : ts.visitEachChild(node, visit, context);
  const begin = factory.createVariableStatement(
    undefined,
    factory.createVariableDeclarationList(
      [
        factory.createVariableDeclaration(
          "$frame",
          undefined,
          undefined,
          factory.createCallExpression(factory.createIdentifier("$enter"), undefined, []),
        ),
      ],
      ts.NodeFlags.Const,
    ),
  );
  const end = factory.createExpressionStatement(leave(factory.createNumericLiteral(0)));
  const { statements } = ts.visitEachChild(body, visit, context);
  return factory.updateBlock(body, [begin, ...statements, end]);
}

/** Makes functions that stop generator functions, calls of what stops a `yield*`, and frames of what reads. */
const stoppable =
  (stops: ReadonlySet<string>, reads: ReadonlySet<string>): ts.TransformerFactory<ts.SourceFile> =>
  (context) =>
  (file) => {
    const { factory } = context;
    const visit = (node: ts.Node): ts.Node => {
      const seen = ts.visitEachChild(node, visit, context);
      if (ts.isFunctionDeclaration(seen)) {
        const name = (seen.name as ts.Identifier).text;
        return factory.updateFunctionDeclaration(
          seen,
          seen.modifiers,
          stops.has(name) ? factory.createToken(ts.SyntaxKind.AsteriskToken) : undefined,
          seen.name,
          seen.typeParameters,
          seen.parameters,
          undefined,
          reads.has(name) ? framed(seen.body as ts.Block, context) : seen.body,
        );
      }
      if (!ts.isCallExpression(seen) || !stops.has((seen.expression as ts.Identifier).text)) return seen;
      const all = factory.createToken(ts.SyntaxKind.AsteriskToken);
      return factory.createParenthesizedExpression(factory.createYieldExpression(all, seen));
    };
    return ts.visitEachChild(file, visit, context);
  };

/** Any function as a generator function: those who call it need not know whether it can stop. */
function asGenerator(value: unknown, isStopping: boolean): unknown {
  if (typeof value !== "function" || isStopping) return value;
  return function* (...args: unknown[]): Generator<never, unknown, unknown> {
    return value(...args);
  };
}

/**
 * Loads files of `src/shm/` over another seam: `plain` has `get` and `put`, `stopping` all others, and those two as well
 * if plain accesses stop. Each name is a file without its ending. The seam itself is named "atomics": its
 * `get` and `put` are the plain ones.
 */
export function loadPortable(
  plain: Loaded,
  stopping: Loaded,
  { enter, leave }: Frames,
  { stopsAtPlain = false, patches = [] }: LoadOptions = {},
): (name: string) => Loaded {
  for (const { file } of patches) parse(file, patches);
  const seam: File = {
    exports: stopsAtPlain ? { ...plain, ...stopping } : { ...stopping, ...plain },
    stops: new Set(stopsAtPlain ? [...ATOMIC, ...PLAIN] : ATOMIC),
    reads: new Set([...ATOMIC, "get", "copyWide"]),
  };
  const files = new Map<string, File>([["atomics", seam]]);
  const open = (name: string): File => {
    const known = files.get(name);
    if (known !== undefined) return known;
    const file = parse(name, patches);
    const functions = file.statements.filter(ts.isFunctionDeclaration);
    /** The functions of the file that a property of what they call passes on to. */
    const spread = (of: (other: File) => ReadonlySet<string>): Set<string> => {
      const have = new Set<string>();
      for (const [imported, other] of importsOf(file)) if (of(open(other)).has(imported)) have.add(imported);
      for (let before = -1; before !== have.size; ) {
        before = have.size;
        for (const f of functions)
          if ([...callsIn(f)].some((callee) => have.has(callee))) have.add((f.name as ts.Identifier).text);
      }
      return have;
    };
    const stops = spread((other) => other.stops);
    const reads = spread((other) => other.reads);
    const { outputText } = ts.transpileModule(file.text, {
      compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 },
      transformers: { before: [stoppable(stops, reads)] },
    });
    const opened: File = { exports: {}, stops, reads };
    files.set(name, opened);
    const require = (specifier: string): Loaded => open(specifier.slice(2, -3)).exports;
    new Function("exports", "require", "$enter", "$leave", outputText)(opened.exports, require, enter, leave);
    return opened;
  };
  const views = new Map<string, Loaded>([["atomics", { ...stopping, ...plain }]]);
  return (name) => {
    let view = views.get(name);
    if (view !== undefined) return view;
    const { exports, stops } = open(name);
    view = Object.fromEntries(
      Object.entries(exports).map(([key, v]) => [key, asGenerator(v, stops.has(key))]),
    );
    views.set(name, view);
    return view;
  };
}
