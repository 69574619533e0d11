/**
 * A package that keeps its names uses the short ones of those it borrows, and no others.
 */
import ts from "typescript";
import { expect, test } from "vitest";
import { borrowed } from "./borrowed.mjs";

const names = { ring: "a", count: "b", poll: "c", idle: "d" };

const core = `
export class Chan { ring = 1; count = 2; }
export abstract class Operation { abstract poll(): boolean; }
export interface Source { idle(): void; }
`;

/** The JavaScript of a file of another package that imports from core. @param {string} text */
function compile(text) {
  /** @type {Record<string, string>} */
  const files = {
    "/w/packages/core/src/core.ts": core,
    "/w/packages/other/src/other.ts": `import { Chan, Operation, type Source } from "../../core/src/core.js";\n${text}`,
  };
  const options = {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    noLib: true,
  };
  /** @type {Record<string, string>} */
  const written = {};
  const host = ts.createCompilerHost(options);
  host.getSourceFile = (name) => {
    const file = files[name];
    return file === undefined ? undefined : ts.createSourceFile(name, file, ts.ScriptTarget.ES2022, true);
  };
  host.directoryExists = () => true;
  host.fileExists = (name) => name in files;
  host.readFile = (name) => files[name];
  host.writeFile = (name, output) => {
    written[name] = output;
  };
  const program = ts.createProgram(["/w/packages/other/src/other.ts"], options, host);
  program.emit(undefined, undefined, undefined, false, { before: [borrowed(program, names)] });
  return written["/w/packages/other/src/other.js"] ?? "";
}

test("what core declares has its short name, wherever it is asked for", () => {
  expect(compile("export const f = (ch: Chan) => ch.ring + ch.count;")).toContain("ch.a + ch.b");
  expect(compile("export const f = (ch: Chan | null) => ch?.count;")).toContain("ch?.b");
  expect(compile("export const f = ({ ring, count: n }: Chan) => ring + n;")).toContain(
    "({ a: ring, b: n }) => ring + n",
  );
});

test("a class that stands for one of core's has the short names of what it overrides, and its own", () => {
  const text = compile(`
    class Wait extends Operation { count = 0; poll(): boolean { return this.count === 0; } }
    export const f = (wait: Wait) => wait.poll() && wait.count;
  `);
  expect(text).toContain("c() { return this.count === 0; }");
  expect(text).toContain("wait.c() && wait.count");
});

test("so has a class that overrides what one of this package has overridden", () => {
  const text = compile(`
    class Wait extends Operation { poll(): boolean { return true; } }
    class Longer extends Wait { poll(): boolean { return false; } }
    class Longest extends Longer { override poll(): boolean { return super.poll(); } }
    interface Dozing extends Source { idle(): void }
    class Sleeper implements Dozing { idle() {} }
    export const f = (wait: Longest, sleeper: Sleeper) => wait.poll() && sleeper.idle();
  `);
  expect(text).toContain("c() { return false; }");
  expect(text).toContain("c() { return super.c(); }");
  expect(text).toContain("d() { }");
  expect(text).toContain("wait.c() && sleeper.d()");
});

test("so has a literal that is given where one of core's types is wanted", () => {
  expect(compile("export const source: Source = { idle() {} };")).toContain("{ d() { } }");
  expect(compile("const idle = () => {}; export const source: Source = { idle };")).toContain("{ d: idle }");
});

test("a property of the same name in another type keeps it", () => {
  const text = compile(
    "export interface Group { count: number } export const f = (g: Group) => g.count; export const g: Group = { count: 1 };",
  );
  expect(text).toContain("g.count");
  expect(text).toContain("{ count: 1 }");
});

test("an interface that is tagged as borrowed has short names", () => {
  const text = compile(`
    /** A ring. @borrowed */
    interface Ring { readonly count: number }
    export const f = (ring: unknown) => (ring as Ring).count;
    export const g = (ring: unknown) => { const { count } = ring as Ring; return count; };
  `);
  expect(text).toContain("ring.b");
  expect(text).toContain("{ b: count } = ring");
});
