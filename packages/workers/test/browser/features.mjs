/**
 * A page that uses all there is, in several ways.
 *
 *   BR1  The page runs what a bundler makes of the sources: one bundle for the page, one for its workers.
 *   BR2  All pages get the same results on other threads, each in its way: with WebAssembly, without it, and by messages where there
 *        is no shared memory.
 *   BR3  No page blocks, and none leaves a thread behind.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { ISOLATION, served } from "./serve.mjs";

/** Milliseconds that a page may take. */
const LIMIT = 120_000;

const here = fileURLToPath(new URL("./", import.meta.url));
const packages = fileURLToPath(new URL("../../../", import.meta.url));

/** A policy that forbids to compile WebAssembly. */
const STRICT = { "content-security-policy": "default-src 'self'" };

/**
 * @typedef {object} Case
 * @property {string} name
 * @property {Record<string, string>} headers with which the page, and its scripts, are sent
 * @property {boolean} isShared whether its threads share memory
 * @property {boolean} isHealthy whether the doctor has nothing to say
 */

/** @type {Case[]} */
const CASES = [
  { name: "isolated", headers: ISOLATION, isShared: true, isHealthy: true },
  { name: "isolated, no wasm", headers: { ...ISOLATION, ...STRICT }, isShared: true, isHealthy: false },
  { name: "plain", headers: {}, isShared: false, isHealthy: false },
];

/** Scripts of the page, each bundled on its own. */
const SCRIPTS = ["page", "worker", "comlink"];

/** @param {string} folder */
async function bundle(folder) {
  await Promise.all(
    SCRIPTS.map((name) =>
      build({
        entryPoints: [`${here}${name}.ts`],
        alias: Object.fromEntries(
          ["core/internal", "core", "select", "sync", "workers/comlink", "workers"].map((name) => {
            const [folder, entry = "index"] = name.split("/");
            return [`@gopark/${name}`, `${packages}${folder}/src/${entry}.ts`];
          }),
        ),
        bundle: true,
        format: "esm",
        target: "es2022",
        outdir: folder,
        logLevel: "warning",
      }),
    ),
  );
  writeFileSync(
    join(folder, "index.html"),
    '<!doctype html><title>gopark</title><link rel="icon" href="data:,"><pre id="result"></pre><script type="module" src="/page.js"></script>',
  );
}

/**
 * What is wrong with a report.
 *
 * @param {Record<string, unknown>} report
 * @param {Case} page
 * @returns {string[]}
 */
function judge(report, { isShared, isHealthy }) {
  /** @param {unknown} wanted @returns {[string, (value: unknown) => boolean]} */
  const exactly = (wanted) => [
    JSON.stringify(wanted),
    (value) => JSON.stringify(value) === JSON.stringify(wanted),
  ];
  /** @type {Record<string, [want: string, isRight: (value: any) => boolean]>} */
  const rules = {
    isolated: exactly(isShared),
    doctor: exactly(isHealthy),
    sums: exactly([7199999940000000, 6]),
    spread: exactly(2),
    together: exactly(199999990000000),
    channel: exactly(999_000),
    values: exactly([]),
    bridged: exactly([]),
    selects: exactly(89_700),
    bridgedSelects: exactly(89_700),
    moved: exactly(7000),
    lock: isShared
      ? exactly(2000)
      : [
          "what it takes",
          (value) =>
            /argument 2: atomics, .* only in shared memory: .* not cross-origin isolated/.test(value),
        ],
    locks: exactly([40, true]),
    panic: exactly("GoPanic: panic: boom"),
    frames: ["frames while others compute", (value) => value >= 5],
    // Two wake-ups of threads that may be asleep; a busy machine takes its time.
    roundTrip: ["less than 5000 us", (value) => value < 5000],
    endless: ["[less than 10000 ms, 499500]", (value) => value?.[0] < 10_000 && value[1] === 499_500],
    death: ["WorkerLost", (value) => /^(GoPanic: panic: )?WorkerLost: worker lost/.test(value)],
    comlink: exactly(5050),
    waits: exactly(0),
    left: exactly(0),
  };
  return Object.entries(rules)
    .filter(([name, [, isRight]]) => !isRight(report[name]))
    .map(([name, [wanted]]) => `${name}: want ${wanted}, got ${JSON.stringify(report[name])}`);
}

/**
 * Opens the pages, and gives what each came to.
 *
 * @param {import("./chromium.mjs").Browser} browser
 * @returns {AsyncGenerator<{ name: string, wrong: string[], notes: string }>}
 */
export async function* features(browser) {
  const folder = mkdtempSync(join(tmpdir(), "gopark-browser-"));
  try {
    await bundle(folder);
    for (const page of CASES) {
      const report = JSON.parse(
        await served(folder, page.headers, (url) =>
          browser.visit(url, { limit: LIMIT }, ({ result }) => result),
        ),
      );
      yield {
        name: `${page.name} page`,
        wrong: judge(report, page),
        notes: `${report.frames} frames, a round trip ${report.roundTrip} us`,
      };
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
