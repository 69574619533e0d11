/**
 * The layer check finds each kind of breach.
 *
 * Always true: each rule of `layers.mjs` (A1 to A6) has a program here that breaks it, and one that comes close
 * and does not.
 */

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { arrows, breaches } from "./layers.mjs";
import { packages } from "./packages.mjs";

/** @type {string[]} */
const made = [];
afterEach(() => {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/**
 * The breaches of a repository that holds these files under `packages/`, one string each. A package that has no
 * `package.json` here gets one without dependencies.
 *
 * @param {Record<string, string | object>} files
 */
function breachesOf(files) {
  const root = mkdtempSync(join(tmpdir(), "gopark-layers-"));
  made.push(root);
  const folders = new Set(Object.keys(files).map((file) => file.split("/")[0] ?? ""));
  const manifests = [...folders].map((name) => [
    `${name}/package.json`,
    { name: name === "gopark" ? name : `@gopark/${name}` },
  ]);
  for (const [file, content] of Object.entries({ ...Object.fromEntries(manifests), ...files })) {
    const path = join(root, "packages", file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, typeof content === "string" ? content : JSON.stringify(content, null, 2));
  }
  return breaches(root).map(({ file, line, found, allowed }) => `${file}:${line} ${found} -> ${allowed}`);
}

test("the arrows have no cycle", () => {
  const order = Object.keys(arrows);
  for (const [name, row] of Object.entries(arrows))
    for (const target of row.packages)
      expect(order.indexOf(target), `${name} -> ${target}`).toBeLessThan(order.indexOf(name));
});

test("A1: a package imports only what its row names, whatever form the import has", () => {
  const from = { name: "@gopark/select", dependencies: { "@gopark/core": "*" } };
  const source = [
    `import { a } from "@gopark/sync";`,
    `import type { B } from "@gopark/workers";`,
    `export * from "rxjs";`,
    `export { c } from "comlink";`,
    `import "effect/Effect";`,
    `const d = await import("@gopark/testing");`,
    `type E = import("@gopark/streams").E;`,
    `import f = require("lodash");`,
    `const g = require("lodash/fp");`,
    `const h = await import(a);`,
    `import { go } from "@gopark/core";`,
    `/** Like {@link import("rxjs").map}. */`,
    `const text = 'import "rxjs"';`,
  ].join("\n");
  expect(breachesOf({ "select/package.json": from, "select/src/index.ts": source })).toEqual([
    `packages/select/src/index.ts:1 "@gopark/sync" -> @gopark/core`,
    `packages/select/src/index.ts:2 "@gopark/workers" -> @gopark/core`,
    `packages/select/src/index.ts:3 "rxjs" -> @gopark/core`,
    `packages/select/src/index.ts:4 "comlink" -> @gopark/core`,
    `packages/select/src/index.ts:5 "effect/Effect" -> @gopark/core`,
    `packages/select/src/index.ts:6 "@gopark/testing" -> @gopark/core`,
    `packages/select/src/index.ts:7 "@gopark/streams" -> @gopark/core`,
    `packages/select/src/index.ts:8 "lodash" -> @gopark/core`,
    `packages/select/src/index.ts:9 "lodash/fp" -> @gopark/core`,
    `packages/select/src/index.ts:10 a -> a module named by a string literal`,
  ]);
});

test("A1: a package without a row may not exist", () => {
  expect(breachesOf({ "extra/src/index.ts": "" })[0]).toMatch(
    /^packages\/extra\/package.json:1 package @gopark\/extra/,
  );
});

test("A2: a package is reached by its public entry, core also by its seam", () => {
  const dependencies = { "@gopark/core": "*", "@gopark/select": "*" };
  const source = [
    `import "@gopark/core";`,
    `import "@gopark/core/internal";`,
    `import "@gopark/core/dist/chan.js";`,
    `import "@gopark/select/internal";`,
    `import "../../core/src/chan.js";`,
    `import "./mailbox.js";`,
  ].join("\n");
  expect(
    breachesOf({
      "actors/package.json": { name: "@gopark/actors", dependencies },
      "actors/src/index.ts": source,
    }),
  ).toEqual([
    `packages/actors/src/index.ts:3 "@gopark/core/dist/chan.js" -> "@gopark/core" or "@gopark/core/internal"`,
    `packages/actors/src/index.ts:4 "@gopark/select/internal" -> "@gopark/select"`,
    `packages/actors/src/index.ts:5 "../../core/src/chan.js" -> files under src/ of @gopark/actors`,
  ]);
});

test("A3: what is imported is declared, and what is declared is allowed", () => {
  expect(breachesOf({ "sync/src/index.ts": `import "@gopark/core";` })).toEqual([
    `packages/sync/src/index.ts:1 "@gopark/core" -> it, once @gopark/sync's package.json declares "@gopark/core"`,
  ]);
  const manifest = { name: "@gopark/rxjs", dependencies: { "@gopark/sync": "*", rxjs: "7" } };
  expect(breachesOf({ "rxjs/package.json": manifest })).toEqual([
    `packages/rxjs/package.json:4 dependency "@gopark/sync" -> @gopark/core, @gopark/streams, rxjs (as a peer)`,
    `packages/rxjs/package.json:5 dependency "rxjs" -> @gopark/core, @gopark/streams, rxjs (as a peer)`,
  ]);
  const asPeer = { name: "@gopark/rxjs", peerDependencies: { rxjs: "7" } };
  expect(
    breachesOf({ "rxjs/package.json": asPeer, "rxjs/src/index.ts": `import "rxjs/operators";` }),
  ).toEqual([]);
  const core = { name: "@gopark/core", dependencies: { tslib: "*" } };
  expect(breachesOf({ "core/package.json": core })).toEqual([
    `packages/core/package.json:4 dependency "tslib" -> no other package`,
  ]);
});

test("A4: Node's modules stay under src/host, and out of core", () => {
  const found = breachesOf({
    "core/src/debug.ts": `import "node:inspector";`,
    "workers/src/fleet.ts": `import "worker_threads";`,
    "workers/src/host/node.ts": `import "node:worker_threads";`,
  });
  expect(found).toEqual([
    `packages/core/src/debug.ts:1 "node:inspector" -> no module of Node's anywhere in @gopark/core`,
    `packages/workers/src/fleet.ts:1 "worker_threads" -> modules of Node's under src/host/ alone`,
  ]);
});

test("A5: the runtime imports nothing outside itself", () => {
  const found = breachesOf({
    "core/src/runtime/sched.ts": `import "./g.js";\nimport "../op.js";\nimport "../runtime/p.js";`,
    "core/src/op.ts": `import "./runtime/sched.js";`,
  });
  expect(found).toEqual([`packages/core/src/runtime/sched.ts:2 "../op.js" -> files under src/runtime/`]);
});

test("A6: only the host file touches the host", () => {
  const touching = [
    `declare const queueMicrotask: (f: () => void) => void;`,
    `queueMicrotask(() => {});`,
    `const a = Math.random();`,
    `const b = globalThis.performance;`,
    `const c = { setTimeout };`,
    `const d = typeof process;`,
    `const e = Date.now();`,
    `const f = new Date();`,
    `const { log = setImmediate } = {};`,
  ].join("\n");
  const harmless = [
    `interface Clock { setTimeout(f: () => void): void; process: string }`,
    `function tick(clock: Clock, process: string) { clock.setTimeout(() => {}); return process + clock.process; }`,
    `const day = new Date(0); const most = Math.max(1, 2);`,
    `const table = { performance: 1, setTimeout() {} };`,
    `const { crypto } = { crypto: 2 }; const g = crypto;`,
  ].join("\n");
  const outside = "nothing of the host's outside src/runtime/host.ts and globals.ts";
  const found = breachesOf({
    "core/src/runtime/host.ts": touching,
    "core/src/runtime/globals.ts": touching,
    "core/src/runtime/timer.ts": touching,
    "core/src/time.ts": harmless,
    "core/src/runtime/host-process.ts": `import { globals } from "./globals.js";`,
    "core/src/runtime/locate.ts": `import type { Handle } from "./globals.js";`,
    "core/src/debug.ts": `import { globals } from "./runtime/globals.js";`,
    "sync/src/mutex.ts": touching,
  });
  expect(found).toEqual([
    `packages/core/src/debug.ts:1 "./runtime/globals.js" -> ${outside}`,
    `packages/core/src/runtime/timer.ts:2 queueMicrotask -> ${outside}`,
    `packages/core/src/runtime/timer.ts:3 Math.random -> ${outside}`,
    `packages/core/src/runtime/timer.ts:4 globalThis -> ${outside}`,
    `packages/core/src/runtime/timer.ts:5 setTimeout -> ${outside}`,
    `packages/core/src/runtime/timer.ts:6 process -> ${outside}`,
    `packages/core/src/runtime/timer.ts:7 Date.now -> ${outside}`,
    `packages/core/src/runtime/timer.ts:8 new Date() -> ${outside}`,
    `packages/core/src/runtime/timer.ts:9 setImmediate -> ${outside}`,
  ]);
});

test("tests are free of all rules", () => {
  const source = `import "node:fs"; import "../../sync/src/mutex.js"; import "vitest"; setTimeout(() => {}, 0);`;
  expect(
    breachesOf({
      "core/src/runtime/p.test.ts": source,
      "core/src/op.test-d.ts": source,
      "core/src/channel.contract.ts": source,
    }),
  ).toEqual([]);
});

test("entries lead from dist back to source", () => {
  const core = packages().find(({ name }) => name === "@gopark/core");
  expect(
    [...(core?.entries.values() ?? [])].every((file) => /[\\/]core[\\/]src[\\/]\w+\.ts$/.test(file)),
  ).toBe(true);
});
