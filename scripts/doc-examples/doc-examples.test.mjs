/**
 * Every snippet in the docs compiles, runs and prints what it says; every public export shows one.
 */

import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { isTest, packages, repository, shortPath, sources } from "../packages.mjs";
import { check, makeFolder, run } from "./run.mjs";
import { promised, snippetsOfPage, snippetsOfSource } from "./snippets.mjs";

const all = packages();
const files = all.flatMap(({ folder }) => sources(folder)).filter((file) => !isTest(file));
const found = [
  ...files.map((file) => snippetsOfSource(file)),
  ...pages().map((file) => snippetsOfPage(file)),
];
const snippets = found.flatMap((each) => each.snippets);

const { folder, remove } = makeFolder();
afterAll(remove);
const { errors, bare } = check(folder, snippets, all);

test("every @example shows code and every code block ends", () => {
  const mistakes = found.flatMap((each) => each.mistakes);
  expect(mistakes.map(({ file, line, text }) => `${shortPath(file)}:${line}: ${text}`)).toEqual([]);
});

for (const [specifier, names] of bare)
  test(`every export of ${specifier} has an @example`, () => {
    expect(names).toEqual([]);
  });

describe.concurrent("snippet", () => {
  for (const snippet of snippets) {
    const place = `${shortPath(snippet.file)}:${snippet.line} ${snippet.owner}`.trim();
    test(`${place} ${snippet.runs ? "prints what it says" : "compiles"}`, async () => {
      const mistakes = promised(snippet).mistakes.map(
        ({ file, line, text }) => `${shortPath(file)}:${line}: ${text}`,
      );
      const wrong = [...(errors.get(snippet) ?? []), ...mistakes];
      if (wrong.length === 0 && snippet.runs) wrong.push(...(await run(folder, snippet)));
      if (wrong.length > 0) expect.fail(wrong.join("\n"));
    });
  }
});

/** The Markdown pages that people write: those at the root, each package's, and `docs/` without the generated API. */
function pages() {
  const docs = join(repository, "docs");
  const written = existsSync(docs)
    ? readdirSync(docs, { recursive: true, encoding: "utf8" })
        .filter((name) => !/^(api|node_modules|\.vitepress)([\\/]|$)/.test(name))
        .map((name) => join(docs, name))
    : [];
  const beside = [repository, ...all.map(({ folder }) => folder)].flatMap((folder) =>
    readdirSync(folder).map((name) => join(folder, name)),
  );
  return [...beside, ...written].filter((file) => file.endsWith(".md")).sort();
}
