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
  const { status } = spawnSync(process.execPath, [join(folder, "program.js"), runs, seed], {
    stdio: "inherit",
  });
  process.exitCode = status ?? 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
