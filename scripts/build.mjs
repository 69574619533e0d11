/**
 * Builds what changed, through turbo, and is silent about what went well.
 *
 * Always true: no telemetry, no remote cache, no update check. Arguments go to `turbo run build` as they are,
 * for example `--filter=@gopark/core` or `--force`.
 */

import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { repository } from "./packages.mjs";

const turbo = join(repository, "node_modules", "turbo", "bin", "turbo");
const args = ["run", "build", "--output-logs=errors-only", "--log-order=grouped", "--no-update-notifier"];
const { status, stdout, stderr } = spawnSync(process.execPath, [turbo, ...args, ...process.argv.slice(2)], {
  cwd: repository,
  env: { ...process.env, TURBO_TELEMETRY_DISABLED: "1", DO_NOT_TRACK: "1" },
  encoding: "utf8",
  stdio: ["ignore", "pipe", "pipe"],
});
if (status !== 0) {
  process.stdout.write(stdout ?? "");
  process.stderr.write(stderr ?? "");
}
process.exitCode = status ?? 1;
