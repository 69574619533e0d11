/**
 * Programs on several threads that begin alike, for both ways in which threads talk: in shared memory, and by messages where
 * there is none.
 */
import { fileURLToPath } from "node:url";
import { expect } from "vitest";
import type { Child, ChildOptions, Ended, WorkersChildren } from "./children.js";

/** How the threads of a program talk. */
export type Memory = "shared memory" | "messages";

/** What a program whose threads talk by messages says on stderr before anything else. */
export const WARNING =
  "gopark: threads talk by messages: slower, without work stealing, without shared atomics: " +
  "this platform has no SharedArrayBuffer\n";

/** Flags of Node's that make them talk so. */
export const FLAGS: Readonly<Record<Memory, readonly string[]>> = {
  "shared memory": [],
  messages: ["--require", fileURLToPath(new URL("./no-shared-memory.cjs", import.meta.url))],
};

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
export interface Programs {
  /** Runs a program, and waits for its end. The warning is left out of what it has printed. */
  runs(source: string, options?: Pick<ChildOptions, "env">): Promise<Ended & { readonly isWarned: boolean }>;
  /** Runs one that is to end well, and to have warned if its threads talk by messages, and gives what it printed. */
  output(source: string, options?: Pick<ChildOptions, "env">): Promise<string>;
  /** Starts one. */
  start(source: string): Child;
  /** A text that names Ms, to be compared: which of those that share memory does something depends on who was up first. */
  named(text: string): string;
}

/** Programs whose threads talk by `memory`. */
export function programsOn(memory: Memory, children: WorkersChildren): Programs {
  const flags = FLAGS[memory];
  const runs: Programs["runs"] = async (source, options = {}) => {
    const { code, stdout, stderr } = await children.run(HEAD + source, { ...options, flags });
    return { code, stdout, stderr: stderr.replace(WARNING, ""), isWarned: stderr.startsWith(WARNING) };
  };
  return {
    runs,
    start: (source) => children.start(HEAD + source, { flags }),
    named: (text) => (memory === "messages" ? text : text.replace(/\bM\d+\b/g, "M_")),
    async output(source, options) {
      const { code, isWarned, stderr, stdout } = await runs(source, options);
      expect({ code, isWarned, stderr }).toEqual({ code: 0, isWarned: memory === "messages", stderr: "" });
      return stdout;
    },
  };
}
