/**
 * Two builds of gopark against each other: what a change costs or gains.
 *
 *     node bench/dist/duel.js DIR [--cases=a,b] [--rounds=N]
 *
 * DIR is another checkout, built. Both builds run in one process, in turn and every second round in reverse, and each run
 * is compared with its neighbour: a machine that gets slower or busier does so for both. Samples of processes of
 * their own (run.ts) differ by a fifth where this tells a twentieth.
 *
 *   DU1  A figure is the median of the ratios of neighbouring runs, this build to that in DIR.
 *   DU2  Each case has a process of its own: what an engine learns of one case does not change another.
 *   DU3  A run that returns another result than its case says is an error.
 */

import { spawnSync } from "node:child_process";
import { resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import type { CaseSpec } from "./case-spec.js";
import { cases, findCase } from "./cases.js";
import { wholeNumber } from "./options.js";
import { median } from "./results.js";
import { judge, sizeOf } from "./sample.js";
import type { CaseFn, Subject } from "./subject.js";

/** Runs of both builds before the first that counts: until the engine has compiled them. */
const WARM_UPS = 4;

/** One run: nanoseconds per operation. */
export type Run = () => Promise<number>;

/** DU1, after `rounds` runs of each. */
export async function ratioOf(mine: Run, theirs: Run, rounds: number): Promise<number> {
  const ratios: number[] = [];
  for (let round = -WARM_UPS; round < rounds; round++) {
    const isReverse = round % 2 !== 0;
    const first = await (isReverse ? theirs : mine)();
    const second = await (isReverse ? mine : theirs)();
    if (round >= 0) ratios.push(isReverse ? second / first : first / second);
  }
  return median(ratios);
}

/** Whether a case can be run again and again in one process, and is measured in time. */
export function isRepeatable(spec: CaseSpec): boolean {
  return spec.procs === undefined && spec.metrics.length === 1 && spec.metrics[0] === "ns";
}

function timed(spec: CaseSpec, run: CaseFn): Run {
  const size = sizeOf(spec, "gopark", true);
  return async () => {
    globalThis.gc?.();
    const start = process.hrtime.bigint();
    const result = await run(size, { begin() {}, parked() {}, waited() {} });
    const ns = Number(process.hrtime.bigint() - start);
    const sample = judge(spec, size, { ns, result });
    if (sample.kind !== "figures") throw new Error(`${spec.name}: ${JSON.stringify(sample)}`);
    return sample.figures.ns ?? Number.NaN;
  };
}

async function caseOf(root: URL, spec: CaseSpec): Promise<Run> {
  const { href } = new URL("bench/dist/subjects/gopark.js", root);
  const { subject } = (await import(href)) as { subject: Subject };
  const run = subject[spec.name];
  if (run === undefined) throw new Error(`${href}: has no case "${spec.name}"`);
  return timed(spec, run);
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      cases: { type: "string" },
      rounds: { type: "string", default: "31" },
      alone: { type: "boolean", default: false },
    },
  });
  const [other] = positionals;
  if (other === undefined) throw new Error("want the folder of another checkout, got nothing");
  const rounds = wholeNumber("rounds", values.rounds, 1);
  const wanted = values.cases?.split(",").map(findCase);
  const unfit = wanted?.find((spec) => !isRepeatable(spec));
  if (unfit !== undefined)
    throw new Error(`--cases: want cases of one thread that are measured in time, got "${unfit.name}"`);
  for (const spec of wanted ?? cases.filter(isRepeatable)) {
    if (values.alone) {
      const mine = await caseOf(new URL("../../", import.meta.url), spec);
      const theirs = await caseOf(pathToFileURL(`${resolve(other)}/`), spec);
      const ratio = await ratioOf(mine, theirs, rounds);
      // What a case leaves parked is no reason to stay.
      process.stdout.write(`${spec.name.padEnd(18)} ${ratio.toFixed(3)}\n`, () => process.exit(0));
      return;
    }
    const options = ["--alone", `--cases=${spec.name}`, `--rounds=${rounds}`];
    const args = ["--expose-gc", fileURLToPath(import.meta.url), other, ...options];
    const { status } = spawnSync(process.execPath, args, { stdio: "inherit", timeout: 600_000 });
    if (status !== 0) process.exitCode = 1;
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    await main();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
