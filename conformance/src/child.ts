/**
 * Child processes: run one to its end and keep what it printed.
 *
 * Always true: no child outlives its time limit, and none sees settings of the surroundings that change what
 * Go or Node print.
 */
import { spawn } from "node:child_process";

/** How a child ended and what it printed. */
export interface Ended {
  readonly stdout: string;
  readonly stderr: string;
  /** Exit code; null if a signal ended it. */
  readonly code: number | null;
}

/** A program that takes longer hangs, in milliseconds. */
const LIMIT = 60_000;

/** Settings that would make two runs differ. */
const UNWANTED = [
  "NODE_OPTIONS",
  "NODE_V8_COVERAGE",
  "NO_COLOR",
  "FORCE_COLOR",
  "GOTRACEBACK",
  "GODEBUG",
  "GOMAXPROCS",
  "GOGC",
  "GOFLAGS",
];

/** Variables for a child: the surroundings' own but for those settings, and `more`. */
function environment(more: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const env = { ...process.env, CGO_ENABLED: "0", GOTOOLCHAIN: "local" };
  for (const name of UNWANTED) delete (env as NodeJS.ProcessEnv)[name];
  return Object.assign(env, more);
}

/**
 * Runs a command to its end, in a directory (default: this process's own), with the variables of `more` set as well.
 * @returns what it printed, or undefined if there is no such command
 */
export function execute(
  command: string,
  args: readonly string[],
  more: NodeJS.ProcessEnv = {},
  cwd?: string,
): Promise<Ended | undefined> {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd,
      env: environment(more),
      stdio: ["ignore", "pipe", "pipe"],
      timeout: LIMIT,
      killSignal: "SIGKILL",
    });
    let stdout = "";
    let stderr = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      stderr += text;
    });
    child.on("error", () => resolve(undefined));
    child.on("close", (code, signal) => {
      if (signal !== null)
        stderr += `\nended by ${signal}${signal === "SIGKILL" ? ` after ${LIMIT} ms` : ""}\n`;
      resolve({ stdout, stderr, code });
    });
  });
}
