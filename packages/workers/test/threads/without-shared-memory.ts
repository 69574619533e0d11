/**
 * Programs on several threads that share no memory.
 */
import { fileURLToPath } from "node:url";
import { expect } from "vitest";
import type { Child, ChildOptions, Ended, WorkersChildren } from "./children.js";

/** What such a program says on stderr before anything else. */
const WARNING =
  "gopark: threads talk by messages: slower, without work stealing, without shared atomics: " +
  "this platform has no SharedArrayBuffer\n";

const flags: readonly string[] = [
  "--require",
  fileURLToPath(new URL("./no-shared-memory.cjs", import.meta.url)),
];

/** Runs a program whose threads share no memory, and waits for its end. The warning is left out of what it has printed. */
async function runWithoutSharedMemory(
  children: WorkersChildren,
  source: string,
  options: ChildOptions = {},
  files: Readonly<Record<string, string>> = {},
): Promise<Ended & { readonly isWarned: boolean }> {
  const { code, stdout, stderr } = await children.run(source, { ...options, flags }, files);
  return { code, stdout, stderr: stderr.replace(WARNING, ""), isWarned: stderr.startsWith(WARNING) };
}

/** What programs begin with. */
const HEAD = `
  import { threadId } from "node:worker_threads";
  import { chan, go, gosched, sleep, wait } from "@gopark/core";
  import { select } from "@gopark/select";
  import {
    blocking, doctor, f64, gomaxprocs, goroutine, lockOSThread, main, move, run, shared, sharedChan, stackAll, stats, unlockOSThread,
  } from "@gopark/workers";
  const define = (name, fn) => goroutine(import.meta.url, name, fn);
  export const where = define("where", function* () { return threadId; });
  export const square = define("square", function* (n) { return n * n; });
  export const exits = define("exits", function* exits(code) { process.exit(code); });
  export const produce = define("produce", function* (out, n) {
    for (let i = 1; i <= n; i++) yield* out.send(i);
    out.close();
  });
  export const echo = define("echo", function* (from, to) {
    yield* from.range(function* (value) { yield* to.send(value); });
    to.close();
  });
  const failed = (error) => console.log(error.name + ": " + error.message);
`;

/** Programs of a test file. Each begins with HEAD. */
export function programsWithoutSharedMemory(children: WorkersChildren): {
  /** Runs a program, and waits for its end. */
  runs(source: string): Promise<Ended & { readonly isWarned: boolean }>;
  /** Runs one that is to end well and to have warned, and gives what it printed. */
  output(source: string): Promise<string>;
  /** Starts one. */
  start(source: string): Child;
} {
  const runs = (source: string) => runWithoutSharedMemory(children, HEAD + source);
  return {
    runs,
    start: (source) => children.start(HEAD + source, { flags }),
    async output(source) {
      const { code, isWarned, stderr, stdout } = await runs(source);
      expect({ code, isWarned, stderr }).toEqual({ code: 0, isWarned: true, stderr: "" });
      return stdout;
    },
  };
}
