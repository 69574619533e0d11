/**
 * Real Go, where it is installed: compiles the programs and runs them again.
 *
 * Here the recording is on trial, not the twin. Some programs show the order of Go's scheduler on one P, which
 * the machine's own clock can disturb (Go preempts what has run for 10 ms, and a processor may be taken away for
 * longer than that): what most of up to five runs do is what counts.
 *
 * A few programs import golang.org/x/sync. They are compiled with the copy under `GOCODE`, where Debian's package
 * golang-golang-x-sync-dev puts it; where it is missing they are left out.
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

/** A GOPATH with the packages that are not Go's own. */
const GOCODE = "/usr/share/gocode";

/** Runs of which the majority counts. */
const RUNS = 5;

/** The `go` on the PATH, or undefined. */
export async function findGo(): Promise<Toolchain | undefined> {
  const ended = await execute("go", ["version"]);
  const [version, release] = /go1\.(\d+)\S*/.exec(ended?.stdout ?? "") ?? [];
  return version === undefined ? undefined : { version, release: Number(release) };
}

/** The program imports a package that is not Go's own. */
function importsMore(program: Program): boolean {
  return readFileSync(program.source, "utf8").includes('"golang.org/x/');
}

/** Everything the program imports is here. */
export function canCompile(program: Program): boolean {
  return !importsMore(program) || existsSync(join(GOCODE, "src/golang.org/x/sync"));
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
  const more = importsMore(program) ? { GO111MODULE: "off", GOPATH: GOCODE } : {};
  const ended = await execute("go", ["build", "-ldflags=-s -w", "-o", binary, program.source], more);
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

/** Compiles and runs every Go program that can be, or those whose names begin with one of `wanted`. */
export async function runAllGo(go: Toolchain, wanted: readonly string[] = []): Promise<Result[]> {
  const chosen = programs(wanted).filter(canCompile);
  await inParallel(chosen, (program) => compile(program, go));
  return inParallel(chosen, (program) => runGo(program, go));
}
