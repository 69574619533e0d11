/**
 * Records what Go prints: `node conformance/dist/src/record.js NAME...` writes `expected.*` beside each `main.go`
 * whose directory's name begins with NAME.
 *
 * Always true: a recording is made only by the Go of `RECORDED_WITH`, and only if ten runs in a row did the same.
 */
import { rmSync, writeFileSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";
import { behaviour } from "./harness.js";
import { type Program, programs, RECORDED_WITH, recordingFile } from "./program.js";
import { recordable } from "./stderr.js";
import { compile, execGo, findGo, type Toolchain } from "./toolchain.js";

/** Runs that must not differ. */
const RUNS = 10;

async function record(program: Program, go: Toolchain): Promise<void> {
  const first = await execGo(program, go);
  if (first === undefined) throw new Error(`${program.name} has not been compiled`);
  for (let run = 2; run <= RUNS; run++) {
    const again = await execGo(program, go);
    if (again === undefined || !isDeepStrictEqual(behaviour(again), behaviour(first)))
      throw new Error(`${program.name}: run ${run} differs from the first\n${again?.stdout}${again?.stderr}`);
  }
  writeFileSync(recordingFile(program, "out"), first.stdout);
  writeFileSync(recordingFile(program, "code"), `${first.code}\n`);
  const err = recordingFile(program, "err");
  if (first.stderr === "") rmSync(err, { force: true });
  else writeFileSync(err, recordable(first.stderr));
  console.log(`recorded ${program.name}: exit code ${first.code}`);
}

const wanted = process.argv.slice(2);
const go = await findGo();
if (wanted.length === 0) {
  console.error("record: name the programs to record");
  process.exitCode = 2;
} else if (go?.version !== RECORDED_WITH) {
  console.error(`record: want ${RECORDED_WITH}, got ${go?.version ?? "no go command"}`);
  process.exitCode = 2;
} else {
  const chosen = programs(wanted);
  await compile(chosen, go);
  for (const program of chosen) await record(program, go);
}
