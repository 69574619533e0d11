/**
 * Runs an example that uses several threads, from its sources.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { transformSync } from "esbuild";
import type { ChildOptions, Ended, WorkersChildren } from "./children.js";

/** Runs `main.ts` of the folder in a process of its own. */
export function runExample(
  children: WorkersChildren,
  folder: string,
  options?: ChildOptions,
): Promise<Ended> {
  const compile = (name: string): string =>
    transformSync(readFileSync(join(folder, name), "utf8"), { loader: "ts", format: "esm", target: "es2022" })
      .code;
  const sources = readdirSync(folder).filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"));
  const files = Object.fromEntries(
    sources.filter((name) => name !== "main.ts").map((name) => [name.replace(/\.ts$/, ".js"), compile(name)]),
  );
  return children.run(compile("main.ts"), options, files);
}
