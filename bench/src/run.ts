/**
 * The driver of the benchmark: cases x subjects, in alternating rounds, one process per sample.
 *
 *   D1  Within a case the subjects take turns, round by round, every second round in reverse: a machine that gets
 *       slower or busier does so for all of them.
 *   D2  A failed sample fails the run (exit code 1); the other figures are still printed.
 */

import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import type { CaseSpec, SubjectName } from "./case-spec.js";
import { type Options, readOptions, usage } from "./options.js";
import { type CaseSamples, type Row, rowsOf, type Verdict, verdictsOf } from "./results.js";
import { type Figures, goBinary, sizeOf, takeSample } from "./sample.js";
import { goalTable, resultTable } from "./table.js";
import { readVersions, type Versions, versionLines } from "./versions.js";

/** Compiles the Go subject. False: there is no Go here. */
function buildGo(): boolean {
  const source = fileURLToPath(new URL("../go", import.meta.url));
  try {
    execFileSync("go", ["build", "-o", goBinary, "."], {
      cwd: source,
      stdio: ["ignore", "ignore", "inherit"],
    });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    process.stderr.write("go is not installed: its column is left out\n");
    return false;
  }
}

function roundsOf(spec: CaseSpec, options: Options): number {
  return Math.min(options.rounds, spec.maxRounds ?? options.rounds);
}

/** Failures by "case subject". */
type Failures = Map<string, string>;

function runCase(
  spec: CaseSpec,
  subjects: readonly SubjectName[],
  options: Options,
  failures: Failures,
): CaseSamples {
  const samples = new Map<SubjectName, Figures[]>();
  let taking = [...subjects];
  const rounds = roundsOf(spec, options);
  for (let round = 1; round <= rounds; round++) {
    process.stderr.write(`${spec.name}: round ${round} of ${rounds}\n`);
    for (const subject of round % 2 === 1 ? taking : [...taking].reverse()) {
      const sample = takeSample(spec, subject, options);
      if (sample.kind === "figures") {
        const soFar = samples.get(subject);
        if (soFar === undefined) samples.set(subject, [sample.figures]);
        else soFar.push(sample.figures);
        continue;
      }
      taking = taking.filter((each) => each !== subject);
      if (sample.kind === "failed") failures.set(`${spec.name} ${subject}`, sample.reason);
    }
  }
  return { spec, samples };
}

function asJson(
  versions: Versions,
  options: Options,
  results: readonly CaseSamples[],
  rows: readonly Row[],
  verdicts: readonly Verdict[],
  failures: Failures,
): string {
  const record = {
    versions,
    rounds: options.rounds,
    quick: options.quick,
    cpu: options.cpu ?? null,
    cases: results.map(({ spec, samples }) => ({
      case: spec.name,
      title: spec.title,
      operation: spec.op,
      subjects: Object.fromEntries(
        [...samples].map(([subject, figures]) => [
          subject,
          { operations: spec.ops(sizeOf(spec, subject, options.quick)), samples: figures },
        ]),
      ),
      medians: rows
        .filter((row) => row.spec === spec)
        .map(({ metric, medians, goparkToGo, peerToGopark, goparkToFloor }) => ({
          metric,
          ...Object.fromEntries(medians),
          ratios: { goparkToGo, peerToGopark, goparkToFloor },
        })),
    })),
    goals: verdicts.map(({ spec, goal, bound, measured, isMet }) => ({
      case: spec.name,
      against: goal.against,
      metric: goal.metric,
      bound,
      measured,
      isMet,
    })),
    failures: Object.fromEntries(failures),
  };
  return `${JSON.stringify(record, null, 2)}\n`;
}

function bench(options: Options): number {
  const hasGo = options.subjects.includes("go") && buildGo();
  const versions = readVersions(options.node, hasGo ? goBinary : undefined);
  const subjects = options.subjects.filter((subject) => subject !== "go" || hasGo);
  const failures: Failures = new Map();
  const results = options.cases.map((spec) => runCase(spec, subjects, options, failures));
  const rows = results.flatMap(rowsOf);
  const nodeMajor = Number.parseInt(versions.node, 10);
  const verdicts = rows.flatMap((row) => verdictsOf(row, nodeMajor));

  const bound = options.cpu === undefined ? "" : `, bound to processor ${options.cpu}`;
  const rounds = Math.max(...results.map((each) => roundsOf(each.spec, options)));
  const shown = subjects.filter((subject) =>
    rows.some((row) => row.medians.has(subject) || failures.has(`${row.spec.name} ${subject}`)),
  );
  console.log(`\n${versionLines(versions)}`);
  console.log(`Medians per operation of ${rounds} alternating rounds, one process per sample${bound}.\n`);
  console.log(resultTable(rows, shown, new Set(failures.keys())));
  if (verdicts.length > 0) console.log(`\n${goalTable(verdicts)}`);
  if (options.quick) console.log("\n--quick: one round at a tenth of the size; these figures prove nothing.");
  for (const [name, reason] of failures) console.error(`\n${name} failed:\n${reason}`);

  const file = options.json ?? fileURLToPath(new URL("../results/latest.json", import.meta.url));
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, asJson(versions, options, results, rows, verdicts, failures));
  return failures.size === 0 ? 0 : 1;
}

try {
  const options = readOptions(process.argv.slice(2));
  if (options === undefined) console.log(usage);
  else process.exitCode = bench(options);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
