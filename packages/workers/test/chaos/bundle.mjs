/**
 * Bundles the chaos program from source, with the entries of its threads beside it.
 */
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = fileURLToPath(new URL("./", import.meta.url));
const packages = fileURLToPath(new URL("../../../", import.meta.url));

/**
 * Writes `program.js` and what it needs to a folder.
 *
 * @param {string} outdir
 */
export async function bundleChaos(outdir) {
  await build({
    entryPoints: [`${here}program.ts`, `${packages}workers/src/entry-node.ts`],
    entryNames: "[name]",
    alias: {
      "@gopark/core": `${packages}core/src/index.ts`,
      "@gopark/core/internal": `${packages}core/src/internal.ts`,
      "@gopark/select": `${packages}select/src/index.ts`,
      "@gopark/sync": `${packages}sync/src/index.ts`,
    },
    bundle: true,
    splitting: true,
    format: "esm",
    target: "es2022",
    outdir,
    outExtension: { ".js": ".js" },
    // entry-node.ts loads the package for those that come after it; a bundle has it in any case.
    logOverride: { "ignored-bare-import": "silent" },
    logLevel: "warning",
  });
  await build({
    entryPoints: [`${packages}workers/src/monitor-entry-node.ts`],
    bundle: true,
    format: "cjs",
    target: "es2022",
    outfile: `${outdir}/monitor-entry-node.cjs`,
    logLevel: "warning",
  });
}
