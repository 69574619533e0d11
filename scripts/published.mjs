/**
 * Looks at each package as the registry would get it: publint reads its manifest against its files, and
 * are-the-types-wrong resolves its types the way its users' compilers do.
 *
 * Always true: packages are ESM only, so a CommonJS `require` that gets no types is no fault here.
 */

import { spawn } from "node:child_process";
import { join } from "node:path";
import { packages, repository } from "./packages.mjs";

const bin = join(repository, "node_modules", ".bin");

/**
 * @param {string} tool
 * @param {string[]} args
 * @returns {Promise<{ isFine: boolean, output: string }>}
 */
function start(tool, args) {
  const child = spawn(join(bin, tool), args, { cwd: repository, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (text) => {
      output += text;
    });
  return new Promise((resolve) => {
    child.on("error", (error) => resolve({ isFine: false, output: String(error) }));
    child.on("close", (code) => resolve({ isFine: code === 0, output }));
  });
}

for (const { name, folder, manifest } of packages()) {
  if (manifest.private) continue;
  const results = await Promise.all([
    start("publint", ["run", folder, "--strict", "--pack", "npm"]),
    start("attw", ["--pack", folder, "--profile", "esm-only", "--no-summary", "--no-emoji"]),
  ]);
  const faults = results.filter(({ isFine }) => !isFine);
  console.log(`${name}: ${faults.length === 0 ? "fit to publish" : "not fit to publish"}`);
  for (const { output } of faults) console.error(output);
  if (faults.length > 0) process.exitCode = 1;
}
