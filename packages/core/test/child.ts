/**
 * Programs in processes of their own: for what only a whole process can show.
 *
 * They import `@gopark/core` by its name and get it bundled from source, so no build has to come first.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build, type Plugin } from "esbuild";
import { afterAll, beforeAll } from "vitest";

const src = fileURLToPath(new URL("../src/", import.meta.url));

/** A process that has not ended after so many milliseconds hangs, and is ended: no test waits for ever, and none stays. */
const LIMIT = 50_000;

/** How a process ended. */
export interface Ended {
  /** Its exit code; null if a signal ended it. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A process that runs. */
export interface Child {
  readonly process: ChildProcess;
  /** Resolves when stdout contains `text`. */
  printed(text: string): Promise<void>;
  readonly ended: Promise<Ended>;
}

/** Starts programs given as JavaScript source. */
export interface Children {
  start(source: string, flags?: string[]): Child;
  run(source: string, flags?: string[]): Promise<Ended>;
  /** Path of the program that was started last. */
  readonly path: string;
}

/** Starts a program of Node's. `env` is added to the environment; `limit` is the time it has, in milliseconds. */
export function startChild(
  path: string,
  flags: readonly string[],
  env: Readonly<Record<string, string>> = {},
  limit: number = LIMIT,
): Child {
  const process_ = spawn(process.execPath, [...flags, path], {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, ...env },
    timeout: limit,
    killSignal: "SIGKILL",
  });
  let stdout = "";
  let stderr = "";
  const listeners = new Set<() => void>();
  process_.stdout.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
    for (const f of listeners) f();
  });
  process_.stderr.setEncoding("utf8").on("data", (text: string) => void (stderr += text));
  const ended = new Promise<Ended>((resolve, reject) => {
    process_.on("error", reject);
    process_.on("close", (code, signal) => {
      if (signal === "SIGKILL") stderr += `ended: it had ${limit} ms\n`;
      resolve({ code, stdout, stderr });
    });
  });
  const printed = (text: string): Promise<void> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        if (stdout.includes(text)) resolve();
      };
      listeners.add(look);
      look();
      ended.then(() => reject(new Error(`the process ended before it printed ${text}: ${stderr}`)), reject);
    });
  return { process: process_, printed, ended };
}

/** The sources that stand for others in bundles made for pages, by the path of these. */
export const forPages: ReadonlyMap<string, string> = new Map(
  Object.entries<string>(JSON.parse(readFileSync(join(src, "../package.json"), "utf8")).browser).map(
    (pair) => pair.map((file) => file.replace("./dist/", src).replace(/\.js$/, ".ts")) as [string, string],
  ),
);

/** Bundles sources as bundlers do that follow the `browser` of our manifest. */
const browser: Plugin = {
  name: "browser",
  setup: ({ onResolve }) => {
    onResolve({ filter: /^\./ }, ({ path, importer }) => {
      const other = forPages.get(join(dirname(importer), path).replace(/\.js$/, ".ts"));
      return other === undefined ? undefined : { path: other };
    });
  },
};

/** Makes what the programs of a test file need, and removes it and what still runs after the last test. */
export function useChildren(isForPages = false): Children {
  let folder = "";
  let count = 0;
  const running = new Set<ChildProcess>();

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "gopark-core-"));
    const core = join(folder, "node_modules", "@gopark", "core");
    mkdirSync(core, { recursive: true });
    const exports = { ".": "./index.js", "./internal": "./internal.js" };
    writeFileSync(
      join(core, "package.json"),
      JSON.stringify({ name: "@gopark/core", type: "module", exports }),
    );
    await build({
      entryPoints: [join(src, "index.ts"), join(src, "internal.ts")],
      bundle: true,
      splitting: true,
      format: "esm",
      target: "es2022",
      outdir: core,
      plugins: isForPages ? [browser] : [],
      logLevel: "silent",
    });
  });

  afterAll(() => {
    for (const p of running) p.kill("SIGKILL");
    rmSync(folder, { recursive: true, force: true });
  });

  const path = (): string => join(folder, `program-${count}.mjs`);
  const start = (source: string, flags: string[] = []): Child => {
    count++;
    writeFileSync(path(), source);
    const started = startChild(path(), flags);
    running.add(started.process);
    started.ended.then(
      () => running.delete(started.process),
      () => running.delete(started.process),
    );
    return started;
  };
  return {
    start,
    run: (source, flags) => start(source, flags).ended,
    get path() {
      return path();
    },
  };
}
