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
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { type Ended, execute } from "./child.js";
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

/** Where binaries are, and under `src` what the commands that made them were given. */
const bin = join(root, "bin");

/** Programs that one command compiles: the command takes longer to start than a program to compile. */
const BATCH = 16;

/** A program's name, and what its binary depends on. */
function binaryName(program: Program, go: Toolchain): string {
  const hash = createHash("sha256").update(go.version).update(readFileSync(program.source));
  return `${program.name}-${hash.digest("hex").slice(0, 12)}`;
}

/** Compiles programs that all, or none of which, import more than what is Go's own. */
async function build(batch: readonly Program[], go: Toolchain, more: NodeJS.ProcessEnv): Promise<void> {
  const packages = batch.map((program) => {
    const name = binaryName(program, go);
    for (const file of readdirSync(bin))
      if (file.startsWith(`${program.name}-`)) rmSync(join(bin, file), { force: true });
    mkdirSync(join(bin, "src", name), { recursive: true });
    copyFileSync(program.source, join(bin, "src", name, "main.go"));
    return `./${name}`;
  });
  const args = ["build", "-ldflags=-s -w", "-o", bin, ...packages];
  const ended = await execute("go", args, more, join(bin, "src"));
  if (ended?.code !== 0) throw new Error(`go build ${packages.join(" ")} failed\n${ended?.stderr}`);
}

/**
 * Compiles programs, but those that have been compiled before from the same source by the same Go.
 *
 * @throws Error with the compiler's words
 */
export async function compile(chosen: readonly Program[], go: Toolchain): Promise<void> {
  const missing = chosen.filter((program) => !existsSync(join(bin, binaryName(program, go))));
  mkdirSync(join(bin, "src"), { recursive: true });
  // What a program means may depend on the release that its module names.
  writeFileSync(join(bin, "src", "go.mod"), `module conformance\n\ngo 1.${go.release}\n`);
  const [alone, others] = [missing.filter((p) => !importsMore(p)), missing.filter(importsMore)];
  const batches = (list: Program[]): Program[][] =>
    Array.from({ length: Math.ceil(list.length / BATCH) }, (_, i) => list.slice(i * BATCH, (i + 1) * BATCH));
  await inParallel(batches(alone), (batch) => build(batch, go, {}));
  await inParallel(batches(others), (batch) => build(batch, go, { GO111MODULE: "off", GOPATH: GOCODE }));
}

/** Runs a Go program. Undefined if it has not been compiled. */
export function execGo(program: Program, go: Toolchain): Promise<Ended | undefined> {
  return execute(join(bin, binaryName(program, go)), []);
}

/** Runs a Go program that has been compiled, and compares the recording with it. */
export async function runGo(program: Program, go: Toolchain): Promise<Result> {
  const { name } = program;
  const want = recording(program, go.release);
  let agreeing = 0;
  let differing = 0;
  for (;;) {
    const ended = await execGo(program, go);
    if (ended === undefined) return { name, pass: false, detail: `${name} has not been compiled` };
    const result = compare(name, want, behaviour(ended));
    const alike = result.pass ? ++agreeing : ++differing;
    if ((result.pass && differing === 0) || alike > RUNS / 2) return result;
  }
}

/** Compiles and runs every Go program that can be, or those whose names begin with one of `wanted`. */
export async function runAllGo(go: Toolchain, wanted: readonly string[] = []): Promise<Result[]> {
  const chosen = programs(wanted).filter(canCompile);
  await compile(chosen, go);
  return inParallel(chosen, (program) => runGo(program, go));
}
