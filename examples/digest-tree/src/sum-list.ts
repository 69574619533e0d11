/**
 * The list of sums that `sha256sum` writes and `sha256sum -c` reads.
 *
 * Always true: the file at the given name is either the whole new list or what was there before. The list is
 * written under a temporary name beside it and renamed when complete; a rename replaces at one stroke.
 */

import { randomUUID } from "node:crypto";
import { realpath, rename, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { BytePath } from "./byte-path.js";

/** One line of the list. */
export interface PathSum {
  readonly path: BytePath;
  /** SHA-256 in lowercase hex. */
  readonly sum: string;
}

const escapes: Readonly<Record<string, string>> = { "\\": "\\\\", "\n": "\\n", "\r": "\\r" };

/**
 * `<sum>  <path>` and a newline. A backslash, newline or carriage return in the path would break the line, so GNU
 * writes it as `\\`, `\n` or `\r`, and says so by a backslash before the sum.
 */
export function formatLine({ path, sum }: PathSum): string {
  const escaped = path.replace(/[\\\n\r]/g, (char) => escapes[char] as string);
  return `${escaped === path ? "" : "\\"}${sum}  ${escaped}\n`;
}

/** Orders by the bytes of the path, as `LC_ALL=C sort` does. */
export function byPath(a: PathSum, b: PathSum): number {
  return a.path < b.path ? -1 : a.path > b.path ? 1 : 0;
}

/**
 * Writes the list to `file`. If `signal` aborts or the disk is full, the promise rejects and `file` is what it was.
 *
 * What is no regular file (`/dev/stdout`, a pipe) is written to directly: a rename would put a file in its place.
 */
export async function writeSumList(
  file: string,
  sums: readonly PathSum[],
  signal: AbortSignal,
): Promise<void> {
  const existing = await stat(file).catch(() => undefined);
  if (existing !== undefined && !existing.isFile()) {
    await writeFile(file, blocks(sums), { encoding: "latin1", signal });
    return;
  }
  // Through a symbolic link to what it names, or the rename would replace the link.
  const target = existing === undefined ? file : await realpath(file);
  const temporary = join(dirname(target), `.${randomUUID()}.tmp`);
  try {
    await writeFile(temporary, blocks(sums), { encoding: "latin1", flag: "wx", signal });
    signal.throwIfAborted();
    await rename(temporary, target);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

/** The lines, a thousand at a time: one write for each line is slow, and one string for all has a limit. */
function* blocks(sums: readonly PathSum[]): Iterable<string> {
  for (let i = 0; i < sums.length; i += 1000) {
    yield sums
      .slice(i, i + 1000)
      .map(formatLine)
      .join("");
  }
}
