/**
 * A bundle with constants does what it did without; what can change is left alone.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, expect, test } from "vitest";
import { constant } from "./constants.mjs";

const folder = mkdtempSync(join(tmpdir(), "gopark-constants-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** One file with constants. @param {string} code */
function single(code) {
  const files = constant(
    new Map([["file.js", code]]),
    () => false,
    (specifier) => specifier === "ours",
  );
  return files.get("file.js") ?? "";
}

test("CO1: a variable that nothing assigns is a constant, however it is named elsewhere", () => {
  const code = `var a = 1;\nfunction f(a) { a = 2; return { a }; }\nvar { b } = f(a);\nvar C = class { a = -a; };`;
  expect(single(code)).toBe(
    `const a=1;\nfunction f(a) { a = 2; return { a }; }\nconst { b }=f(a);\nconst C=class { a = -a; };`,
  );
});

test.each([
  "x = 2;",
  "x += 2;",
  "x ??= 2;",
  "x++;",
  "--x;",
  "[x] = [2];",
  "({ x } = { x: 2 });",
  "({ a: x } = { a: 2 });",
  "({ a: [x = 3] } = { a: [] });",
  "[...x] = [2];",
  "for (x of [2]);",
  "for (x in { a: 2 });",
  "for ([x] of [[2]]);",
])("CO1: a variable stays one if a function does %s", (change) => {
  const code = `var x = 1;\nfunction f() { ${change} }`;
  expect(single(code)).toBe(code);
});

test("CO1: reading a variable and changing what it holds is no change of it", () => {
  expect(single(`var x = {};\nx.y = 1;\nx["z"]++;\nfor (x.y of [-x]);`)).toBe(
    `const x={};\nx.y = 1;\nx["z"]++;\nfor (x.y of [-x]);`,
  );
});

test("CO1: without a value a variable is not over yet", () => {
  expect(single("var x;")).toBe("var x;");
});

test("CO2: exports and imports are copied, functions and what others may change are not", () => {
  const code = `import { a, b as c } from "ours";\nimport { d } from "theirs";\nvar x = a;\nfunction f() {}\nexport { x, x as y, f, c };`;
  expect(single(code)).toBe(
    `const a=a$,c=c$;import { a as a$, b as c$ } from "ours";\nimport { d } from "theirs";\nconst x=a;\nfunction f() {}\nconst x$=x;export { x$ as x, x$ as y, f, c$ as c };`,
  );
});

test("CO3: an entry that exports what changes is refused", () => {
  const files = new Map([["index.js", "var x = 1;\nfunction f() { x = 2; }\nexport { f, x as y };"]]);
  const all = () => true;
  expect(() => constant(files, all, all)).toThrow("index.js: want exports that nothing assigns, got y");
});

test("CO3, CO4: files of one bundle share what changes, and all lines stay", async () => {
  const files = new Map([
    [
      "chunk.mjs",
      "var one = 1;\nvar n = 0;\nfunction count() { n += one; }\nvar List = class {\n  size = one;\n};\nexport { one, n, count, List };",
    ],
    [
      "index.mjs",
      'import { n, one, count as add, List } from "./chunk.mjs";\nvar Longer = class extends List {\n  size = one + one;\n};\nvar seen = () => n;\nadd();\nexport { Longer, List, seen, add, one as first };',
    ],
  ]);
  const written = constant(
    files,
    (name) => name === "index.mjs",
    () => false,
  );
  for (const [name, code] of files) {
    expect(written.get(name)?.split("\n").length).toBe(code.split("\n").length);
    writeFileSync(join(folder, name), written.get(name) ?? "");
  }
  expect(written.get("index.mjs")).toMatch(/^const one=one\$,add=add\$,List=List\$;import \{ n, /);
  const { Longer, List, seen, add, first } = await import(pathToFileURL(join(folder, "index.mjs")).href);
  expect([new Longer().size, new List().size, first, seen()]).toEqual([2, 1, 1, 1]);
  add();
  expect(seen()).toBe(2);
});
