/**
 * `npm test`: every check of the repository, then every test, and one line that counts them all.
 *
 *   K1  The commands are the scripts of the root `package.json`; this file only orders, times and counts them.
 *   K2  A check counts once; the tests count one by one, as `count-tests.mjs` says.
 *   K3  A step that needs the build is not run if the build failed, and then counts as failed.
 *   K4  Tests run alone, one step after the other: some of them measure how soon the event loop answers.
 *   K5  Of a failed test run the failures are printed, and the whole output only where no test failed: what
 *       reads this may keep but the beginning of it. Of one that was stopped, first the files that had not ended.
 *   K6  Pages are opened wherever there is a Chromium, and on CI there has to be one. Elsewhere a line says that none was.
 *   K7  The last line is exactly `N passed, N failed`, and the exit code is 0 only if nothing failed.
 *
 * `npm test -- lint size` runs only the steps named.
 */

import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { findChromium } from "../packages/workers/test/browser/chromium.mjs";
import { countTests, failures } from "./count-tests.mjs";
import { repository } from "./packages.mjs";

/**
 * One step: a script of the root `package.json`.
 *
 * @typedef {object} Step
 * @property {string} script
 * @property {boolean} [needsBuild] does it read `dist/`?
 * @property {boolean} [isAlone] does it run when nothing else does (K4)?
 * @property {boolean} [isTests] is it the test run, which has a count of its own?
 */

/** Longest first within a group, so that the two lanes end together. @type {Step[]} */
const steps = [
  { script: "build" },
  { script: "typecheck" },
  { script: "lint" },
  { script: "layers" },
  { script: "names" },
  { script: "docs:api" },
  { script: "published", needsBuild: true },
  { script: "knip" },
  { script: "size", needsBuild: true },
  { script: "test:unit", needsBuild: true, isAlone: true, isTests: true },
  { script: "test:browser", needsBuild: true, isAlone: true },
];

/** How many steps run side by side. */
const lanes = 2;

/** A step that runs longer than this hangs: several times as long as any takes on a machine that is not slow. */
const limit = 25 * 60_000;

/**
 * What became of a step.
 *
 * @typedef {object} Outcome
 * @property {number} passed
 * @property {number} failed
 * @property {number} skipped
 * @property {string} output what it printed
 */

const scratch = mkdtempSync(join(tmpdir(), "gopark-check-"));
const report = join(scratch, "tests.json");
const running = join(scratch, "running.txt");
const { scripts } = JSON.parse(readFileSync(join(repository, "package.json"), "utf8"));

/** @type {NodeJS.ProcessEnv} */
const environment = {
  ...process.env,
  PATH: join(repository, "node_modules", ".bin") + delimiter + process.env.PATH,
  NO_COLOR: "1",
  FORCE_COLOR: undefined,
  GOPARK_RUNNING: running,
};

/** Process groups that are alive, so that none outlives this one. @type {Set<number>} */
const groups = new Set();

/** @param {number} group */
function kill(group) {
  try {
    process.kill(-group, "SIGKILL");
  } catch {
    groups.delete(group);
  }
}

for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM"]))
  process.once(signal, () => {
    for (const group of groups) kill(group);
    rmSync(scratch, { recursive: true, force: true });
    process.exit(signal === "SIGINT" ? 130 : 143);
  });

/**
 * Runs a command of `package.json` in a process group of its own.
 *
 * @param {string} command
 * @returns {Promise<{ code: number | null, output: string }>}
 */
function execute(command) {
  const child = spawn(command, {
    cwd: repository,
    env: environment,
    shell: true,
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const group = child.pid;
  if (group !== undefined) groups.add(group);
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (text) => {
      output += text;
    });
  const timer = setTimeout(() => {
    const files = existsSync(running) ? readFileSync(running, "utf8") : "";
    output = `stopped: still running after ${limit / 60_000} minutes\n${files}\n${output}`;
    if (group !== undefined) kill(group);
  }, limit);
  return new Promise((resolve) => {
    child.on("error", (error) => {
      output += String(error);
    });
    child.on("close", (code) => {
      clearTimeout(timer);
      if (group !== undefined) groups.delete(group);
      resolve({ code, output });
    });
  });
}

/**
 * Runs a step and prints its line.
 *
 * @param {Step} step
 * @param {boolean} isBuilt
 * @returns {Promise<Outcome>}
 */
async function perform({ script, needsBuild, isTests }, isBuilt) {
  const started = performance.now();
  /** @type {Outcome} */
  let outcome;
  if (needsBuild && !isBuilt)
    outcome = { passed: 0, failed: 1, skipped: 0, output: "not run: the build failed\n" };
  else {
    const reporters = ` --reporter=default --reporter=json --reporter=./scripts/running.mjs --outputFile.json="${report}"`;
    const { code, output } = await execute(scripts[script] + (isTests ? reporters : ""));
    if (isTests) {
      const text = existsSync(report) ? readFileSync(report, "utf8") : undefined;
      outcome = { ...countTests(text, code), output: failures(text).join("\n\n") || output };
    } else outcome = { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0, output };
  }
  const seconds = ((performance.now() - started) / 1000).toFixed(1).padStart(6);
  const counts = isTests
    ? `  ${outcome.passed} passed, ${outcome.failed} failed${outcome.skipped > 0 ? `, ${outcome.skipped} skipped` : ""}`
    : "";
  console.log(`${outcome.failed > 0 ? "FAIL" : "ok  "}  ${script.padEnd(12)} ${seconds} s${counts}`);
  return outcome;
}

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !steps.some(({ script }) => script === name));
if (unknown.length > 0) {
  console.error(
    `no such step: ${unknown.join(", ")}; there are: ${steps.map(({ script }) => script).join(", ")}`,
  );
  process.exit(2);
}
const hasPages = findChromium() !== undefined || process.env["CI"] !== undefined;
const chosen = steps.filter(({ script }) =>
  wanted.length > 0 ? wanted.includes(script) : script !== "test:browser" || hasPages,
);

/** @type {Map<string, Outcome>} */
const outcomes = new Map();
const checks = chosen.filter(({ isAlone }) => !isAlone);
const build = chosen.find(({ script }) => script === "build");
/** @type {Promise<boolean>} */
let built = Promise.resolve(true);

/** Takes the next check whenever it is free, until none is left. */
async function lane() {
  for (let step = checks.shift(); step !== undefined; step = checks.shift()) {
    const running = perform(step, step.needsBuild ? await built : true);
    if (step === build) built = running.then(({ failed }) => failed === 0);
    outcomes.set(step.script, await running);
  }
}

try {
  await Promise.all(Array.from({ length: lanes }, lane));
  for (const step of chosen) if (step.isAlone) outcomes.set(step.script, await perform(step, await built));
  if (wanted.length === 0 && !hasPages)
    console.log("--    test:browser not run: there is no Chromium in PATH, and CHROMIUM names none");
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

let passed = 0;
let failed = 0;
for (const [script, outcome] of outcomes) {
  passed += outcome.passed;
  failed += outcome.failed;
  if (outcome.failed > 0) console.log(`\n---- npm run ${script}\n${outcome.output.trimEnd()}`);
}
if (failed > 0) console.log();
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;
