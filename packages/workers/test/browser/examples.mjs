/**
 * The pages of `examples/browser-*`, as Vite, webpack and esbuild have built them, and as Vite's own server sends them.
 *
 *   EX1  All pages compute on other threads. One that is not cross-origin isolated gets the same results by messages, and says once
 *        which headers are missing.
 *   EX2  No page blocks, none leaves a thread behind, and none says anything else on its console.
 *   EX3  No bundle holds what only Node can do.
 */
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { ISOLATION, served } from "./serve.mjs";

/** Milliseconds that a page may take. */
const LIMIT = 60_000;

/** How many processors the pages are told of, so that they have the same work to do on any machine. */
const CORES = 4;

const BUNDLERS = ["vite", "webpack", "esbuild"];

const MISSING =
  "warning: gopark: threads talk by messages: slower, without work stealing, without shared atomics: " +
  "this page is not cross-origin isolated, so it has no shared memory: " +
  "send it with the headers Cross-Origin-Opener-Policy: same-origin and Cross-Origin-Embedder-Policy: require-corp " +
  "(or credentialless)";

/** What Vite's server says on the console of each thread. */
const FROM_VITE = /^\w+: \[vite\] connect(ing|ed)\./;

/** What only host-process.ts and locate.ts of core say. */
const NODES = /_getActiveHandles|\[\[GeneratorLocation\]\]/;

/** @param {string} bundler */
const folderOf = (bundler) =>
  fileURLToPath(new URL(`../../../../examples/browser-${bundler}`, import.meta.url));

/**
 * What is wrong with a page.
 *
 * @param {import("./chromium.mjs").Page} page
 * @param {boolean} isIsolated
 * @returns {Promise<string[]>}
 */
async function judge(page, isIsolated) {
  const shown = await page.result;
  const [waits, left, isolated] = await page.evaluate(`navigator.locks.query().then(({ held }) => [
    globalThis.waits,
    held.filter(({ mode }) => mode === "shared").length,
    crossOriginIsolated,
  ])`);
  const got = { shown, isolated, waits, left, console: page.lines.filter((line) => !FROM_VITE.test(line)) };
  const want = {
    shown: [
      "78498 primes below 1000000",
      "78498 added up in turns",
      "40 of 40 jobs done by other threads",
    ].join("\n"),
    isolated: isIsolated,
    waits: 0,
    left: 0,
    console: isIsolated ? [] : [MISSING],
  };
  return Object.entries(want)
    .map(([name, value]) => [
      name,
      JSON.stringify(value),
      JSON.stringify(got[/** @type {keyof got} */ (name)]),
    ])
    .filter(([, wanted, found]) => wanted !== found)
    .map(([name, wanted, found]) => `${name}: want ${wanted}, got ${found}`);
}

/**
 * Runs `f` with the URL of Vite's own server, which sends modules one by one. `warnings` gets what it complains of.
 *
 * @template T
 * @param {string[]} warnings
 * @param {(url: string) => Promise<T>} f
 * @returns {Promise<T>}
 */
async function servedByVite(warnings, f) {
  const { createLogger, createServer } = await import("vite");
  const logger = createLogger("error");
  logger.warn = (text) => void warnings.push(text);
  const server = await createServer({
    root: folderOf("vite"),
    customLogger: logger,
    server: { port: 0, host: "localhost" },
    // What an earlier server found to bundle is out of date once anything is built again: it would be asked for, and be gone.
    optimizeDeps: { force: true },
  });
  try {
    await server.listen();
    return await f(/** @type {string} */ (server.resolvedUrls?.local[0]));
  } finally {
    await server.close();
  }
}

/**
 * Opens the pages, and gives what each came to.
 *
 * @param {import("./chromium.mjs").Browser} browser
 * @returns {AsyncGenerator<{ name: string, wrong: string[], notes: string }>}
 */
export async function* examples(browser) {
  const own = fileURLToPath(new URL("../../../core/dist/runtime/", import.meta.url));
  const known = ["host-process.js", "locate.js"].filter((file) =>
    NODES.test(readFileSync(own + file, "utf8")),
  );
  yield { name: "what is Node's", wrong: known.length === 2 ? [] : ["its words are others now"], notes: "" };
  /** @param {boolean} isIsolated @returns {(url: string) => Promise<string[]>} */
  const visit = (isIsolated) => (url) =>
    browser.visit(url, { cores: CORES, limit: LIMIT }, (page) => judge(page, isIsolated));
  for (const bundler of BUNDLERS) {
    const dist = `${folderOf(bundler)}/dist`;
    const scripts = readdirSync(dist, { recursive: true, encoding: "utf8" }).filter((name) =>
      /\.js$/.test(name),
    );
    const notes = `${scripts.length} scripts`;
    const superfluous = scripts
      .filter((name) => NODES.test(readFileSync(`${dist}/${name}`, "utf8")))
      .map((name) => `${name}: holds what is Node's`);
    const wrong = [...superfluous, ...(await served(dist, ISOLATION, visit(true)))];
    yield { name: `${bundler}, isolated`, wrong, notes };
    yield { name: `${bundler}, plain`, wrong: await served(dist, {}, visit(false)), notes };
  }
  /** @type {string[]} */
  const warnings = [];
  const wrong = await servedByVite(warnings, visit(true));
  yield { name: "vite's server", wrong, notes: `not bundled, ${warnings.length} warnings` };
}
