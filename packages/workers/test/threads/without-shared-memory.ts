/**
 * Programs on several threads that share no memory.
 */
import { fileURLToPath } from "node:url";
import type { Child, ChildOptions, Ended, WorkersChildren } from "./children.js";

/** What such a program says on stderr before anything else. */
const WARNING =
  "gopark: threads talk by messages: slower, without work stealing, without shared atomics: " +
  "this platform has no SharedArrayBuffer\n";

const flags: readonly string[] = [
  "--require",
  fileURLToPath(new URL("./no-shared-memory.cjs", import.meta.url)),
];

/** Starts a program whose threads share no memory. */
export function startWithoutSharedMemory(children: WorkersChildren, source: string): Child {
  return children.start(source, { flags });
}

/** Runs a program whose threads share no memory, and waits for its end. The warning is left out of what it has printed. */
export async function runWithoutSharedMemory(
  children: WorkersChildren,
  source: string,
  options: ChildOptions = {},
  files: Readonly<Record<string, string>> = {},
): Promise<Ended & { readonly isWarned: boolean }> {
  const { code, stdout, stderr } = await children.run(source, { ...options, flags }, files);
  return { code, stdout, stderr: stderr.replace(WARNING, ""), isWarned: stderr.startsWith(WARNING) };
}
