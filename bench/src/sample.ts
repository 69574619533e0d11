/**
 * One sample: a fresh process for one subject and one case.
 *
 *   P1  A process measures once and ends, so no sample inherits another's heap, optimised code or leftovers.
 *   P2  A sample counts only if its result is the case's expected one.
 */

import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { CaseSpec, Metric, SubjectName } from "./case-spec.js";
import { tenth } from "./cases.js";
import type { Options } from "./options.js";
import type { Report } from "./subject-main.js";

/** Figures per operation; a metric that the case does not read is absent. */
export type Figures = { readonly [M in Metric]?: number };

export type Sample =
  | { readonly kind: "figures"; readonly figures: Figures }
  /** The subject lacks the case. */
  | { readonly kind: "absent" }
  | { readonly kind: "failed"; readonly reason: string };

/** Where `go build` puts the Go subject. */
export const goBinary: string = fileURLToPath(new URL("../bin/go-bench", import.meta.url));
const child = fileURLToPath(new URL("./subject-main.js", import.meta.url));
/** A module for `--import`: every thread loads it before all else. */
const withoutWebAssembly = "data:text/javascript,delete globalThis.WebAssembly";
const timeout = 300_000;

export function sizeOf(spec: CaseSpec, subject: SubjectName, quick: boolean): number {
  const size = spec.sizes[subject] ?? spec.sizes.full;
  return quick ? tenth(spec, size) : size;
}

function commandLine(spec: CaseSpec, subject: SubjectName, size: number, options: Options): string[] {
  const sizes = [String(size), String(spec.warmUp ?? tenth(spec, size))];
  const command =
    subject === "go"
      ? [goBinary, spec.name, ...sizes]
      : [
          options.node,
          ...(spec.isPlain === true && subject === "gopark" ? ["--import", withoutWebAssembly] : []),
          ...(spec.heapMb === undefined ? [] : ["--expose-gc", `--max-old-space-size=${spec.heapMb}`]),
          child,
          subject,
          spec.name,
          ...sizes,
        ];
  return options.cpu === undefined ? command : ["taskset", "-c", String(options.cpu), ...command];
}

export function takeSample(spec: CaseSpec, subject: SubjectName, options: Options): Sample {
  const size = sizeOf(spec, subject, options.quick);
  const [command = "", ...args] = commandLine(spec, subject, size, options);
  const { NODE_OPTIONS: _ours, ...environment } = process.env;
  const ended = spawnSync(command, args, {
    encoding: "utf8",
    env: { ...environment, GOMAXPROCS: String(spec.procs ?? 1) },
    timeout,
    maxBuffer: 1 << 20,
  });
  if (ended.error !== undefined) return { kind: "failed", reason: ended.error.message };
  if (ended.status !== 0) {
    const reason = ended.stderr.trim().split("\n").slice(-12).join("\n");
    return { kind: "failed", reason: reason || `ended with ${ended.signal ?? ended.status}` };
  }
  const report = JSON.parse(ended.stdout) as Report | null;
  return report === null ? { kind: "absent" } : judge(spec, size, report);
}

/** P2. */
export function judge(spec: CaseSpec, size: number, report: Report): Sample {
  const expected = spec.expected(size);
  const allowed = (spec.tolerance ?? 0) * expected;
  if (!(Math.abs(report.result - expected) <= allowed)) {
    return { kind: "failed", reason: `want the result ${expected}, got ${report.result} (size ${size})` };
  }
  const ops = spec.ops(size);
  const readings: { readonly [M in Metric]: number | undefined } = {
    ns: report.ns / ops,
    bytes: report.bytes === undefined ? undefined : report.bytes / ops,
    gap: report.gapMs,
    peak: report.peakMb,
    wait: report.waitMs,
  };
  const figures: { [M in Metric]?: number } = {};
  for (const metric of spec.metrics) {
    const reading = readings[metric];
    if (reading === undefined) return { kind: "failed", reason: `reported no ${metric}` };
    figures[metric] = reading;
  }
  return { kind: "figures", figures };
}
