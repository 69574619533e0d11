/**
 * The comparison: each twin runs in a process of its own and must do what Go did.
 *
 * Compared are stdout and the exit code to the letter, and the stable part of stderr (`stderr.ts`).
 */
import { existsSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type Ended, execute } from "./child.js";
import { diff } from "./diff.js";
import { type Behaviour, type Program, programs, recording, root } from "./program.js";
import { stablePart } from "./stderr.js";

/** What became of one comparison. */
export interface Result {
  /** Name of the program. */
  readonly name: string;
  readonly pass: boolean;
  /** Where the two differ; empty if they agree. */
  readonly detail: string;
}

/** What of a run is compared. */
export function behaviour({ stdout, stderr, code }: Ended): Behaviour {
  return { stdout, code, stderr: stablePart(stderr) };
}

/** Compares what was recorded with what was done. */
export function compare(name: string, want: Behaviour, got: Behaviour): Result {
  const parts: string[] = [];
  if (want.code !== got.code) parts.push(`exit code: want ${want.code}, got ${got.code}`);
  for (const stream of ["stdout", "stderr"] as const) {
    const lines = diff(want[stream], got[stream]);
    if (lines !== "") parts.push(`${stream}:\n${lines}`);
  }
  return { name, pass: parts.length === 0, detail: parts.join("\n") };
}

/** Loaded before a twin: its clock is virtual, so a busy machine changes nothing. */
const clock = pathToFileURL(join(root, "..", "scripts", "virtual-time.mjs")).href;

/** Runs one twin, by default on the Node that runs this, and compares it with the newest Go's recording. */
export async function runTwin(program: Program, engine: string = process.execPath): Promise<Result> {
  const { name, twin } = program;
  const failed = (detail: string): Result => ({ name, pass: false, detail });
  if (!existsSync(twin)) return failed(`${twin} is missing: run the build first`);
  const ended = await execute(engine, program.isRealTime ? [twin] : ["--import", clock, twin]);
  return ended === undefined
    ? failed(`cannot run ${engine}`)
    : compare(name, recording(program), behaviour(ended));
}

/** Does `work` for every item, as many at once as there are processors, and keeps the order. */
export async function inParallel<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  const rest = items.entries();
  const lane = async (): Promise<void> => {
    for (const [at, item] of rest) results[at] = await work(item);
  };
  await Promise.all(Array.from({ length: availableParallelism() }, lane));
  return results;
}

/** Runs every twin, or those whose names begin with one of `wanted`. */
export function runAll(wanted: readonly string[] = [], engine?: string): Promise<Result[]> {
  return inParallel(programs(wanted), (program) => runTwin(program, engine));
}

/** How many of the results are good. */
export function agreeing(results: readonly Result[]): number {
  return results.filter(({ pass }) => pass).length;
}

/** The line that sums up a run of the suite; `fresh` are the results of real Go, if there is one. */
export function summary(twins: readonly Result[], version?: string, fresh: readonly Result[] = []): string {
  const line = `conformance: ${twins.length} twins, ${agreeing(twins)} agree with recorded Go output`;
  return version === undefined ? line : `${line}, ${agreeing(fresh)} recordings agree with ${version} here`;
}
