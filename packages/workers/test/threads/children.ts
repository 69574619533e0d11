/**
 * Programs on several threads, in processes of their own.
 *
 * They import `@gopark/core`, `@gopark/workers` and the rest by their names and get them bundled from source, so no build
 * has to come first. The entries of the threads lie beside the bundle, where `fleet.ts` looks for them.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { afterAll, beforeAll } from "vitest";
import { type Child, type Ended, startChild } from "../../../core/test/child.js";

export type { Child, Ended } from "../../../core/test/child.js";

const packages = fileURLToPath(new URL("../../../", import.meta.url));

/** What programs may import: the name, and its source. */
const MODULES: readonly [specifier: string, source: string][] = [
  ["core", "core/src/index.ts"],
  ["core/internal", "core/src/internal.ts"],
  ["select", "select/src/index.ts"],
  ["sync", "sync/src/index.ts"],
  ["workers", "workers/src/index.ts"],
  ["streams", "streams/src/index.ts"],
];

/** What an M runs: lies beside the bundle under this name. */
const ENTRY = "entry-node";
/** What the monitor runs, as it is published: one file, of CommonJS. */
const MONITOR_ENTRY = "monitor-entry-node";

/** How a program is started. */
export interface ChildOptions {
  /** Flags of Node's. */
  readonly flags?: readonly string[];
  /** Added to the environment. */
  readonly env?: Readonly<Record<string, string>>;
  /** Milliseconds after which it hangs. */
  readonly limit?: number;
}

/** Starts programs. */
export interface WorkersChildren {
  /** Starts a program given as JavaScript source. `files` are modules beside it, by name. */
  start(source: string, options?: ChildOptions, files?: Readonly<Record<string, string>>): Child;
  /** The same, and waits for its end. */
  run(source: string, options?: ChildOptions, files?: Readonly<Record<string, string>>): Promise<Ended>;
}

/** Modules of `workers/test`, as files that lie beside a program under the same paths. */
export function modules(...paths: string[]): Record<string, string> {
  return Object.fromEntries(
    paths.map((path) => [path, readFileSync(join(packages, "workers/test", path), "utf8")]),
  );
}

/** Bundles the packages into `folder`, so that programs in it may import them. */
async function provide(folder: string): Promise<void> {
  const scope = join(folder, "node_modules", "@gopark");
  const outdir = join(scope, "bundle");
  const named = (specifier: string): string => specifier.replace("/", "-");
  await build({
    entryPoints: Object.fromEntries([
      ...MODULES.map(([specifier, source]) => [named(specifier), join(packages, source)]),
      [ENTRY, join(packages, "workers/src", `${ENTRY}.ts`)],
    ]),
    alias: Object.fromEntries(
      MODULES.map(([specifier, source]) => [`@gopark/${specifier}`, join(packages, source)]),
    ),
    bundle: true,
    splitting: true,
    format: "esm",
    target: "es2022",
    outdir,
    logLevel: "silent",
  });
  await build({
    entryPoints: [join(packages, "workers/src", `${MONITOR_ENTRY}.ts`)],
    bundle: true,
    format: "cjs",
    target: "es2022",
    outfile: join(outdir, `${MONITOR_ENTRY}.cjs`),
    logLevel: "silent",
  });
  for (const [specifier] of MODULES) {
    const [name = "", entry = "index"] = specifier.split("/");
    mkdirSync(join(scope, name), { recursive: true });
    const exports = { ".": "./index.js", "./internal": "./internal.js" };
    writeFileSync(
      join(scope, name, "package.json"),
      JSON.stringify({ name: `@gopark/${name}`, type: "module", exports }),
    );
    writeFileSync(join(scope, name, `${entry}.js`), `export * from "../bundle/${named(specifier)}.js";\n`);
  }
  // Chunks and entries are modules, whatever folder they lie in.
  writeFileSync(join(outdir, "package.json"), JSON.stringify({ type: "module" }));
}

/** Makes what the programs of a test file need, and removes it and what still runs after the last test. */
export function useWorkersChildren(): WorkersChildren {
  let folder = "";
  let count = 0;
  const running = new Set<Child["process"]>();

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "gopark-workers-"));
    await provide(folder);
  });

  afterAll(() => {
    for (const p of running) p.kill("SIGKILL");
    rmSync(folder, { recursive: true, force: true });
  });

  const start: WorkersChildren["start"] = (source, options = {}, files = {}) => {
    const path = join(folder, `program-${++count}.mjs`);
    writeFileSync(path, source);
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), text);
    }
    const started = startChild(path, options.flags ?? [], options.env, options.limit);
    running.add(started.process);
    const forget = (): void => void running.delete(started.process);
    started.ended.then(forget, forget);
    return started;
  };
  return { start, run: (source, options, files) => start(source, options, files).ended };
}
