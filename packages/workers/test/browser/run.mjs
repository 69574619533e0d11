/**
 * Runs a page in headless Chromium in several ways and judges what it reports. About 20 s in all.
 *
 *     npm run test:browser        CHROMIUM names the browser; default: chromium (Debian: apt-get install chromium)
 *
 *   BR1  The page runs what a bundler makes of the sources: one bundle for the page, one for its workers.
 *   BR2  All pages get the same results, each in its way: on other threads, on other threads without WebAssembly, and
 *        without shared memory on its own.
 *   BR3  No page blocks, and none leaves a thread behind.
 */
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

/** Milliseconds that a page may take. */
const LIMIT = 120_000;

const here = fileURLToPath(new URL("./", import.meta.url));
const packages = fileURLToPath(new URL("../../../", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "gopark-browser-"));
const profile = mkdtempSync(join(tmpdir(), "gopark-profile-"));

/** What makes a page cross-origin isolated. */
const ISOLATION = {
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-embedder-policy": "require-corp",
  "cross-origin-resource-policy": "same-origin",
};

/** A policy that forbids to compile WebAssembly. */
const STRICT = { "content-security-policy": "default-src 'self'" };

/**
 * @typedef {object} Page
 * @property {string} name
 * @property {Record<string, string>} headers with which the page, and its scripts, are sent
 * @property {boolean} isThreaded whether its program has threads
 * @property {boolean} isHealthy whether the doctor has nothing to say
 */

/** @type {Page[]} */
const PAGES = [
  { name: "isolated", headers: ISOLATION, isThreaded: true, isHealthy: true },
  { name: "isolated, no wasm", headers: { ...ISOLATION, ...STRICT }, isThreaded: true, isHealthy: false },
  { name: "plain", headers: {}, isThreaded: false, isHealthy: false },
];

/** Scripts of the page, each bundled on its own. */
const SCRIPTS = ["page", "worker", "comlink"];

async function bundle() {
  for (const name of SCRIPTS)
    await build({
      entryPoints: [`${here}${name}.ts`],
      alias: Object.fromEntries(
        ["core/internal", "core", "select", "sync", "workers"].map((name) => [
          `@gopark/${name}`,
          `${packages}${name === "core/internal" ? "core/src/internal.ts" : `${name}/src/index.ts`}`,
        ]),
      ),
      bundle: true,
      format: "esm",
      target: "es2022",
      outdir: folder,
      logLevel: "warning",
    });
}

/**
 * Opens one page and gives what it reports.
 *
 * @param {Page} page
 * @returns {Promise<Record<string, unknown>>}
 */
async function visit({ name, headers }) {
  /** @type {(value: Record<string, unknown>) => void} */
  let report = () => {};
  /** @type {Promise<Record<string, unknown>>} */
  const reported = new Promise((resolve) => {
    report = resolve;
  });
  /** The last part that the page has begun. */
  let part = "nothing";
  const server = createServer((request, response) => {
    const [path = "", query = ""] = request.url?.split("?") ?? [];
    if (request.method === "POST") {
      let body = "";
      request.on("data", (chunk) => {
        body += chunk;
      });
      request.on("end", () => {
        response.writeHead(204).end();
        report(JSON.parse(body));
      });
    } else if (SCRIPTS.some((script) => path === `/${script}.js`)) {
      response.writeHead(200, { ...headers, "content-type": "text/javascript" });
      response.end(readFileSync(join(folder, path)));
    } else if (path === "/") {
      response.writeHead(200, { ...headers, "content-type": "text/html" });
      response.end('<!doctype html><title>gopark</title><script type="module" src="/page.js"></script>');
    } else {
      if (path === "/part") part = query;
      response.writeHead(path === "/part" ? 204 : 404).end();
    }
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  const browser = spawn(
    process.env["CHROMIUM"] ?? "chromium",
    [
      "--headless=new",
      "--no-sandbox",
      "--disable-gpu",
      "--disable-dev-shm-usage",
      // Without it the browser ends as soon as the page is loaded.
      "--remote-debugging-port=0",
      "--enable-logging=stderr",
      `--user-data-dir=${join(profile, name)}`,
      `http://localhost:${port}/`,
    ],
    // All its processes in one group, to be ended together.
    { stdio: ["ignore", "ignore", "pipe"], detached: true },
  );
  let log = "";
  browser.stderr.on("data", (chunk) => {
    log += chunk;
  });
  /** @type {NodeJS.Timeout | undefined} */
  let timer;
  const failed = new Promise((_resolve, reject) => {
    const fail = (/** @type {string} */ what) =>
      // What the page printed; the rest is the browser's own.
      reject(
        new Error(`${name}: ${what} (in part: ${part})\n${log.match(/.*CONSOLE.*/g)?.join("\n") ?? ""}`),
      );
    browser.on("error", reject);
    browser.on("exit", (code) => fail(`the browser exited with ${code}`));
    timer = setTimeout(() => fail(`the page did not report within ${LIMIT} ms`), LIMIT);
  });
  try {
    return await Promise.race([reported, /** @type {Promise<never>} */ (failed)]);
  } finally {
    clearTimeout(timer);
    failed.catch(() => {});
    end(browser);
    server.closeAllConnections();
    server.close();
  }
}

/**
 * Ends a browser and all processes that it has started.
 *
 * @param {import("node:child_process").ChildProcess} browser
 */
function end(browser) {
  if (browser.pid === undefined) return;
  try {
    process.kill(-browser.pid, "SIGKILL");
  } catch {
    // It has ended of itself.
  }
}

/**
 * What is wrong with a report.
 *
 * @param {Record<string, unknown>} report
 * @param {Page} page
 * @returns {string[]}
 */
function judge(report, { isThreaded, isHealthy }) {
  /** @param {unknown} wanted @returns {[string, (value: unknown) => boolean]} */
  const exactly = (wanted) => [
    JSON.stringify(wanted),
    (value) => JSON.stringify(value) === JSON.stringify(wanted),
  ];
  /** @type {Record<string, [want: string, isRight: (value: any) => boolean]>} */
  const rules = {
    isolated: exactly(isThreaded),
    doctor: exactly(isHealthy),
    sums: exactly([7199999940000000, isThreaded ? 6 : 0]),
    together: exactly(199999990000000),
    channel: exactly(999_000),
    values: exactly([]),
    bridged: exactly([]),
    selects: exactly(89_700),
    bridgedSelects: exactly(89_700),
    moved: exactly(7000),
    lock: exactly(2000),
    panic: exactly("GoPanic: panic: boom"),
    frames: ["frames while others compute", (value) => value >= (isThreaded ? 5 : 1)],
    // Two wake-ups of threads that may be asleep; a busy machine takes its time.
    roundTrip: ["less than 5000 us", (value) => value < 5000],
    endless: ["[less than 10000 ms, 499500]", (value) => value?.[0] < 10_000 && value[1] === 499_500],
    death: isThreaded
      ? ["WorkerLost", (value) => /^(GoPanic: panic: )?WorkerLost: worker lost/.test(value)]
      : exactly("no threads"),
    comlink: exactly(5050),
    waits: exactly(0),
    left: exactly(0),
  };
  return Object.entries(rules)
    .filter(([name, [, isRight]]) => !isRight(report[name]))
    .map(([name, [wanted]]) => `${name}: want ${wanted}, got ${JSON.stringify(report[name])}`);
}

try {
  await bundle();
  for (const page of PAGES) {
    const start = performance.now();
    const report = await visit(page);
    const wrong = judge(report, page);
    for (const line of wrong) console.log(`${page.name}: ${line}`);
    const took = ((performance.now() - start) / 1000).toFixed(1);
    console.log(
      `browser: ${page.name} page: ${wrong.length === 0 ? "all right" : `${wrong.length} wrong`} ` +
        `(${took} s; ${report["frames"]} frames, a round trip ${report["roundTrip"]} us)`,
    );
    if (wrong.length > 0) process.exitCode = 1;
  }
} finally {
  rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  rmSync(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
}
