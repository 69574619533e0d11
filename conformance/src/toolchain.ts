/**
 * Real Go, where it is installed: compiles the programs and runs them again.
 *
 * Here the recording is on trial, not the twin. Some programs show the order of Go's scheduler on one P, which
 * the machine's own clock can disturb (Go preempts what has run for 10 ms, and a processor may be taken away for
 * longer than that): what most of up to five runs do is what counts.
 */
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { execute } from "./child.js";
import { behaviour, compare, inParallel, type Result } from "./harness.js";
import { type Program, programs, recording, root } from "./program.js";

/** A Go that can be run here. */
export interface Toolchain {
  /** `go1.19.8`. */
  readonly version: string;
  /** 19 for any go1.19. */
  readonly release: number;
}

/** Runs of which the majority counts. */
const RUNS = 5;

/** The `go` on the PATH, or undefined. */
export async function findGo(): Promise<Toolchain | undefined> {
  const ended = await execute("go", ["version"]);
  const [version, release] = /go1\.(\d+)\S*/.exec(ended?.stdout ?? "") ?? [];
  return version === undefined ? undefined : { version, release: Number(release) };
}

/**
 * Compiles a program, unless that has been done before with the same source and the same Go.
 * @returns the path of the binary, under `bin/`
 * @throws Error with the compiler's words
 */
export async function compile(program: Program, go: Toolchain): Promise<string> {
  const directory = join(root, "bin");
  const hash = createHash("sha256").update(go.version).update(readFileSync(program.source));
  const binary = join(directory, `${program.name}-${hash.digest("hex").slice(0, 12)}`);
  if (existsSync(binary)) return binary;
  mkdirSync(directory, { recursive: true });
  for (const file of readdirSync(directory))
    if (file.startsWith(`${program.name}-`)) rmSync(join(directory, file), { force: true });
  const ended = await execute("go", ["build", "-ldflags=-s -w", "-o", binary, program.source]);
  if (ended?.code !== 0) throw new Error(`${program.name}: go build failed\n${ended?.stderr}`);
  return binary;
}

/** Compiles and runs one Go program and compares the recording with it. */
export async function runGo(program: Program, go: Toolchain): Promise<Result> {
  const want = recording(program, go.release);
  const binary = await compile(program, go);
  let agreeing = 0;
  let differing = 0;
  for (;;) {
    const ended = await execute(binary, []);
    if (ended === undefined) return { name: program.name, pass: false, detail: `cannot run ${binary}` };
    const result = compare(program.name, want, behaviour(ended));
    const alike = result.pass ? ++agreeing : ++differing;
    if ((result.pass && differing === 0) || alike > RUNS / 2) return result;
  }
}

/** Compiles and runs every Go program, or those whose names begin with one of `wanted`. */
export async function runAllGo(go: Toolchain, wanted: readonly string[] = []): Promise<Result[]> {
  const chosen = programs(wanted);
  await inParallel(chosen, (program) => compile(program, go));
  return inParallel(chosen, (program) => runGo(program, go));
}
