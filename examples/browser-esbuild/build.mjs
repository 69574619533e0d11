/**
 * Builds the page: one bundle for it, one for its workers, and what both need in a third.
 */
import { copyFileSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const inHere = (path) => fileURLToPath(new URL(path, import.meta.url));

rmSync(inHere("dist"), { recursive: true, force: true });
await build({
  entryPoints: [inHere("src/main.ts"), inHere("src/m.ts")],
  outdir: inHere("dist"),
  bundle: true,
  splitting: true,
  format: "esm",
  target: "es2022",
  // For all files. Those of this repository's packages would get that of its root, which leads to sources.
  tsconfig: inHere("tsconfig.json"),
  minify: true,
  sourcemap: true,
  logLevel: "warning",
});
copyFileSync(inHere("index.html"), inHere("dist/index.html"));
