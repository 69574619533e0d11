/**
 * Runs the chaos program: `node run.mjs [runs] [first seed]`. Exits with its code.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bundleChaos } from "./bundle.mjs";

const [runs = "200", seed = "1"] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), "gopark-chaos-"));
try {
  await bundleChaos(folder);
  writeFileSync(join(folder, "package.json"), JSON.stringify({ type: "module" }));
  // M0 may be blocked for ever, and can't say so then.
  const timeout = 60_000 + 1500 * Number(runs);
  const { status, signal } = spawnSync(process.execPath, [join(folder, "program.js"), runs, seed], {
    stdio: "inherit",
    timeout,
    killSignal: "SIGKILL",
  });
  if (signal !== null) console.log(`chaos: ended by ${signal}; it had ${timeout} ms`);
  process.exitCode = status ?? 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
