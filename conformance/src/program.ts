/**
 * The programs and what Go printed.
 *
 * One directory per program under `programs/`: `main.go`, its recording (`expected.out`, `expected.code`, and
 * `expected.err` if it wrote to stderr), and `twin.ts`.
 *
 *   P1  A recording is what the Go of `RECORDED_WITH` printed, and is never edited.
 *   P2  Where newer Go prints something else, the program's header says so, line by line:
 *       `// Since go1.22: "b: 3 3 3" reads "b: 2 1 0"` (both JSON strings). The twin follows the newest rule.
 *       Of several that name the same line, the n-th is about its n-th occurrence, the last about all that follow.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { stablePart } from "./stderr.js";

/** The version of Go that made the recordings. */
export const RECORDED_WITH = "go1.19.8";

/** What a program did, as far as two runs can be compared. */
export interface Behaviour {
  readonly stdout: string;
  /** Exit code; null if a signal ended the process. */
  readonly code: number | null;
  /** The stable part of stderr. */
  readonly stderr: string;
}

/** A line that reads differently from some version of Go on. */
export interface Difference {
  /** The release that changed it: 22 for go1.22. */
  readonly since: number;
  readonly recorded: string;
  readonly reads: string;
}

/** One program of the suite. */
export interface Program {
  /** Name of its directory: `15-deadlock-main`. */
  readonly name: string;
  /** Path of the Go source. */
  readonly source: string;
  /** Path of the compiled twin. */
  readonly twin: string;
  /** What newer Go prints instead (P2). */
  readonly differences: readonly Difference[];
  /** Whether its twin needs the real clock: a line `// Real time: why` in the source. */
  readonly isRealTime: boolean;
}

/** The directory of this package, whether this file runs from `src/` or from `dist/src/`. */
export const root: string = (() => {
  let directory = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(directory, "package.json"))) directory = dirname(directory);
  return directory;
})();

function differences(source: string): Difference[] {
  const text = '"((?:[^"\\\\]|\\\\.)*)"';
  const line = new RegExp(`^// Since go1\\.(\\d+): ${text} reads ${text}$`, "gm");
  return [...source.matchAll(line)].map(([, since, recorded, reads]) => ({
    since: Number(since),
    recorded: JSON.parse(`"${recorded}"`) as string,
    reads: JSON.parse(`"${reads}"`) as string,
  }));
}

/** Every program, in order of its name; `wanted` picks those whose name begins with one of the given texts. */
export function programs(wanted: readonly string[] = []): Program[] {
  return readdirSync(join(root, "programs"))
    .sort()
    .filter((name) => wanted.length === 0 || wanted.some((start) => name.startsWith(start)))
    .map((name) => {
      const source = join(root, "programs", name, "main.go");
      const text = readFileSync(source, "utf8");
      return {
        name,
        source,
        twin: join(root, "dist", "programs", name, "twin.js"),
        differences: differences(text),
        isRealTime: /^\/\/ Real time: /m.test(text),
      };
    });
}

/** Lines of a recording as the given release would print them (P2). */
function edit(lines: readonly string[], declared: readonly Difference[], release: number): string[] {
  const seen = new Map<string, number>();
  return lines.map((line) => {
    const [first, ...others] = declared.filter(({ recorded }) => recorded === line);
    if (first === undefined) return line;
    const nth = seen.get(line) ?? 0;
    seen.set(line, nth + 1);
    const { since, reads } = [first, ...others][nth] ?? others.at(-1) ?? first;
    return release < since ? line : reads;
  });
}

/** Path of one file of a recording. */
export function recordingFile(program: Program, extension: "out" | "code" | "err"): string {
  return join(dirname(program.source), `expected.${extension}`);
}

/**
 * The recording, as the given release of Go would print it; by default the newest.
 * @throws Error if a declared difference does not occur in the recording
 */
export function recording(program: Program, release: number = Number.POSITIVE_INFINITY): Behaviour {
  const err = recordingFile(program, "err");
  const out = readFileSync(recordingFile(program, "out"), "utf8").split("\n");
  const report = existsSync(err) ? readFileSync(err, "utf8").split("\n") : [];
  for (const { recorded } of program.differences) {
    if (!out.includes(recorded) && !report.includes(recorded))
      throw new Error(`${program.name}: no line of the recording reads ${JSON.stringify(recorded)}`);
  }
  return {
    stdout: edit(out, program.differences, release).join("\n"),
    code: Number(readFileSync(recordingFile(program, "code"), "utf8")),
    stderr: stablePart(edit(report, program.differences, release).join("\n")),
  };
}
