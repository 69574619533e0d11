/**
 * The check of the types without lib DOM finds what such a project would find.
 *
 * Always true: the declarations are those of the build, and programs are given as text.
 */

import { join } from "node:path";
import { expect, test } from "vitest";
import { repository } from "./packages.mjs";
import { faultsWithoutDom } from "./without-dom.mjs";

/**
 * The faults of a program that stands among the declarations of `@gopark/workers`.
 *
 * @param {string} text
 */
function faultsOf(text) {
  const file = join(repository, "packages", "workers", "dist", "program.test-d.ts");
  return faultsWithoutDom(new Map([[file, text]])).map((fault) =>
    fault.replace("packages/workers/dist/program.test-d.ts:", ""),
  );
}

test("WD1, WD3: the build's declarations know what can be sent, without lib DOM", () => {
  const post = `import type { Sendable } from "./sendable.js";
import { sharedChan } from "./index.js";
declare function post<T>(value: T & Sendable<T>): void;
`;
  expect(faultsOf(`${post}post([1]);\npost(new MessageChannel().port1);\nsharedChan<number>(1);`)).toEqual(
    [],
  );
  const wrong = `${post}post(Symbol());\npost(Promise.resolve(1));\nsharedChan<() => void>(1);`;
  expect(faultsOf(wrong).map((fault) => fault.split(" ")[0])).toEqual(["4", "5", "6"]);
});

test("a name of lib DOM is a fault, and so is an expected error that is none", () => {
  expect(faultsOf("export declare const port: Transferable;")).toEqual([
    "1 Cannot find name 'Transferable'.",
  ]);
  expect(faultsOf("// @ts-expect-error none\nexport const n = 1;")).toEqual([
    "1 Unused '@ts-expect-error' directive.",
  ]);
});
