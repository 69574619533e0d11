/**
 * Snippets are found where they stand, and what they say they print is read as it is meant.
 */

import { expect, test } from "vitest";
import { matches, promised, snippetsOfPage, snippetsOfSource, turnsMatch } from "./snippets.mjs";

/** @param {string[]} lines */
const page = (...lines) => snippetsOfPage("page.md", lines.join("\n"));

/** @param {string[]} lines */
const source = (...lines) => snippetsOfSource("source.ts", lines.join("\n"));

/** The promises of a snippet made of these lines. @param {string[]} lines */
function said(...lines) {
  const [snippet] = page("```ts", ...lines, "```").snippets;
  if (snippet === undefined) throw new Error("no snippet");
  const { sites, whole, mistakes } = promised(snippet);
  return {
    turns: sites.map(({ turns }) => turns),
    whole,
    mistakes: mistakes.map(({ line, text }) => `${line}: ${text}`),
  };
}

test("a page's ts blocks are found, others are not", () => {
  const { snippets, mistakes } = page(
    "# T",
    "```ts",
    "a();",
    "```",
    "```go",
    "b()",
    "```",
    "```ts no-run",
    "c();",
    "```",
  );
  expect(snippets.map(({ line, runs, code }) => [line, runs, code.trim()])).toEqual([
    [2, true, "a();"],
    [8, false, "c();"],
  ]);
  expect(mistakes).toEqual([]);
});

test("line n of the module is line n of the page", () => {
  const [snippet] = page("text", "", "```ts", "first();", "```").snippets;
  expect(snippet?.code.split("\n")[3]).toBe("first();");
});

test("a longer fence holds shorter ones, and an indented block loses its indent", () => {
  const { snippets } = page(
    "````md",
    "```ts",
    "a();",
    "```",
    "````",
    "1. x",
    "   ```ts",
    "   if (b) {",
    "     c();",
    "   }",
    "   ```",
  );
  expect(snippets.map(({ code }) => code.trimStart())).toEqual(["if (b) {\n  c();\n}"]);
});

test("a block that never ends is a mistake", () => {
  expect(page("```ts", "a();").mistakes).toEqual([
    { file: "page.md", line: 1, text: "a code block that is never closed" },
  ]);
});

test("doc comments give their snippets, with whose they are and where", () => {
  const { snippets, mistakes } = source(
    "/**",
    " * A door.",
    " *",
    " * @example Opens.",
    " * ```ts",
    " * open();",
    " *",
    " *   indented();",
    " * ```",
    " */",
    "export interface Door {",
    "  /**",
    "   * @example",
    "   * ```ts",
    "   * shut();",
    "   * ```",
    "   */",
    "  shut(): void;",
    "}",
    "/** No code here. */",
    "export const knob = 1;",
  );
  expect(snippets.map(({ owner, line, code }) => [owner, line, code.trim()])).toEqual([
    ["Door", 5, "open();\n\n  indented();"],
    ["Door.shut", 14, "shut();"],
  ]);
  expect(snippets[0]?.code.split("\n")[5]).toBe("open();");
  expect(mistakes).toEqual([]);
});

test("a file's header and every declaration of one statement are read once", () => {
  const { snippets } = source("/**", " * Header.", " * ```ts", " * a();", " * ```", " */", "", 'import "x";');
  expect(snippets).toHaveLength(1);
});

test("an @example without code is a mistake", () => {
  const { mistakes } = source(
    "/**",
    " * @example Just words.",
    " * @example",
    " * ```ts",
    " * a();",
    " * ```",
    " */",
    "export const b = 1;",
  );
  expect(mistakes.map(({ line, text }) => `${line}: ${text}`)).toEqual([
    "2: the @example of b has no ```ts block",
  ]);
});

test("a comment behind a call, or under it, is what the call prints", () => {
  const found = said(
    "console.log(1); // prints: 1",
    "console.log(",
    "  2,",
    "); // prints: 2",
    "console.log(3);",
    "// prints: 3 | 4",
  );
  expect(found).toEqual({ turns: [["1"], ["2"], ["3", "4"]], whole: undefined, mistakes: [] });
});

test("a call may say that it never happens", () => {
  expect(said("console.log(1); // never prints", "console.log(2);", "// never prints")).toEqual({
    turns: [[], []],
    whole: undefined,
    mistakes: [],
  });
  expect(turnsMatch([], [])).toBe(true);
  expect(turnsMatch([], ["1"])).toBe(false);
});

test("a block is all that the module prints", () => {
  const found = said(
    "console.log(1);",
    "",
    "// prints:",
    "//   1",
    "//     deeper",
    "//",
    "//   end",
    "",
    "// a remark",
  );
  expect(found).toEqual({ turns: [undefined], whole: ["1", "  deeper", "", "end"], mistakes: [] });
});

test("a call that says nothing, and a comment of no call, are mistakes", () => {
  expect(said("console.log(1);", "f(); // prints: 2").mistakes).toEqual([
    "3: belongs to 0 calls of console.log, not to one",
    "2: does not say what it prints",
  ]);
  expect(said("console.log(1), console.log(2); // prints: 1").mistakes[0]).toBe(
    "2: belongs to 2 calls of console.log, not to one",
  );
  expect(said("// prints:", "//   a", "", "// prints:", "//   b").mistakes).toEqual([
    "5: a second block of what the module prints",
  ]);
});

test("a block that does not run may not say what it prints", () => {
  const [snippet] = page("```ts no-run", "console.log(1); // prints: 1", "console.log(2);", "```").snippets;
  expect(snippet && promised(snippet).mistakes.map(({ text }) => text)).toEqual([
    "says what it prints, but is marked no-run",
  ]);
});

test("three dots are any text, everything else is itself", () => {
  expect(matches("took ... ms", "took 12 ms")).toBe(true);
  expect(matches("[ 1, true ]", "[ 1, true ]")).toBe(true);
  expect(matches("a.c", "abc")).toBe(false);
  expect(matches("a", "ab")).toBe(false);
  expect(matches("a ... c", "a \nb\n c")).toBe(true);
});

test("turns match one by one, and three dots at the end are any number more", () => {
  expect(turnsMatch(["1", "2"], ["1", "2"])).toBe(true);
  expect(turnsMatch(["1", "2"], ["2", "1"])).toBe(false);
  expect(turnsMatch(["1"], ["1", "1"])).toBe(false);
  expect(turnsMatch(["1"], [])).toBe(false);
  expect(turnsMatch(["1", "..."], ["1"])).toBe(true);
  expect(turnsMatch(["1", "..."], ["1", "2", "3"])).toBe(true);
  expect(turnsMatch(["..."], [])).toBe(false);
});
