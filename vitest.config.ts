/**
 * Every kind of test, in one run: tests beside the source, type tests, the snippets of the docs, the tooling's
 * own tests, the Go twins and the examples.
 *
 * Always true: packages are tested from source, never from `dist/`, and no test is retried. The time limit is
 * there to end what hangs: how long a test takes on a slow or busy machine proves nothing.
 */

import { defineConfig } from "vitest/config";
import { packages } from "./scripts/packages.mjs";

const alias = packages().flatMap(({ entries }) =>
  [...entries].map(([specifier, file]) => ({ find: new RegExp(`^${specifier}$`), replacement: file })),
);

export default defineConfig({
  resolve: { alias },
  oxc: { target: "es2022" },
  test: {
    execArgv: ["--expose-gc"],
    retry: 0,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // As many files at a time as the machines of CI have processors: Vitest would leave one idle.
    maxWorkers: 2,
    projects: [
      {
        extends: true,
        test: {
          name: "packages",
          include: ["packages/*/src/**/*.test.ts"],
          typecheck: {
            enabled: true,
            include: ["packages/*/src/**/*.test-d.ts"],
            tsconfig: "tsconfig.types.json",
          },
        },
      },
      { extends: true, test: { name: "scripts", include: ["scripts/**/*.test.mjs"] } },
      { extends: true, test: { name: "examples", include: ["examples/*/src/**/*.test.ts"] } },
      { extends: true, test: { name: "bench", include: ["bench/src/**/*.test.ts"] } },
      { extends: true, test: { name: "conformance", include: ["conformance/{,src/}*.test.ts"] } },
    ],
  },
});
