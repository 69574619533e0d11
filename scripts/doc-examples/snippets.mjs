/**
 * The code in the docs: finds every TypeScript snippet, and reads what each says it prints.
 *
 * A snippet is a fenced block marked `ts`, in a Markdown page or in a doc comment. It is a whole module: it has
 * its own imports, and it ends by itself. What it prints stands in comments:
 *
 *     console.log(1 + 1); // prints: 2
 *     for (const n of [1, 2]) console.log(n); // prints: 1 | 2
 *     console.log("a line too long for a comment behind it");
 *     // prints: a line too long for a comment behind it
 *     console.log(Date.now()); // prints: ...
 *     if (1 > 2) console.log("unreachable"); // never prints
 *     // prints:
 *     //   one line of this block for each line that the whole module prints, in order
 *
 *   S1  Every `console.log` has its own comment, or the snippet has a block for all of them; never neither.
 *   S2  Every comment belongs to exactly one `console.log`. One that belongs to none is a mistake, not a remark.
 *   S3  ` | ` stands between the turns of a call that runs several times; `...` is any text, and as the last
 *       turn any number of turns.
 *   S4  A block marked `ts no-run` is type-checked only, so it may not say what it prints.
 *   S5  Line n of a snippet's module is line n of the file it was found in.
 */

import { readFileSync } from "node:fs";
import ts from "typescript";

/**
 * One piece of code from the docs.
 *
 * @typedef {object} Snippet
 * @property {string} file absolute path of the file it stands in
 * @property {number} line line of its opening fence, from 1
 * @property {string} owner whose doc comment it stands in, such as `RecvChan.recv`; empty in Markdown
 * @property {string} code the module, moved down by empty lines (S5)
 * @property {boolean} runs false if it is type-checked only
 */

/**
 * A mistake in the docs that is found without running anything.
 *
 * @typedef {object} Mistake
 * @property {string} file
 * @property {number} line
 * @property {string} text
 */

/**
 * The snippets of a Markdown page.
 *
 * @param {string} file
 * @param {string} [text]
 * @returns {{ snippets: Snippet[], mistakes: Mistake[] }}
 */
export function snippetsOfPage(file, text = readFileSync(file, "utf8")) {
  const lines = text.split(/\r?\n/).map((content, index) => ({ content, line: index + 1 }));
  return fences(file, "", lines);
}

/**
 * The snippets in the doc comments of a source file.
 *
 * @param {string} file
 * @param {string} [text]
 * @returns {{ snippets: Snippet[], mistakes: Mistake[] }}
 */
export function snippetsOfSource(file, text = readFileSync(file, "utf8")) {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.ES2022, true);
  /** @type {Snippet[]} */
  const snippets = [];
  /** @type {Mistake[]} */
  const mistakes = [];
  const seen = new Set();
  /** @param {ts.Node} node */
  const visit = (node) => {
    for (const comment of ts.getJSDocCommentsAndTags(node)) {
      if (!ts.isJSDoc(comment) || seen.has(comment.pos)) continue;
      seen.add(comment.pos);
      const owner = ownerOf(node);
      const first = source.getLineAndCharacterOfPosition(comment.pos).line + 1;
      const lines = text
        .slice(comment.pos, comment.end)
        .replace(/\*\/$/, "")
        .split(/\r?\n/)
        .map((content, index) => ({ content: content.replace(/^\s*(\/\*)?\*+ ?/, ""), line: first + index }));
      const found = fences(file, owner, lines);
      snippets.push(...found.snippets);
      mistakes.push(...found.mistakes, ...examplesWithoutCode(file, owner, lines, found.snippets));
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return { snippets, mistakes };
}

/**
 * Cuts lines into fenced blocks and keeps those marked `ts`.
 *
 * @param {string} file
 * @param {string} owner
 * @param {{ content: string, line: number }[]} lines
 */
function fences(file, owner, lines) {
  /** @type {Snippet[]} */
  const snippets = [];
  /** @type {Mistake[]} */
  const mistakes = [];
  /** @type {{ mark: string, indent: number, language: string, flags: string[], line: number, code: string[] } | undefined} */
  let open;
  for (const { content, line } of lines) {
    const fence = /^(\s*)(`{3,})\s*([^`]*)$/.exec(content);
    if (open === undefined) {
      if (fence === null) continue;
      const [language = "", ...flags] = (fence[3] ?? "").trim().split(/\s+/);
      open = { mark: fence[2] ?? "", indent: fence[1]?.length ?? 0, language, flags, line, code: [] };
    } else if (fence?.[3] === "" && (fence[2]?.length ?? 0) >= open.mark.length) {
      if (open.language === "ts") {
        const code = "\n".repeat(open.line) + open.code.join("\n");
        snippets.push({ file, line: open.line, owner, code, runs: !open.flags.includes("no-run") });
      }
      open = undefined;
    } else open.code.push(content.slice(Math.min(open.indent, content.search(/\S|$/))));
  }
  if (open !== undefined) mistakes.push({ file, line: open.line, text: "a code block that is never closed" });
  return { snippets, mistakes };
}

/**
 * `@example` tags that show no code a machine could check.
 *
 * @param {string} file
 * @param {string} owner
 * @param {{ content: string, line: number }[]} lines
 * @param {Snippet[]} snippets those found in the same comment
 * @returns {Mistake[]}
 */
function examplesWithoutCode(file, owner, lines, snippets) {
  const tags = lines.filter(({ content }) => /^@\w/.test(content));
  const text = `the @example of ${owner} has no \`\`\`ts block`;
  return tags.flatMap(({ content, line }, index) => {
    if (!/^@example\b/.test(content)) return [];
    const end = tags[index + 1]?.line ?? Number.POSITIVE_INFINITY;
    return snippets.some((snippet) => snippet.line >= line && snippet.line < end)
      ? []
      : [{ file, line, text }];
  });
}

/**
 * The name of what a comment describes, with the names of what it lies in.
 *
 * @param {ts.Node} node
 * @returns {string}
 */
function ownerOf(node) {
  const names = [];
  for (let at = node; at !== undefined && !ts.isSourceFile(at); at = at.parent) {
    const named = ts.isVariableStatement(at) ? at.declarationList.declarations[0] : at;
    const name = named && ts.getNameOfDeclaration(/** @type {ts.Declaration} */ (named));
    if (name !== undefined) names.unshift(name.getText());
  }
  return names.join(".");
}

/**
 * A `console.log` of a snippet.
 *
 * @typedef {object} Site
 * @property {number} line line on which the call ends
 * @property {number} start where `console.log` begins
 * @property {number} end where `console.log` ends
 * @property {string[] | undefined} turns what it prints each time it runs, if it has a comment of its own
 */

/**
 * What a snippet says it prints.
 *
 * @typedef {object} Promised
 * @property {Site[]} sites
 * @property {string[] | undefined} whole every line the module prints, if it has a block
 * @property {Mistake[]} mistakes
 */

/**
 * Reads the comments of a snippet (S1 to S4).
 *
 * @param {Snippet} snippet
 * @returns {Promised}
 */
export function promised(snippet) {
  const { file, code } = snippet;
  const source = ts.createSourceFile("snippet.ts", code, ts.ScriptTarget.ES2022, true);
  /** @type {Mistake[]} */
  const mistakes = [];
  /** @type {Site[]} */
  const sites = [];
  /** @param {ts.Node} node */
  const visit = (node) => {
    if (ts.isCallExpression(node) && node.expression.getText(source) === "console.log") {
      const line = source.getLineAndCharacterOfPosition(node.getEnd()).line + 1;
      sites.push({
        line,
        start: node.expression.getStart(source),
        end: node.expression.getEnd(),
        turns: undefined,
      });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);

  /** @type {string[] | undefined} */
  let whole;
  const lines = code.split("\n");
  for (const [index, content] of lines.entries()) {
    const comment = /^(.*?)\/\/ (prints:.*|never prints)$/.exec(content.trimEnd());
    if (comment === null) continue;
    const line = index + 1;
    const isAlone = comment[1]?.trim() === "";
    const isNever = comment[2] === "never prints";
    const said = isNever ? "" : (comment[2]?.slice("prints:".length).trim() ?? "");
    /** @param {string} text */
    const mistake = (text) => mistakes.push({ file, line, text });
    if (!snippet.runs) mistake("says what it prints, but is marked no-run");
    else if (isAlone && said === "" && !isNever) {
      if (whole !== undefined) mistake("a second block of what the module prints");
      whole = block(lines.slice(index + 1));
    } else if (said === "" && !isNever) mistake("`// prints:` with no text");
    else {
      const here = sites.filter((site) => site.line === (isAlone ? line - 1 : line));
      const [site] = here;
      if (here.length !== 1 || site === undefined)
        mistake(`belongs to ${here.length} calls of console.log, not to one`);
      else site.turns = isNever ? [] : said.split(" | ");
    }
  }
  if (snippet.runs && whole === undefined)
    for (const { line, turns } of sites)
      if (turns === undefined) mistakes.push({ file, line, text: "does not say what it prints" });
  return { sites, whole, mistakes };
}

/**
 * The lines of a block, without the comment marks; an empty comment line is an empty line of output.
 *
 * @param {string[]} lines those that follow `// prints:`
 */
function block(lines) {
  const end = lines.findIndex((line) => !/^\s*\/\//.test(line));
  return lines
    .slice(0, end === -1 ? lines.length : end)
    .map((line) => line.replace(/^\s*\/\/ {0,3}/, "").trimEnd());
}

/**
 * Does what was printed match what was said (S3)?
 *
 * @param {string} said
 * @param {string} printed
 */
export function matches(said, printed) {
  const pattern = said
    .split("...")
    .map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&"))
    .join("[\\s\\S]*");
  return new RegExp(`^${pattern}$`).test(printed.trimEnd());
}

/**
 * Do the turns of one call match (S3)?
 *
 * @param {string[]} said
 * @param {string[]} printed
 */
export function turnsMatch(said, printed) {
  const isOpen = said.length > 1 && said.at(-1) === "...";
  const fixed = isOpen ? said.slice(0, -1) : said;
  if (isOpen ? printed.length < fixed.length : printed.length !== fixed.length) return false;
  return fixed.every((text, index) => matches(text, printed[index] ?? ""));
}
