/** What the figures were measured with: engines, libraries, machine. Names and versions only, no paths. */

import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { cpus, release, totalmem, type } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export interface Versions {
  readonly node: string;
  readonly v8: string;
  /** Undefined: Go is not measured in this run. */
  readonly go: string | undefined;
  readonly packages: Readonly<Record<string, string>>;
  readonly machine: string;
}

const packageNames = [
  "@gopark/core",
  "effect",
  "effection",
  "ts-chan",
  "js-csp",
  "async-mutex",
  "rxjs",
  "comlink",
  "piscina",
  "multithreading",
];

/** The version of an installed package, found as Node finds it: in the nearest node_modules that has it. */
function installedVersion(name: string): string {
  let directory = dirname(fileURLToPath(import.meta.url));
  for (;;) {
    const manifest = join(directory, "node_modules", name, "package.json");
    if (existsSync(manifest))
      return (JSON.parse(readFileSync(manifest, "utf8")) as { version: string }).version;
    const parent = dirname(directory);
    if (parent === directory) return "not installed";
    directory = parent;
  }
}

export function readVersions(node: string, goBinary: string | undefined): Versions {
  const [engine = "", v8 = ""] = execFileSync(
    node,
    ["-p", "process.versions.node + ' ' + process.versions.v8"],
    {
      encoding: "utf8",
    },
  )
    .trim()
    .split(" ");
  const processors = cpus();
  const gib = Math.round(totalmem() / 2 ** 30);
  return {
    node: engine,
    v8,
    go: goBinary === undefined ? undefined : execFileSync(goBinary, ["version"], { encoding: "utf8" }).trim(),
    packages: Object.fromEntries(packageNames.map((name) => [name, installedVersion(name)])),
    machine: `${processors[0]?.model ?? "unknown processor"}, ${processors.length} processors, ${gib} GiB, ${type()} ${release()}`,
  };
}

export function versionLines(versions: Versions): string {
  const packages = Object.entries(versions.packages).map(([name, version]) => `${name} ${version}`);
  return [
    `Node ${versions.node} (V8 ${versions.v8}), Go ${versions.go?.replace(/^go/, "") ?? "not measured"}, GOMAXPROCS=1, for the cases of several threads 2`,
    packages.join(", "),
    versions.machine,
  ].join("\n");
}
