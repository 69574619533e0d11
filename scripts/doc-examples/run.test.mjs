/**
 * The runner tells a snippet that keeps its word from one that does not.
 */

import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { repository } from "../packages.mjs";
import { check, makeFolder, run } from "./run.mjs";
import { snippetsOfPage } from "./snippets.mjs";

const { folder, remove } = makeFolder();
afterAll(remove);
let pages = 0;

/** @param {string[]} lines */
function snippetOf(...lines) {
  const file = join(repository, `page-${++pages}.md`);
  const [snippet] = snippetsOfPage(file, ["```ts", ...lines, "```"].join("\n")).snippets;
  if (snippet === undefined) throw new Error("no snippet");
  return snippet;
}

/** What is wrong with a snippet of these lines, once it ran. @param {string[]} lines */
const wrong = (...lines) => run(folder, snippetOf(...lines));

test("a snippet that prints what it says is right", async () => {
  expect(
    await wrong(
      'import { setTimeout as later } from "node:timers/promises";',
      "for (const n of [1, 2] as const) console.log(n); // prints: 1 | 2",
      "setTimeout(() => console.log('late', { a: 1 }), 5); // prints: late { a: 1 }",
      "await later(1);",
      "// prints:",
      "//   1",
      "//   2",
      "//   late { a: 1 }",
    ),
  ).toEqual([]);
});

test("a snippet that prints something else is wrong, by line", async () => {
  expect(await wrong("console.log(1); // prints: 2")).toEqual([
    'page-2.md:2: says it prints "2", printed "1"',
  ]);
});

test("a call that never happens is wrong", async () => {
  expect(await wrong("if (Date.now() < 0) console.log(1); // prints: 1")).toEqual([
    'page-3.md:2: says it prints "1", printed ""',
  ]);
});

test("lines in another order than the block's are wrong", async () => {
  const [text] = await wrong('console.log("b");', 'console.log("a");', "// prints:", "//   a", "//   b");
  expect(text).toContain("printed\nb\na");
});

test("output by other means must be said too", async () => {
  expect((await wrong('process.stdout.write("x\\n");'))[0]).toContain("prints what it does not say");
  expect(await wrong('process.stdout.write("x\\n");', "// prints:", "//   x")).toEqual([]);
});

test("a snippet that fails is wrong, and its own line is named", async () => {
  const [text] = await wrong("const a = 1;", 'throw new Error("on line three");');
  expect(text).toMatch(/^exits with code 1\n[\s\S]*on line three[\s\S]*page-7\.md\.1\.ts:3/);
});

test("types are checked, in the words and at the line of the page", () => {
  const bad = snippetOf("const a: number = 1;", "const b: string = a;", "export {};");
  const good = snippetOf("const unused = 1;");
  const { errors } = check(folder, [bad, good], []);
  expect(errors.get(bad)).toEqual(["page-8.md:3: Type 'number' is not assignable to type 'string'."]);
  expect(errors.get(good)).toEqual([]);
});
