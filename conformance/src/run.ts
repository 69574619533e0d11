/**
 * The command of the suite: runs every twin, prints a diff for each that fails, and a last line that counts them.
 * The exit code is 0 only if nothing failed.
 *
 *     node conformance/dist/src/run.js [--go | --no-go] [--node=PATH] [NAME...]
 *
 * Where Go is installed, its programs are compiled and run afresh too; `--go` insists on it, `--no-go` leaves it
 * out. `--node` picks the engine for the twins. A NAME picks the programs whose names begin with it.
 */
import { parseArgs } from "node:util";
import { agreeing, type Result, runAll, summary } from "./harness.js";
import { findGo, runAllGo } from "./toolchain.js";

/** Prints what failed and answers whether that is nothing. */
function report(what: string, results: readonly Result[]): boolean {
  for (const { name, pass, detail } of results)
    if (!pass) console.log(`FAIL  ${name} (${what})\n${detail.replace(/^/gm, "      ")}`);
  return results.length > 0 && agreeing(results) === results.length;
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { go: { type: "boolean" }, "no-go": { type: "boolean" }, node: { type: "string" } },
});

const go = values["no-go"] ? undefined : await findGo();
const twins = await runAll(positionals, values.node);
let isGood = report("twin", twins);
if (go !== undefined) {
  const fresh = await runAllGo(go, positionals);
  isGood = report(`recording, ${go.version}`, fresh) && isGood;
  console.log(summary(twins, go.version, fresh));
} else {
  if (values.go) console.log("FAIL  --go: no go command on the PATH");
  isGood &&= !values.go;
  console.log(summary(twins));
}
process.exitCode = isGood ? 0 : 1;
